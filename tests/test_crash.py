"""A bug of ours: said in one line, never green, and never a reason to lose the other findings."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from samples import document, template

Project = Callable[..., Path]

FILES = {"docs/TEMPLATE.md": template(), "docs/a.md": document("A"), "docs/b.md": document("B", status="")}

SPOILED = """
import sys
from holdfast.records import replace
import holdfast.rules as rules

def fail(*arguments):
    raise {error}

def spoiled(original=rules.all_rules()):
    return tuple(replace(rule, {part}=fail) if rule.slug == "{slug}" else rule for rule in original)

rules.all_rules = spoiled
from holdfast.cli import main
sys.exit(main({arguments!r}))
"""


def run(root: Path, slug: str, part: str, *more: str, error: str = "IndexError('list index out of range')") -> Done:
    """Run ``check`` with one rule that fails; nothing is patched that the run has loaded already."""
    script = SPOILED.format(slug=slug, part=part, error=error, arguments=["check", "--format", "concise", *more])
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, timeout=60, check=False)
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode(), done.stdout)


@pytest.mark.parametrize(
    ("slug", "part", "lines"),
    [
        (
            "section-missing",
            "judge",
            [
                "docs/a.md:1:1: unproven section-missing",
                "docs/b.md:1:1: error field-missing",
                "docs/b.md:1:1: unproven section-missing",
            ],
        ),
        ("link-broken", "survey", ["docs/a.md:1:1: unproven link-broken", "docs/b.md:1:1: error field-missing"]),
    ],
)
def test_a_rule_that_fails_names_itself_and_the_other_findings_stand(
    project: Project, slug: str, part: str, lines: list[str]
) -> None:
    done = run(project(FILES), slug, part)
    assert done.code == 70
    assert [
        line.rpartition(": ")[0] if "error" in line else ":".join(line.split(":")[:4]) for line in done.out.splitlines()
    ] == lines
    assert "this rule failed: IndexError: list index out of range" in done.out
    assert "Traceback" not in done.out + done.err


def test_the_details_are_kept_in_the_users_state_folder(project: Project, isolated: Path) -> None:
    done = run(project(FILES), "section-missing", "judge")
    [crash] = (isolated / "state" / "holdfast").iterdir()
    assert done.err.splitlines() == [
        "holdfast: internal error: IndexError: list index out of range",
        f"  this is our bug; please report it with the file {crash}",
    ]
    text = crash.read_text()
    assert text.startswith("section-missing on docs/a.md\nTraceback (most recent call last):\n")
    assert "section-missing on docs/b.md\n" in text


def test_the_same_bug_is_kept_once(project: Project, isolated: Path) -> None:
    root = project(FILES)
    for _ in range(2):
        run(root, "section-missing", "judge")
    assert len(list((isolated / "state" / "holdfast").iterdir())) == 1


def test_a_failed_run_is_never_replayed(project: Project) -> None:
    root = project(FILES)
    assert [run(root, "section-missing", "judge").code for _ in range(2)] == [70, 70]
    assert run(root, "none", "judge").code == 1


def test_a_bug_comes_before_a_fault_and_before_a_limit(project: Project) -> None:
    assert run(project(FILES), "section-missing", "judge", "--fail-on", "note").code == 70
    assert run(project({**FILES, "docs/b.md": document("B")}), "section-missing", "judge").code == 70


def test_a_state_folder_that_cannot_be_made_loses_no_detail(project: Project, isolated: Path) -> None:
    (isolated / "state").write_text("a file in its place")
    done = run(project(FILES), "section-missing", "judge")
    assert done.code == 70
    assert "Traceback (most recent call last):" in done.err
    assert done.err.endswith("this is our bug; it could not be written to a file\n")


def test_a_bug_outside_of_the_rules_is_70_as_well(project: Project, isolated: Path) -> None:
    script = "import sys\nimport holdfast.world.files as files\ndef walk(*_):\n    raise KeyError('x\\x1b[31m')\nfiles.walk = walk\nfrom holdfast.cli import main\nsys.exit(main(['check']))"
    done = subprocess.run([sys.executable, "-c", script], cwd=project(FILES), capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (70, b"")
    assert done.stderr.startswith(
        b"holdfast: internal error: KeyError: 'x\\x1b[31m'\n  this is our bug; please report it with the file "
    )
    assert len(list((isolated / "state" / "holdfast").iterdir())) == 1


def test_what_a_failing_rule_quotes_is_spelled_out(project: Project) -> None:
    done = run(project(FILES), "section-missing", "judge", error="ValueError('a\\n::error::b\\x1b[2J\\u202ec')")
    for text in (done.out, done.err):
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert not any(line.lstrip().startswith("::") for line in text.splitlines())


def test_an_interrupted_run_is_130(project: Project) -> None:
    done = run(project(FILES), "section-missing", "judge", error="KeyboardInterrupt")
    assert (done.code, done.out, done.err) == (130, "", "holdfast: interrupted\n")
