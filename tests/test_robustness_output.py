"""Every command, in a project in which everything is hostile: nothing of it reaches a terminal or a CI log as it came."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import Done
from gitrepo import Repo
from holdfast.cli import _COMMANDS
from holdfast.formats import format_names
from inprocess import run_here
from samples import document, template

ORDER = "::error file=x,line=1::owned"
EVIL = "\x1bcowned\x07\u202egnp\u2066\u200b\x9b2J\x7f\u2028##[error]x##vso[y]"
SOFT = EVIL.replace("[", "").replace("]", "").replace("\u2028", "")
"""Without what would end a placeholder, a link or a heading."""
FOLDER = f"{ORDER}{SOFT}"
DOCUMENT = f"{FOLDER}/0001-{SOFT}.md"
RAW = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
STARTS = re.compile(
    r"^\s*::(?!(?:error|warning|notice) file=[^:,\n]*,line=\d+,col=\d+,title=[a-z() -]*::)", re.MULTILINE
)
WITHIN = re.compile(r"##(?:\[|vso\[|teamcity\[)", re.IGNORECASE)

SHEET = f"""# [Title {SOFT}]

**Date:** [Month Year - e.g., January {SOFT} 2025]
**Status:** [Draft | Active | {SOFT}]
**Owner {SOFT}:** [Who {SOFT}]

## Context {EVIL}

[Why {SOFT}]

{ORDER}

## {ORDER}{SOFT}

- [ ] Task {SOFT} 1

## Numbers

| Metric | Target {SOFT} | Actual | Notes |
|--|--|--|--|
| [M] | [T] | [A] | [N] |
"""
CONFIG = f"""corpus = "living"
exclude = ["{ORDER}"]
[aliases]
"{ORDER}" = ["{SOFT.encode("unicode_escape").decode().replace(chr(92) + "x", chr(92) + "u00")}"]
[type."{ORDER}"]
template = "{FOLDER.encode("unicode_escape").decode().replace(chr(92) + "x", chr(92) + "u00")}/TEMPLATE.md"
documents = ["*/*.md"]
"""


def body(status: str) -> str:
    return f"""# {ORDER}{EVIL}

**Date:** January {SOFT} 2025
**Status:** {status}

## 1. Context {EVIL}

[Why {SOFT}]

