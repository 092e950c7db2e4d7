"""A file is replaced whole or not at all, whatever happens in between."""

import fcntl
import os
from pathlib import Path

import pytest

from conftest import needs_permissions
from holdfast.errors import ChangedError, WriteError
from holdfast.world.replacement import create, replace
from killing import killed_at

LITTER = ".holdfast-0123456789abcdef.tmp"


def test_a_file_keeps_its_mode_and_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    path.chmod(0o640)
    replace(str(tmp_path), "a.md", b"old", b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o7777 == 0o640
    assert os.listdir(tmp_path) == ["a.md"]


@pytest.mark.parametrize("now", [b"", b"ol", b"older", b"odd"])
def test_a_file_that_changed_is_refused_and_left_alone(tmp_path: Path, now: bytes) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(now)
    with pytest.raises(ChangedError, match="has changed since it was read"):
        replace(str(tmp_path), "a.md", b"old", b"new")
    assert path.read_bytes() == now
    assert os.listdir(tmp_path) == ["a.md"]


def test_a_link_within_the_project_stays_and_its_target_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_bytes(b"old")
    (tmp_path / "b.md").symlink_to("docs/a.md")
    replace(str(tmp_path), "b.md", b"old", b"new")
    assert (tmp_path / "b.md").is_symlink()
    assert (tmp_path / "docs/a.md").read_bytes() == b"new"


def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_bytes(b"old")
    root = tmp_path / "root"
    root.mkdir()
    (root / "a.md").symlink_to(outside)
    with pytest.raises(WriteError, match="outside the project"):
        replace(str(root), "a.md", b"old", b"new")
    assert outside.read_bytes() == b"old"


def test_what_is_no_plain_writable_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"old")
    (tmp_path / "a.md").chmod(0o444)
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name, reason in {
        "a.md": "is read-only",
        "folder": "no regular",
        "pipe": "no regular",
        "gone": "no such",
    }.items():
        with pytest.raises(WriteError, match=reason):
            replace(str(tmp_path), name, b"old", b"new")
    assert (tmp_path / "a.md").read_bytes() == b"old"


def test_a_new_file_is_never_put_over_another(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"old")
    (tmp_path / "dangling.md").symlink_to("nowhere")
    for name in ("a.md", "dangling.md"):
        with pytest.raises(WriteError, match="file exists"):
            create(str(tmp_path), name, b"new")
    (tmp_path / "sub").mkdir()
    with pytest.raises(WriteError, match="outside"):
        create(str(tmp_path / "sub"), "../b.md", b"new")
    create(str(tmp_path), "b.md", b"new")
    assert (tmp_path / "b.md").read_bytes() == b"new"
    assert (tmp_path / "a.md").read_bytes() == b"old"
    assert sorted(os.listdir(tmp_path)) == ["a.md", "b.md", "dangling.md", "sub"]


def test_a_new_file_has_the_mode_that_the_umask_gives(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        create(str(tmp_path), "a.md", b"new")
    finally:
        os.umask(before)
    assert (tmp_path / "a.md").stat().st_mode & 0o7777 == 0o640


def test_without_hard_links_a_new_file_still_takes_no_other_ones_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(*args: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", unsupported)
    create(str(tmp_path), "a.md", b"new")
    assert (tmp_path / "a.md").read_bytes() == b"new"
    with pytest.raises(WriteError, match="file exists"):
        create(str(tmp_path), "a.md", b"newer")
    assert os.listdir(tmp_path) == ["a.md"]


def test_what_a_killed_run_left_is_removed_and_what_a_living_one_holds_is_not(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"old")
    (tmp_path / LITTER).write_bytes(b"half")
    held = tmp_path / LITTER.replace("0123", "3210")
    held.write_bytes(b"half")
    (tmp_path / ".holdfast-notes.tmp").write_bytes(b"somebody's own")
    with held.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        replace(str(tmp_path), "a.md", b"old", b"new")
    assert sorted(os.listdir(tmp_path)) == sorted([".holdfast-notes.tmp", held.name, "a.md"])


@pytest.mark.parametrize("failing", ["write", "fsync", "replace", "open"])
def test_a_full_disk_is_said_and_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str) -> None:
    (tmp_path / "a.md").write_bytes(b"old")
    real = getattr(os, failing)

    def full(*args: object, **kwargs: object) -> object:
        if failing != "open" or str(args[0]).endswith(".tmp"):
            raise OSError(28, "No space left on device")
        return real(*args, **kwargs)

    monkeypatch.setattr(os, failing, full)
    with pytest.raises(WriteError, match="no space left on device; the file is as it was; make room on the disk"):
        replace(str(tmp_path), "a.md", b"old", b"new")
    monkeypatch.undo()
    assert (tmp_path / "a.md").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.md"]


@needs_permissions
def test_a_folder_that_may_not_be_written_to_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"old")
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(WriteError, match="permission denied; the file is as it was"):
            replace(str(tmp_path), "a.md", b"old", b"new")
    finally:
        tmp_path.chmod(0o755)
    assert (tmp_path / "a.md").read_bytes() == b"old"


def test_killed_at_any_call_a_file_is_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    seen = set()
    number = 0
    killed = True
    while killed:
        number += 1
        path.write_bytes(b"old" * 1000)
        killed = killed_at(number, lambda: replace(str(tmp_path), "a.md", b"old" * 1000, b"new" * 2000))
        content = path.read_bytes()
        seen.add((killed, content))
        assert content in (b"old" * 1000, b"new" * 2000)
        replace(str(tmp_path), "a.md", content, b"after")
        assert os.listdir(tmp_path) == ["a.md"]
    assert number > 6
    assert seen == {(True, b"old" * 1000), (True, b"new" * 2000), (False, b"new" * 2000)}


def test_killed_at_any_call_a_new_file_is_whole_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    number = 0
    killed = True
    while killed:
        number += 1
        killed = killed_at(number, lambda: create(str(tmp_path), "a.md", b"new" * 2000))
        assert not path.exists() or path.read_bytes() == b"new" * 2000
        path.unlink(missing_ok=True)
        create(str(tmp_path), "a.md", b"after")
        assert os.listdir(tmp_path) == ["a.md"]
        path.unlink()
    assert number > 6
