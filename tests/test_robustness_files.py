"""Pipes, devices, links and names that nobody expects, in every place where a file is looked for."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from holdfast.formats import format_names
from holdfast.world.root import lies_in
from samples import document, template

Project = Callable[..., Path]
Holdfast = Callable[..., Done]
SOUND = {"docs/TEMPLATE.md": template(), "docs/a.md": document("A"), "docs/b.md": document("B")}
PLACES = [".gitignore", "docs/.gitignore", "pyproject.toml", "holdfast.toml", "holdfast-baseline.json", "docs/c.md", "docs/README.md",
    "docs/x-template.md", "package.json", "Makefile", "docs/kep.yaml"]  # fmt: skip
KINDS: dict[str, Callable[[Path], object]] = {
    "a pipe": os.mkfifo,
    "a link to a device": lambda path: path.symlink_to("/dev/zero"),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a folder": lambda path: path.mkdir(),
}
COMMANDS = [("check", "--format", "sarif"), ("fix", "--diff"), ("verify", "--list"), ("baseline", "-o", "other.json"), ("config", "show"), ("export",)]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_whatever_stands_where_a_file_belongs_the_run_ends(
    project: Project, holdfast: Holdfast, kind: str, command: tuple[str, ...]
) -> None:
    """All of them at once; a run that waits for a pipe, or reads a device, is ended by the fixture."""
    text = document("A").replace("paper", "paper (`make all`, `src/x.py`, [c](c.md), [d](x-template.md))")
    root = project({**SOUND, "docs/a.md": text})
    for place in PLACES:
        KINDS[kind](root / place)
    done = holdfast(root, *command)
    assert done.code in (0, 1, 2, 3), done.err
    assert "Traceback" not in done.err
    if done.code == 2:
        assert "holdfast-baseline.json" in done.err or "holdfast.toml" in done.err


@pytest.mark.parametrize("form", format_names())
def test_a_pipe_among_the_documents_keeps_no_format_waiting(project: Project, holdfast: Holdfast, form: str) -> None:
    root = project(SOUND)
    os.mkfifo(root / "docs" / "pipe.md")
    done = holdfast(root, "check", "--format", form)
    assert done.code in (1, 3)
    assert "pipe.md" in done.out


NAMES = [b"line\nbreak.md", b"\x1b[2J.md", b"\xff\xfe.md", b"\xed\xa0\x80.md", b"-rf.md", b"--config=x.md", b"::error::x.md", b" .md", b"a\tb.md", b"%2e.md", b"'\"`$(x).md", b"b\\c.md"]  # fmt: skip


@pytest.mark.parametrize("command", [("check", "--format", "json"), ("fix",), ("baseline",), ("export",), ("verify", "--list"), ("init",), ("check", "--new-since", "HEAD")], ids=" ".join)  # fmt: skip
def test_documents_of_any_name_are_worked_on(project: Project, holdfast: Holdfast, command: tuple[str, ...]) -> None:
    root = project(SOUND)
    folder = os.fsencode(root / "docs")
    for name in NAMES:
        with open(folder + b"/" + name, "wb") as file:
            file.write(document("A", status="").encode())
    done = holdfast(root, *command)
    assert done.code in ((2,) if "HEAD" in command else (0, 1)), done.err
    assert "Traceback" not in done.err
    if command[-1] == "json":
        assert len(json.loads(done.out)["documents"]) == len(NAMES) + 2


def test_a_path_as_long_as_the_system_allows_is_worked_on_or_named(project: Project, holdfast: Holdfast) -> None:
    """The walk goes where the system can no longer name a file as a whole."""
    root = project(SOUND)
    folder = os.open(root / "docs", os.O_RDONLY)
    for _ in range(20):
        os.mkdir("d" * 250, dir_fd=folder)
        below = os.open("d" * 250, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = below
        with open(os.open("e.md", os.O_CREAT | os.O_WRONLY, dir_fd=folder), "w") as file:
            file.write(document("E"))
    os.close(folder)
    done = holdfast(root, "check", "--format", "json")
    assert done.code in (0, 1, 3)
    report = json.loads(done.out)
    assert {"docs/a.md", "docs/b.md"} <= {one["path"] for one in report["documents"]}
    assert len(report["documents"]) > 10
    assert [one["slug"] for one in report["verdicts"]] == ["file-unreadable"]
    assert holdfast(root, "fix").code in (0, 1, 3)


def test_a_path_lies_in_a_folder_where_all_its_links_lead_into_it(tmp_path: Path) -> None:
    inside, beside = tmp_path / "project", tmp_path / "project-old"
    inside.mkdir()
    beside.mkdir()
    (inside / "out").symlink_to(beside)
    (inside / "in").symlink_to(inside / "notes")
    (inside / "round").symlink_to(inside / "round")
    said = {name: lies_in(str(inside), str(inside / name)) for name in ("", "a/b.md", "in/a.md", "out", "out/a.md")}
    assert said == {"": True, "a/b.md": True, "in/a.md": True, "out": False, "out/a.md": False}
    assert not lies_in(str(inside), str(beside))
    assert not lies_in(str(inside), str(tmp_path))
    assert lies_in("/", str(beside))
    for name in ("round", "nothing"):
        with pytest.raises(OSError, match=name):
            lies_in(str(inside), str(inside / name), strict=True)