[a](<gone{SOFT}.md>) [b](<#nowhere{ORDER}{SOFT}>) [c](<0002-b.md#{SOFT}>) `src/{ORDER}.py` `make {SOFT}`

## 1. {ORDER}{SOFT}

- ✅ {ORDER} {EVIL}

```python title="{SOFT}"
print("{ORDER}{SOFT}")
x = (
```

```{SOFT} {ORDER}
x
```

```json
{{"{SOFT}": 1 1}}
```

## Numbers

| Metric | Target {SOFT} |
|--|--|
| a | b |

<!-- holdfast: waive {SOFT} because {EVIL} -->
<!-- holdfast: waive link-broken because {EVIL} {ORDER} -->
"""


@pytest.fixture(scope="module", params=["discovered", "configured"])
def root(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two commits, hostile in every text, name, setting and piece of git's data."""
    repo = Repo(tmp_path_factory.mktemp("hostile") / "project")
    files = {
        f"{FOLDER}/TEMPLATE.md": SHEET,
        DOCUMENT: body("Active"),
        f"{FOLDER}/0002-b.md": body(f"Bogus {EVIL}"),
        f"{FOLDER}/README.md": f"# Index {EVIL}\n\n- [A](<0001-{SOFT}.md>) - {EVIL}\n- [{EVIL}](<{SOFT}.md>) - {ORDER}\n",
        f"other/{SOFT}-template.md": "# [T]\n\n## A\n\n[x]\n",
    }
    if request.param == "configured":
        files["holdfast.toml"] = CONFIG
    repo.write(files)
    hostile = (f"user.name=Eve \u202e::{SOFT}", f"user.email=eve\u202e{SOFT}@example.org")
    repo.git("add", "-A")
    repo.git("commit", "-q", "-m", f"{ORDER}\n\n{EVIL}", config=hostile)
    repo.git("branch", "evil-\u202e\u200bbranch")
    later = {
        f"{FOLDER}/TEMPLATE.md": f"{SHEET}\n## {ORDER} new\n\n[Say {SOFT}]\n",
        f"{FOLDER}/0003-c.md": body("Draft"),
    }
    repo.commit(later)
    (repo.root / FOLDER / f"{SOFT}.md").symlink_to("gone.md")
    return repo.root


def command_lines() -> Iterator[list[str]]:
    """Yield what a person might type, and every command and option with something hostile in the place of a word."""
    yield from ([], ["--help"], ["--version"], [EVIL], [f"--{EVIL}"])
    for name in _COMMANDS:
        yield from ([name, EVIL], [name, f"--{EVIL}"], [name, "--format", EVIL], [name, "--help"])
    yield from (["check", "--all", "--format", form] for form in format_names())
    yield from (["check", option, EVIL] for option in ("--template-version", "--policy-from", "--changed-since", "--new-since", "--select", "--ignore", "--baseline", "--config", "--fail-on", "-o", "--stdin-filename"))  # fmt: skip
    yield from (["check", option, "HEAD~1", "--all"] for option in ("--policy-from", "--changed-since", "--new-since"))
    yield from (["check", DOCUMENT, "--explain", "--format", form] for form in ("text", "json"))
    yield from (["check"], ["check", "--new-since", "evil-\u202e\u200bbranch"], ["check", "-o", f"{EVIL}/x"])
    yield from (["fix", "--diff"], ["fix", "--diff", "--unsafe"], ["fix", "--select", EVIL])
    yield from (["verify", "--list", "--format", form] for form in ("text", "json"))
    yield from (["verify", option, EVIL] for option in ("--show", "--select", "--changed-since"))
    yield from (["template", "show", "--format", form] for form in ("text", "json"))
    yield from (["template", "show", f"{FOLDER}/TEMPLATE.md"], ["template", "show", EVIL])
    yield from (["template", "versions", *more] for more in ([], ["--measure"], ["--format", "json"]))
    yield from (["template", "diff", DOCUMENT, *more] for more in ([], ["--format", "json"], ["--to", EVIL]))
    yield from (["rules", "--format", form] for form in ("text", "json", "markdown"))
    yield from (["export", *more] for more in ([], ["--format", "jsonl"], ["--schema", EVIL], ["--schema", ORDER]))
    yield from (["config", "show", *more] for more in ([], ["--format", "json"], ["--config", EVIL]))
    yield from (
        ["review", EVIL],
        ["review", "HEAD~1"],
        ["review", "HEAD~1", "--format", "markdown"],
        ["review", "HEAD~1", "--format", "json"],
    )
    yield from (
        ["agents", *more]
        for more in (
            ["show"],
            ["show", "--format", "json"],
            ["install", "-n", "--for", "all"],
            ["hook"],
            ["hook", "--cursor"],
        )
    )
    yield from (["demo", "--into", DOCUMENT], ["demo", "--into", "."])
    yield from (["adopt", "-n"], ["adopt", "-n", "--from", "adr-tools"])
    yield from (["doctor"], ["doctor", "--format", "json"], ["explain", "link-broken"], ["completion", "bash"])
    new = ["new", "--no-input", "-t", f"{FOLDER}/TEMPLATE.md"]
    yield from ([*new, "-n", ORDER], [*new, "-n", ORDER, "--format", "json"], [*new, f"A{EVIL}"])
    yield from (
        [*new, ORDER, option, EVIL] for option in ("--author", "--status", "--date", "--field", "--number", "-o")
    )
    yield from ([*new, "A", "--field", f"{SOFT}=x"], ["new", "A", "--no-input"])
    yield from (["init", "-n"], ["init", "-n", "--force"], ["init", "--type", EVIL, DOCUMENT])


WRITING = (["baseline"], ["check"], ["baseline", "--update"], ["baseline", "-o", f"{EVIL}/x"], ["init"], ["init", "--force"],
    ["new", "--no-input", "-t", f"{FOLDER}/TEMPLATE.md", ORDER], ["fix"], ["fix", "--unsafe"], ["check", "--all"])  # fmt: skip


def assert_harmless(said: str, form: str = "") -> None:
    assert not RAW.search(said), RAW.search(said)
    assert not WITHIN.search(said), WITHIN.search(said)
    starts = STARTS if form == "github" else re.compile(r"^\s*::", re.MULTILINE)
    assert not starts.search(said), starts.search(said)


def test_every_command_spells_out_what_is_hostile(root: Path) -> None:
    """In one process, and in two tests, as each command line takes a fifth of a second."""
    codes = set()
    for line in command_lines():
        done = run_here(root, *line)
        assert done.code in (0, 1, 2, 3, 4), (line, done.err)
        codes.add(done.code)
        for said in (done.out, done.err):
            try:
                assert_harmless(said, "github" if "github" in line else "")
            except AssertionError as error:
                raise AssertionError(line, error) from error
    assert codes >= {0, 1, 2}


def test_every_command_that_writes_says_what_it_wrote_spelled_out(root: Path) -> None:
    for line in WRITING:
        done = run_here(root, *line)
        assert done.code in (0, 1, 2, 3), (line, done.err)
        assert_harmless(done.out)
        assert_harmless(done.err)
    assert (root / "holdfast.toml").exists()


def test_watching_spells_out_what_it_shows(tmp_path: Path) -> None:
    """It runs until it is ended; what it said by then is judged."""
    (tmp_path / "TEMPLATE.md").write_text(template())
    (tmp_path / f"{SOFT}.md").write_text(document("A", status=f"Bogus {EVIL}{ORDER}"))
    with subprocess.Popen(
        [sys.executable, "-m", "holdfast", "check", "--watch"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        assert process.stderr
        line = b""
        end = time.monotonic() + 60
        while b"watching" not in line and time.monotonic() < end:
            line = process.stderr.readline()
        process.terminate()
        out, err = process.communicate(timeout=60)
    assert b"Bogus" in out
    assert_harmless(out.decode())
    assert_harmless(err.decode())


def test_nothing_hostile_is_said_of_a_template_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / f"{SOFT}-template.md").write_text(f"# [T]\n\n## A <!-- holdfast: {SOFT}=1 -->\n\n[x]\n")
    (tmp_path / "a.md").write_text(document("A"))
    for command in ("check", "fix", "verify", "export", "new", "init", "baseline"):
        done: Done = run_here(tmp_path, command, *(["A", "--no-input"] if command == "new" else []))
        assert done.code == 2
        assert_harmless(done.out)
        assert_harmless(done.err)
