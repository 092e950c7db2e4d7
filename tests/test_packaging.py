"""What is shipped beside the code: the changelog's fragments, the hooks for pre-commit, the release, completion."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from conftest import Done
from holdfast.formats import format_names
from holdfast.formats.location import rule_page
from holdfast.rules import all_rules
from results import ROOT
from samples import document, template

sys.path.insert(0, str(ROOT / "scripts"))
import changelog
import website

Project = Callable[..., Path]
Holdfast = Callable[..., Done]

HOOKS = YAML(typ="safe").load((ROOT / ".pre-commit-hooks.yaml").read_text())


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "changelog.d").mkdir()
    (tmp_path / "changelog.d" / "README.md").write_text("# Fragments\n")
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\nAll notable changes.\n")
    return tmp_path


def add(root: Path, name: str, text: str) -> None:
    (root / "changelog.d" / name).write_text(text)


def test_our_own_fragments_can_be_released() -> None:
    assert changelog.main(["check"]) == 0


def test_a_release_gathers_the_fragments_above_earlier_versions(repository: Path) -> None:
    add(repository, "a.fixed.md", "One is mended.\nIt was broken.\n")
    assert changelog.main(["release", "1.0.0", "2026-01-02"], repository) == 0
    add(repository, "b.added.md", "Two.")
    add(repository, "c.fixed.md", "Three.")
    assert changelog.main(["release", "1.1.0", "2026-02-03"], repository) == 0
    assert (repository / "CHANGELOG.md").read_text() == (
        "# Changelog\n\nAll notable changes.\n\n"
        "## 1.1.0 (2026-02-03)\n\n### Added\n\n- Two.\n\n### Fixed\n\n- Three.\n\n"
        "## 1.0.0 (2026-01-02)\n\n### Fixed\n\n- One is mended.\n  It was broken.\n"
    )
    assert [path.name for path in (repository / "changelog.d").iterdir()] == ["README.md"]


def test_the_text_of_one_version_can_be_shown(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for version in ("1.0.0", "1.0.0.post1"):
        add(repository, "a.added.md", f"In {version}.")
        changelog.main(["release", version, "2026-01-02"], repository)
    assert changelog.main(["show", "1.0.0"], repository) == 0
    assert capsys.readouterr().out == "### Added\n\n- In 1.0.0.\n"


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("a.news.md", "x", "is not named"),
        ("a.md", "x", "is not named"),
        ("A b.added.md", "x", "is not named"),
        ("a.added.md", " \n", "says nothing"),
    ],
)
def test_a_fragment_that_would_be_lost_is_refused(
    repository: Path, name: str, text: str, complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    add(repository, name, text)
    before = (repository / "CHANGELOG.md").read_text()
    for arguments in (["check"], ["release", "1.0.0"]):
        assert changelog.main(arguments, repository) == 1
        assert complaint in capsys.readouterr().err
    assert (repository / "CHANGELOG.md").read_text() == before


def test_nothing_and_the_same_version_are_not_released(repository: Path) -> None:
    assert changelog.main(["release", "1.0.0"], repository) == 1
    add(repository, "a.added.md", "x")
    assert changelog.main(["release", "1.0.0"], repository) == 0
    add(repository, "a.added.md", "x")
    assert changelog.main(["release", "1.0.0"], repository) == 1


def test_every_action_of_a_workflow_is_pinned_to_a_commit() -> None:
    for path in (ROOT / ".github" / "workflows").glob("*.yml"):
        workflow = YAML(typ="safe").load(path.read_text())
        assert workflow["permissions"] == {}
        uses = re.findall(r"uses: (\S+)(.*)", path.read_text())
        assert uses
        elsewhere = [one for one in uses if one[0] not in ("./", "./comment")]
        assert [
            one for one in elsewhere if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", one[0]) or " # v" not in one[1]
        ] == []


def test_only_the_job_that_publishes_may_ask_for_an_identity() -> None:
    jobs = YAML(typ="safe").load((ROOT / ".github" / "workflows" / "release.yml").read_text())["jobs"]
    assert {name: job["permissions"] for name, job in jobs.items()} == {
        "build": {"contents": "read"},
        "pypi": {"id-token": "write"},
        "github": {"contents": "write"},
    }
    assert "run" not in {key for step in jobs["pypi"]["steps"] for key in step}


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_looks_at_what_is_named_and_passes_where_nothing_is_a_document(
    project: Project, holdfast: Holdfast, hook: dict[str, str]
) -> None:
    """What pre-commit runs: the entry, and the names of the Markdown files of the commit."""
    command = hook["entry"].split()[1:]
    files = {
        "docs/TEMPLATE.md": template(),
        "docs/a.md": document("A", status=""),
        "docs/b.md": document("B"),
        "README.md": "# x\n",
    }
    root = project(files)
    assert holdfast(root, *command, "docs/a.md", "README.md", "docs/TEMPLATE.md").code == 1
    assert holdfast(root, *command, "docs/b.md").code == 0
    assert holdfast(root, *command, "README.md", "docs/TEMPLATE.md").code == 0
    for path in files:
        (root / path).write_text(files[path])
    shutil.rmtree(root / "docs")
    assert holdfast(root, *command, "README.md").code == 0


@pytest.mark.skipif(
    not os.environ.get("HOLDFAST_SLOW"), reason="HOLDFAST_SLOW is not set: pre-commit installs from the registry"
)
def test_the_hooks_run_under_pre_commit(project: Project, tmp_path: Path) -> None:
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, hooks)
    shutil.copytree(ROOT / "src", hooks / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "All"]):
        subprocess.run(["git", *command], cwd=hooks, check=True)
    root = project({"docs/TEMPLATE.md": template(), "docs/a.md": document("A", status="")})

    def run() -> subprocess.CompletedProcess[str]:
        subprocess.run(["git", "add", "-A"], cwd=root, check=True)
        command = [sys.executable, "-m", "pre_commit", "try-repo", str(hooks), "holdfast-check", "--all-files"]
        return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)

    broken = run()
    assert broken.returncode == 1, broken.stdout + broken.stderr
    assert "no Status" in broken.stdout
    assert "document-unfilled" not in broken.stdout
    (root / "docs" / "a.md").write_text(document("A"))
    held = run()
    assert held.returncode == 0, held.stdout + held.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "tcsh"])
def test_completion_knows_formats_rules_and_options(project: Project, holdfast: Holdfast, shell: str) -> None:
    done = holdfast(project({}), "completion", shell)
    assert (done.code, done.err) == (0, "")
    for word in ("check", "stdin", "junit", all_rules()[0].slug):
        assert word in done.out


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("holdfast ch", {"check"}),
        ("holdfast check --format ", set(format_names())),
        ("holdfast explain section-m", {"section-missing"}),
        ("holdfast check --stdin", {"--stdin-filename"}),
    ],
)
def test_bash_completes_words(project: Project, holdfast: Holdfast, line: str, expected: set[str]) -> None:
    root = project({})
    (root / "completion.bash").write_text(holdfast(root, "completion", "bash").out)
    words = line.split(" ")
    script = (
        f"source completion.bash; COMP_WORDS=({' '.join(words[:-1])} '{words[-1]}'); COMP_CWORD={len(words) - 1}; "
        f"COMP_LINE='{line}'; COMP_POINT={len(line)}; _shtab_holdfast; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    )
    done = subprocess.run(["bash", "-c", script], cwd=root, capture_output=True, text=True, check=False)
    assert set(done.stdout.split()) == expected, done.stderr


def test_the_site_has_the_page_that_findings_link_to() -> None:
    pages = dict(website.rule_pages())
    assert {f"rules/{rule.slug}.md" for rule in all_rules()} < set(pages)
    for rule in all_rules():
        assert rule_page(rule.slug) == f"https://holdfast-docs.github.io/rules/{rule.slug}/"
        assert rule.summary in pages[f"rules/{rule.slug}.md"]
        assert f"]({rule.slug}.md)" in pages["rules/index.md"]
    assert rule_page("of-somebody-else") == ""


def test_the_site_has_a_page_for_each_command() -> None:
    pages = dict(website.command_pages())
    assert "--stdin-filename" in pages["commands/check.md"]
    assert "## versions" in pages["commands/template.md"]
    assert all(
        f"]({Path(name).name})" in pages["commands/overview.md"] for name in pages if name != "commands/overview.md"
    )
