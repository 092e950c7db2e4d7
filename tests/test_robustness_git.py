"""Commits that no git writes and settings of a repository: neither crashes a run, nor is anything of theirs obeyed."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from samples import document, template

Project = Callable[..., Path]
Holdfast = Callable[..., Done]
SOUND = {"docs/TEMPLATE.md": template(), "docs/a.md": document("A"), "docs/b.md": document("B")}
TIMES = ["253402300800", "9223372036854775807", "99999999999999999999", "-1", "-62135596801", "x"]
COMMANDS = [("check",), ("status",), ("status", "docs/a.md"), ("diff", "HEAD~1"), ("for", "docs/a.md")]


def git(root: Path, *arguments: str, text: bytes = b"") -> str:
    done = subprocess.run(["git", *arguments], cwd=root, input=text, capture_output=True, check=True)
    return done.stdout.decode().strip()


def committed(root: Path) -> Path:
    git(root, "add", "-A")
    git(root, "commit", "-qm", "one")
    return root


def forge(root: Path, who: bytes) -> None:
    """Put a commit on top whose author and committer are any bytes."""
    (root / "docs/a.md").write_text(document("A") + "\nMore.\n")
    git(root, "add", "-A")
    head = f"tree {git(root, 'write-tree')}\nparent {git(root, 'rev-parse', 'HEAD')}\n".encode()
    text = head + b"author " + who + b"\ncommitter " + who + b"\n\nmore \x1b[2J\n"
    made = git(root, "hash-object", "-t", "commit", "-w", "--stdin", "--literally", text=text)
    git(root, "update-ref", "HEAD", made)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_commit_of_any_time_and_author_is_survived(
    project: Project, holdfast: Holdfast, command: tuple[str, ...]
) -> None:
    for number, who in enumerate(
        [*(f"N <n> {time} +0000".encode() for time in TIMES), b"", b"\xff\x1b[31m <\x02> 1 +0000"]
    ):
        root = committed(project(SOUND, name=f"project{number}"))
        forge(root, who)
        done = holdfast(root, *command)
        assert done.code in (0, 1), (who, done.err)
        assert b"\x1b" not in done.raw


DAMAGES: dict[str, Callable[[Path], object]] = {
    "an index of noise": lambda folder: (folder / "index").write_bytes(b"DIRC" + b"\xff" * 500),
    "no objects": lambda folder: shutil.rmtree(folder / "objects"),
    "a head that is none": lambda folder: (folder / "HEAD").write_text("nonsense"),
    "settings that are none": lambda folder: (folder / "config").write_text("[[["),
}


@pytest.mark.parametrize(
    "command",
    [*COMMANDS, ("check", "--new-since", "HEAD~1"), ("check", "--policy-from", "HEAD~1"), ("review", "HEAD~1")],
    ids=" ".join,
)
def test_a_damaged_repository_is_checked_or_named(
    project: Project, holdfast: Holdfast, command: tuple[str, ...]
) -> None:
    for number, damage in enumerate(DAMAGES.values()):
        root = committed(project(SOUND, name=f"project{number}"))
        (root / "docs/c.md").write_text(document("C"))
        committed(root)
        damage(root / ".git")
        done = holdfast(root, *command)
        assert done.code in (0, 1, 2), done.err
        assert "Traceback" not in done.err


def test_an_index_that_is_damaged_is_named(project: Project, holdfast: Holdfast) -> None:
    root = committed(project(SOUND))
    (root / ".git/index").write_bytes(b"junk" * 100)
    done = holdfast(root, "check", "--policy-from", "HEAD")
    assert done.code == 2
    assert done.err.startswith("holdfast: --policy-from: ")
    assert "hint" not in done.err, "what git advises hides what is wrong"


@pytest.mark.parametrize("command", [("check", "--policy-from", "HEAD~1"), ("check", "--new-since", "HEAD~1"), ("diff", "HEAD~1")], ids=" ".join)  # fmt: skip
def test_folders_within_each_other_in_a_commit_are_survived(
    project: Project, holdfast: Holdfast, command: tuple[str, ...]
) -> None:
    root = committed(project(SOUND))
    blob = git(root, "hash-object", "-w", "--stdin", text=document("Deep").encode())
    tree = git(root, "mktree", text=f"100644 blob {blob}\tx.md\n".encode())
    for _ in range(1200):
        tree = git(root, "mktree", text=f"040000 tree {tree}\td\n".encode())
    whole = git(root, "mktree", text=git(root, "ls-tree", "HEAD").encode() + f"\n040000 tree {tree}\tdeep\n".encode())
    first = git(root, "commit-tree", whole, "-m", "deep", "-p", "HEAD")
    git(root, "update-ref", "HEAD", git(root, "commit-tree", "HEAD^{tree}", "-m", "flat", "-p", first))
    done = holdfast(root, *command)
    assert done.code == 0, done.err
    assert "Traceback" not in done.err


def test_renaming_runs_no_program_that_the_settings_name(project: Project, holdfast: Holdfast, tmp_path: Path) -> None:
    root = committed(project(SOUND))
    trap = tmp_path / "trap"
    for key in ("filter.x.clean", "filter.x.smudge", "filter.x.process", "filter.a=b.clean", "core.fsmonitor"):
        git(root, "config", key, f"touch {trap}; cat")
    git(root, "config", "filter.x.required", "true")
    (root / ".git/hooks/post-index-change").write_text(f"#!/bin/sh\ntouch {trap}\n")
    (root / ".git/hooks/post-index-change").chmod(0o755)
    (root / ".gitattributes").write_text("docs/b.md filter=x\ndocs/a.md filter=a=b\n")
    for name in ("a", "b"):
        (root / f"docs/{name}.md").write_text(document(name.upper()) + "\nMore.\n")
        done = holdfast(root, "mv", f"docs/{name}.md", f"docs/{name}{name}.md")
        assert done.code == 0, done.err
    assert not trap.exists()
    assert "docs/bb.md" in git(root, "ls-files")


@pytest.mark.parametrize("setting", ["i18n.logOutputEncoding=UTF-16", "color.ui=always", "diff.orderFile=../../pipe", "diff.noprefix=true", "log.date=relative"])  # fmt: skip
def test_settings_of_a_repository_change_no_answer(project: Project, holdfast: Holdfast, setting: str) -> None:
    root = committed(project({**SOUND, "docs/c.md": document("C") + "\n[b](b.md)\n"}))
    git(root, "mv", "docs/b.md", "docs/d.md")
    git(root, "commit", "-qm", "two")
    os.mkfifo(root.parent / "pipe")
    before = [
        holdfast(root, *command, "--no-cache") for command in (("check",), ("check", "--changed-since", "HEAD~1"))
    ]
    name, _, value = setting.partition("=")
    git(root, "config", name, value.replace("../..", str(root.parent)))
    after = [holdfast(root, *command, "--no-cache") for command in (("check",), ("check", "--changed-since", "HEAD~1"))]
    assert after == before
    assert "1 can be mended" in before[0].out


def test_the_day_of_a_build_that_is_no_day_is_the_last_there_is(project: Project, holdfast: Holdfast) -> None:
    for said in ("99999999999999999999", "²", "x"):
        done = holdfast(
            committed(project(SOUND)) if said[0] == "9" else project(SOUND), "status", SOURCE_DATE_EPOCH=said
        )
        assert done.code == 0, done.err
