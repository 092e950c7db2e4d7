"""A full disk, and a file that may not grow: said in one line, and nothing is lost or left half written."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import Done
from samples import document, index, template

Project = Callable[..., Path]
Holdfast = Callable[..., Done]
LARGE = "x" * 400 + "\n"
PLAN = "\n## Plan\n\n- ✅ Measure\n- [ ] Ship\n"
FILES = {
    "docs/TEMPLATE.md": template() + "\n## Plan\n\n- [ ] Task 1\n- [ ] Task 2\n",
    "docs/README.md": index("a.md", "b.md"),
    "docs/a.md": document("A").replace("## Decision", f"{LARGE * 100}\n## Decision") + PLAN,
    "docs/b.md": document("B", status="") + PLAN,
}
WRITING = [
    ("fix", "--template-version", "latest"),
    ("new", "C", "--no-input", "-t", "docs/TEMPLATE.md"),
    ("baseline",),
    ("init",),
    ("check", "-o", "out.txt"),
    ("check", "-o", "json=out.json", "-o", "sarif=out.sarif"),
    ("export", "-o", "all.json"),
]


def limited() -> None:
    """Let no file grow beyond a hundred bytes, and be told by an error instead of a signal."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))


def contents(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def run(root: Path, *command: str, limit: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "holdfast", *command],
        cwd=root, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False, preexec_fn=limit,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) <= 3, done.stderr
    return done


def said(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 2, (done.args, done.stdout, done.stderr)
    assert done.stderr.startswith("holdfast: ")


@pytest.mark.parametrize("command", WRITING, ids=" ".join)
def test_a_file_that_may_not_grow_leaves_everything_as_it_was(project: Project, command: tuple[str, ...]) -> None:
    root = project(FILES, git=False)
    said(run(root, *command, limit=limited))
    assert contents(root) == {path: text.encode() for path, text in FILES.items()}


def test_a_cache_that_may_not_grow_changes_no_answer(project: Project) -> None:
    root = project(FILES, git=False)
    expected = run(root, "check", "--no-cache")
    for _ in range(2):
        done = run(root, "check", limit=limited)
        assert (done.returncode, done.stdout, done.stderr) == (expected.returncode, expected.stdout, "")
    assert run(root, "check").stdout == expected.stdout


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own that has room for the project and a few kilobytes more."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(place)], check=False, capture_output=True)  # fmt: skip
    if mounted.returncode:
        pytest.skip("unproven: this user may not mount a disk to fill")
    try:
        for path, text in FILES.items():
            (place / path).parent.mkdir(exist_ok=True)
            (place / path).write_bytes(text.encode())
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.parametrize("command", WRITING, ids=" ".join)
def test_a_full_disk_leaves_everything_as_it_was(full: Path, command: tuple[str, ...]) -> None:
    with open(full / "filler", "wb", buffering=0) as filler:
        try:
            while True:
                filler.write(b"x" * 512)
        except OSError:
            pass
    said(run(full, *command))
    (full / "filler").unlink()
    assert contents(full) == {path: text.encode() for path, text in FILES.items()}


def test_a_cache_and_a_ledger_on_a_full_disk_are_survived(
    project: Project, full: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(FILES, git=False)
    expected = run(root, "check", "--no-cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(full))
    monkeypatch.setenv("XDG_STATE_HOME", str(full))
    with open(full / "filler", "wb", buffering=0) as filler:
        filler.write(b"x" * (os.statvfs(full).f_bavail * os.statvfs(full).f_frsize - 4096))
    done = run(root, "check")
    assert (done.returncode, done.stdout, done.stderr) == (expected.returncode, expected.stdout, "")
    assert run(root, "verify", "--list").returncode in (0, 2)


def test_a_relative_folder_of_the_environment_puts_nothing_into_the_project(
    project: Project, holdfast: Holdfast
) -> None:
    root = project({"docs/TEMPLATE.md": template(), "docs/a.md": document("A")})
    for command in ("check", "verify", "status"):
        holdfast(root, command, XDG_CACHE_HOME="cache", XDG_STATE_HOME="./state")
    assert sorted(os.listdir(root)) == [".git", "docs"]
