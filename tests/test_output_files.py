"""``--format`` and ``-o``: several texts of one run, each in a file of its own, and none in place of somebody's work."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done, needs_permissions
from holdfast.formats import format_names
from results import read_junit, read_sarif
from samples import document, index, template

Project = Callable[..., Path]
Holdfast = Callable[..., Done]

FILES = {
    "docs/TEMPLATE.md": template(),
    "docs/README.md": index("a.md"),
    "docs/a.md": document("A", status=""),
    "notes/walk.md": "# Walk\n",
    "holdfast.toml": 'fail-on = "error"\n',
}


def test_a_file_gets_what_standard_output_would_have_got(project: Project, holdfast: Holdfast) -> None:
    root = project(FILES)
    for form in format_names():
        shown = holdfast(root, "check", "--format", form)
        written = holdfast(root, "check", "--format", form, "-o", "build.out")
        assert (written.code, written.out, written.err) == (1, "", "")
        assert (root / "build.out").read_bytes() == shown.raw


def test_several_formats_are_written_in_one_run(project: Project, holdfast: Holdfast) -> None:
    root = project(FILES)
    done = holdfast(root, "check", "-o", "sarif=out.sarif", "-o", "junit=report.xml", "--output", "markdown=summary.md")
    assert done.code == 1
    assert done.out == holdfast(root, "check", "--no-cache").out
    assert len(read_sarif((root / "out.sarif").read_text())["results"]) == 1
    assert read_junit((root / "report.xml").read_text()).get("failures") == "1"
    assert (root / "summary.md").read_text().startswith("## Holdfast: ")


def test_standard_output_can_be_one_of_several(project: Project, holdfast: Holdfast) -> None:
    root = project(FILES)
    done = holdfast(root, "check", "-o", "text.out", "-o", "jsonl=-")
    assert json.loads(done.out.splitlines()[-1])["kind"] == "summary"
    assert "1 document" in (root / "text.out").read_text()


def test_an_unchanged_run_writes_its_file_again(project: Project, holdfast: Holdfast) -> None:
    root = project(FILES)
    for _ in range(3):
        done = holdfast(root, "check", "--format", "json", "-o", "out.json")
        assert done.code == 1
        assert json.loads((root / "out.json").read_text())["summary"]["broken"] == 1
        (root / "out.json").unlink()


@pytest.mark.parametrize(
    "path", ["docs/a.md", "docs/TEMPLATE.md", "docs/README.md", "notes/walk.md", "holdfast.toml", "link.md"]
)
@pytest.mark.parametrize("form", ["-o{}", "-omarkdown={}"])
def test_what_people_wrote_is_never_replaced(project: Project, holdfast: Holdfast, path: str, form: str) -> None:
    root = project(FILES)
    (root / "link.md").symlink_to("docs/a.md")
    before = (root / path).read_bytes()
    done = holdfast(root, "check", "-o", "json=first.json", form.format(path))
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"holdfast: {path}: -o: holds something that Holdfast did not write; name another file, or remove this one first\n"
    )
    assert (root / path).read_bytes() == before
    assert not (root / "first.json").exists()


def test_a_summary_of_an_earlier_run_is_replaced(project: Project, holdfast: Holdfast) -> None:
    root = project(FILES)
    (root / "summary.md").write_text("")
    for expected in (1, 0):
        assert holdfast(root, "check", "-o", "markdown=summary.md").code == expected
        assert f"{1 - expected} hold" in (root / "summary.md").read_text()
        (root / "docs" / "a.md").write_text(document("A"))


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["-o", "a.out", "-o", "b.out"], "-o: both a.out and b.out are to get the same text; name the format of each"),
        (["-o", "json=a.out", "-o", "sarif=./a.out"], "-o: a.out is named twice; give each format a file of its own"),
        (["-o", "json=-"], "-o: standard output is named twice"),
        (["-o", "sarf=a.out"], "-o sarf=a.out: there is no format 'sarf'; did you mean 'sarif'?"),
        (["--format", "jsn"], "--format: there is no format 'jsn'; did you mean 'json'?"),
        (["-o", "gone/a.out"], "gone/a.out: -o: its folder is not there; make it first: mkdir -p gone"),
        (["-o", "docs"], "docs: -o: is a folder; name a file in it"),
    ],
)
def test_what_cannot_be_written_is_told_before_anything_is(
    project: Project, holdfast: Holdfast, options: list[str], complaint: str
) -> None:
    root = project(FILES)
    done = holdfast(root, "check", *options)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"holdfast: {complaint}")
    assert done.err.count("\n") == 1
    assert not (root / "a.out").exists()


@needs_permissions
def test_a_folder_that_may_not_be_written_to_is_told(project: Project, holdfast: Holdfast) -> None:
    root = project(FILES)
    (root / "shut").mkdir(mode=0o500)
    done = holdfast(root, "check", "-o", "shut/a.out")
    assert done.code == 2
    assert done.err == (
        "holdfast: shut/a.out: cannot be written: permission denied; nothing was written; check that you may write to its folder\n"
    )


def test_a_link_is_followed_and_the_mode_is_kept(project: Project, holdfast: Holdfast, tmp_path: Path) -> None:
    root = project(FILES)
    (tmp_path / "real.json").write_text("old")
    (tmp_path / "real.json").chmod(0o600)
    (root / "out.json").symlink_to(tmp_path / "real.json")
    holdfast(root, "check", "-o", "json=out.json")
    assert (root / "out.json").is_symlink()
    assert json.loads((tmp_path / "real.json").read_text())["version"] == 1
    assert stat.S_IMODE((tmp_path / "real.json").stat().st_mode) == 0o600


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_is_written_to_and_not_replaced(project: Project) -> None:
    root = project(FILES)
    os.mkfifo(root / "pipe")
    with subprocess.Popen(
        [sys.executable, "-m", "holdfast", "check", "-o", "json=pipe"], cwd=root, stdout=subprocess.DEVNULL
    ):
        assert json.loads((root / "pipe").read_text())["version"] == 1
    assert stat.S_ISFIFO((root / "pipe").stat().st_mode)


def test_a_file_is_neither_coloured_nor_laid_out_nor_cut_short(project: Project, holdfast: Holdfast) -> None:
    files = {f"docs/{number}.md": document(str(number), "Context", status="") for number in range(30)}
    root = project({"docs/TEMPLATE.md": template(), **files})
    holdfast(root, "check", "-o", "out.txt", FORCE_COLOR="1", FORCE_HYPERLINK="1", COLUMNS="60")
    text = (root / "out.txt").read_text()
    assert "\x1b" not in text
    assert text.count("field-missing") >= 30


@pytest.mark.parametrize(
    "line",
    ["rules", "config show --format json", "template show", "template versions", "export", "rules --format markdown"],
)
def test_other_commands_write_to_a_file_as_well(project: Project, holdfast: Holdfast, line: str) -> None:
    root = project(FILES)
    shown = holdfast(root, *line.split())
    written = holdfast(root, *line.split(), "-o", "a.out")
    assert (written.code, written.out) == (0, "")
    assert (root / "a.out").read_bytes() == shown.raw != b""


@pytest.mark.parametrize("closed", ["0", "1", "2", "012"])
@pytest.mark.parametrize("line", ["check", "rules", "check --nonsense"])
def test_closed_streams_change_no_exit_code(project: Project, line: str, closed: str) -> None:
    root = project(FILES)
    command = f"exec {sys.executable} -m holdfast {line}"
    usual = subprocess.run(["sh", "-c", command], cwd=root, capture_output=True, check=False)
    shut = " ".join(f"{number}>&-" for number in closed)
    done = subprocess.run(["sh", "-c", f"{command} {shut}"], cwd=root, capture_output=True, check=False)
    assert done.returncode == usual.returncode
    assert b"Traceback" not in done.stderr
    assert done.stdout == (b"" if "1" in closed else usual.stdout)


@pytest.mark.parametrize("command", ["check --all", "status --all", "search a"])
def test_what_a_terminal_would_show_in_colour_is_plain_in_a_file(
    project: Project, holdfast: Holdfast, command: str
) -> None:
    root = project(FILES)
    shown = holdfast(root, *command.split(), FORCE_COLOR="1", FORCE_HYPERLINK="1").out
    holdfast(root, *command.split(), "-o", "build.out", FORCE_COLOR="1", FORCE_HYPERLINK="1")
    plain = (root / "build.out").read_text()
    assert plain
    assert "\x1b" not in plain
    assert "\x1b" in shown


@pytest.mark.parametrize("command", ["check --explain docs/a.md", "verify --list"])
def test_what_is_listed_and_explained_goes_into_files_as_well_and_has_two_formats(
    project: Project, holdfast: Holdfast, command: str
) -> None:
    root = project(FILES)
    assert holdfast(root, *command.split(), "-o", "json=out.json").code == 0
    assert json.loads((root / "out.json").read_text())["version"] == 1
    refused = holdfast(root, *command.split(), "--format", "sarif")
    assert (refused.code, refused.out) == (2, "")
    assert "valid are json, text" in refused.err
