"""``-`` with ``--stdin-filename``: an editor's text is checked as if it lay in the file."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.formats import format_names
from results import read_sarif
from samples import document, index, template

Project = Callable[..., Path]

FILES = {
    "docs/TEMPLATE.md": template(),
    "docs/README.md": index("a.md", "b.md"),
    "docs/a.md": document("A"),
    "docs/b.md": document("B"),
}


def check(root: Path, text: str | bytes, name: str, *options: str) -> subprocess.CompletedProcess[bytes]:
    """Check a text under a name."""
    command = [sys.executable, "-m", "holdfast", "check", "-", "--stdin-filename", name, *options]
    return subprocess.run(
        command, cwd=root, input=text.encode() if isinstance(text, str) else text, capture_output=True, check=False
    )


@pytest.mark.parametrize("name", ["docs/a.md", "docs/c.md"], ids=["a file that is there", "a new file"])
@pytest.mark.parametrize("form", format_names())
def test_the_text_is_judged_as_if_it_lay_in_the_file(project: Project, name: str, form: str) -> None:
    """Every format says the same of a text as of a file that holds it."""
    text = document("A", "Context", status="Bogus") + "\n[gone](gone.md) [itself](c.md) [b](b.md)\n"
    root = project({**FILES, "docs/README.md": index("a.md", "b.md", "c.md"), "docs/d.md": document("D")})
    given = check(root, text, name, "--format", form)
    (root / name).write_text(text)
    saved = subprocess.run(
        [sys.executable, "-m", "holdfast", "check", name, "--format", form], cwd=root, capture_output=True, check=False
    )
    assert given.returncode == 1
    assert given.stdout == saved.stdout
    assert given.stderr == b""


def test_only_the_one_document_is_told_of(project: Project) -> None:
    root = project({**FILES, "docs/b.md": document("B", status="")})
    assert (
        check(root, document("A"), "docs/a.md").returncode,
        check(root, document("A", status=""), "docs/a.md").returncode,
    ) == (0, 1)


def test_the_name_is_relative_to_where_one_stands(project: Project) -> None:
    root = project(FILES)
    done = check(root / "docs", document("A", status=""), "a.md", "--format", "concise")
    assert done.stdout.startswith(b"a.md:1:1: error field-missing")
    absolute = check(root, document("A", status=""), str(root / "docs" / "a.md"), "--format", "concise")
    assert absolute.stdout.startswith(b"docs/a.md:1:1: error field-missing")


def test_nothing_of_it_is_kept(project: Project) -> None:
    root = project(FILES)
    command = [sys.executable, "-m", "holdfast", "check", "docs/a.md"]
    for _ in range(2):
        assert check(root, document("A", status=""), "docs/a.md").returncode == 1
        assert subprocess.run(command, cwd=root, capture_output=True, check=False).returncode == 0
    assert (root / "docs" / "a.md").read_text() == document("A")


def test_a_file_that_git_ignores_is_checked_when_it_is_named(project: Project) -> None:
    root = project({**FILES, ".gitignore": "docs/draft.md\n"})
    done = check(root, document("Draft", "Context"), "docs/draft.md", "--format", "json")
    assert {one["path"] for one in json.loads(done.stdout)["verdicts"]} == {"docs/draft.md"}


def test_regions_are_those_of_the_text_and_not_of_the_file(project: Project) -> None:
    root = project(FILES)
    text = document("A") + "\nÄ [gone](gone.md)\n"
    run = read_sarif(check(root, text, "docs/a.md", "--format", "sarif").stdout.decode())
    (region,) = {tuple(one["locations"][0]["physicalLocation"]["region"].items()) for one in run["results"]}
    found = dict(region)
    line = text.split("\n")[found["startLine"] - 1]
    assert line[found["startColumn"] - 1 : found["endColumn"] - 1] in ("[gone](gone.md)", "gone.md")


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xfe\x00", b"\xef\xbb\xbf# A\r\n", b"\0" * 100], ids=["empty", "no UTF-8", "BOM", "NUL"]
)
def test_odd_bytes_are_no_reason_to_fail_otherwise(project: Project, raw: bytes) -> None:
    done = check(project(FILES), raw, "docs/a.md")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"document-unbound" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["-"], "- needs the name of the document; add --stdin-filename PATH"),
        (
            ["docs/a.md", "--stdin-filename", "x.md"],
            "--stdin-filename names what - stands for; write: - --stdin-filename x.md",
        ),
        (["-", "docs/b.md", "--stdin-filename", "x.md"], "- stands for the only document; leave the other paths out"),
        (["-", "--stdin-filename", "docs"], "docs: --stdin-filename: is a folder; name a file in it"),
    ],
)
def test_an_unclear_name_is_refused(project: Project, arguments: list[str], complaint: str) -> None:
    command = [sys.executable, "-m", "holdfast", "check", *arguments]
    done = subprocess.run(command, cwd=project(FILES), input=b"# A\n", capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.decode()) == (2, b"", f"holdfast: {complaint}\n")


def test_a_name_outside_the_project_is_refused(project: Project) -> None:
    done = check(project(FILES), "# A\n", f"..{os.sep}x.md")
    assert done.returncode == 2
    assert b"lies outside the project" in done.stderr
