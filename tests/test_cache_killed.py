"""A run that dies at any write to the cache, and a cache that is anything but ours, cost time and nothing else."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from gitrepo import Repo
from holdfast.world.cache import Cache, Row
from holdfast.world.cachefolder import store_path
from holdfast.world.files import Stamp
from holdfast.world.store import remember
from inprocess import run_here
from samples import document, template

COMMAND = [sys.executable, "-m", "holdfast", "check", "--format", "json"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    repo = Repo(tmp_path / "project")
    repo.commit({"docs/TEMPLATE.md": template(), "docs/a.md": document("A"), "docs/b.md": document("B", status="")})
    repo.commit({"docs/a.md": document("A", "Context"), "docs/c.md": document("C")})
    for path in repo.root.glob("docs/*.md"):
        os.utime(path, (1_700_000_000, 1_700_000_000))  # What changed just now is not kept.
    return repo.root


@pytest.fixture
def cache() -> Path:
    return Path(os.environ["XDG_CACHE_HOME"]) / "holdfast"


def verdicts(root: Path, *more: str) -> list[tuple[str, str]]:
    done = run_here(root, "check", "--format", "json", *more)
    assert done.code == 1
    assert done.err == ""
    return [(one["path"], one["slug"]) for one in json.loads(done.out)["verdicts"]]


strace = pytest.mark.skipif(shutil.which("strace") is None, reason="unproven: apt-get install strace")


@strace
@pytest.mark.parametrize("call", ["write", "rename"])
def test_killed_at_any_write_the_next_run_is_right(root: Path, cache: Path, call: str) -> None:
    """The process dies in the system call itself, also while it keeps what it printed to show it again."""
    expected = verdicts(root, "--no-cache")
    kills = 0
    for number in range(1, 40):
        shutil.rmtree(cache, ignore_errors=True)
        done = killed(root, call, number, *COMMAND)
        assert verdicts(root) == expected
        with closing(sqlite3.connect(store_path(str(root)))) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert connection.execute("SELECT COUNT(*) FROM file").fetchone() == (3,)
        if done.returncode == 1:
            break
        kills += 1
    assert done.returncode == 1
    assert kills


SCRIPT = """
from holdfast.world.cache import Cache, Row
from holdfast.world.files import Stamp
from holdfast.world.store import remember
cache = Cache({root!r}, "new")
cache.store([Row("a%d" % number, Stamp(1, 1), "x" * 3000) for number in range(3)])
cache.forget_others(["a0", "a1", "a2"])
cache.close()
remember({root!r}, "kind new", "new")
"""


@strace
def test_killed_at_any_page_the_cache_has_all_of_a_change_or_nothing(tmp_path: Path) -> None:
    root = str(tmp_path)
    old = Cache(root, "old")
    old.store([Row("b", Stamp(1, 1), "x")])
    old.close()
    remember(root, "kind old", "old")
    path = store_path(root)
    seed = Path(path).read_bytes()
    kills = 0
    for call in ("pwrite64", "ftruncate", "unlink", "fdatasync"):
        for number in range(1, 60):
            Path(path).write_bytes(seed)
            Path(f"{path}-journal").unlink(missing_ok=True)
            watched = [part for name in (path, f"{path}-journal") for part in ("-P", name)]
            done = killed(tmp_path, call, number, *watched, sys.executable, "-c", SCRIPT.format(root=root))
            with closing(sqlite3.connect(path)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                names = [name for (name,) in connection.execute("SELECT path FROM file ORDER BY path")]
                key = connection.execute("SELECT key FROM meta").fetchall()
                facts = connection.execute("SELECT name, text FROM fact").fetchall()
            # What is kept under the old key is forgotten in one step and what is new comes in another.
            assert (key, names) in (([("old",)], ["b"]), ([("new",)], []), ([("new",)], ["a0", "a1", "a2"]))
            assert facts in ([("kind old", "old")], [("kind new", "new")])
            if done.returncode == 0:
                break
            kills += 1
    assert kills > 5


def killed(cwd: Path, call: str, number: int, *command: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command that dies at its n-th system call of a kind."""
    inject = f"inject={call}:signal=SIGKILL:when={number}"
    traced = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={call}", "-e", inject, *command]
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(traced, cwd=cwd, env=env, capture_output=True, timeout=60, check=False)


def junk(path: Path) -> Iterator[Callable[[], object]]:
    """Yield ways to put something else in the place of the cache."""
    whole = path.read_bytes()
    for text in (b"", b"no database", b"SQLite format 3\0" + b"\xff" * 5000, whole[: len(whole) // 2], whole[:100] + os.urandom(4000), whole[:-1000] + b"\0" * 1000):  # fmt: skip
        yield lambda text=text: path.write_bytes(text)
    yield path.mkdir
    yield lambda: os.mkfifo(path)
    yield lambda: path.symlink_to(path.name)
    yield lambda: path.symlink_to("/dev/zero")
    yield lambda: path.symlink_to("nowhere/at/all")
    yield lambda: _socket(path)
    yield lambda: _foreign(path, "CREATE TABLE file (name TEXT)", "CREATE TABLE meta (a, b, c)", "INSERT INTO meta VALUES (1, 2, 3)")  # fmt: skip
    yield lambda: _foreign(path, "CREATE VIEW file AS SELECT 1 AS path", "CREATE TABLE fact (x)")
    yield lambda: _foreign(path, "CREATE TABLE orders (id)", "PRAGMA application_id = 7", "PRAGMA user_version = 99")
    for text in ("", "null", '["judged", []]', '["problem"]', "[[[]]]", "garbage", b"\xff\0", 5, None):
        yield lambda text=text: _rewrite(path, whole, text)


def test_whatever_lies_in_the_place_of_the_cache_the_run_is_right(root: Path, cache: Path) -> None:
    expected = verdicts(root)
    new = verdicts(root, "--new-since", "HEAD~1")
    path = Path(store_path(str(root)))
    tried = 0
    for put in list(junk(path)):
        _clear(cache)
        put()
        assert verdicts(root) == expected
        assert verdicts(root) == expected
        assert verdicts(root, "--new-since", "HEAD~1") == new
        tried += 1
    assert tried > 20


def test_whatever_lies_in_the_place_of_a_kept_run_it_is_run_anew(root: Path, cache: Path) -> None:
    done = [subprocess.run(COMMAND, cwd=root, capture_output=True, timeout=60, check=False) for _ in range(2)]
    [kept] = [path for folder in cache.glob("runs-*") for path in folder.iterdir()]
    whole = kept.read_bytes()
    ways: list[Callable[[], object]] = [
        *(lambda text=text: kept.write_bytes(text) for text in (b"", b"\0\n", whole[:-1], whole[: len(whole) // 2], whole.replace(b"\n", b"\r"), os.urandom(999))),
        lambda: os.mkfifo(kept),
        kept.mkdir,
        lambda: kept.symlink_to(kept.name),
    ]  # fmt: skip
    for put in ways:
        _remove(kept)
        put()
        again = subprocess.run(COMMAND, cwd=root, capture_output=True, timeout=60, check=False)
        assert (again.returncode, again.stdout, again.stderr) == (1, done[0].stdout, b"")


@pytest.mark.parametrize("place", ["a file", "no folder that can be made", "a link to itself"])
def test_where_there_can_be_no_cache_there_is_none(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    expected = verdicts(root)
    here = tmp_path / "place"
    if place == "a file":
        here.write_text("mine")
    elif place == "a link to itself":
        here.symlink_to(here)
    else:
        here = Path("/proc/self/nothing")
    monkeypatch.setenv("XDG_CACHE_HOME", str(here))
    assert verdicts(root) == expected
    assert place != "a file" or here.read_text() == "mine"


def test_two_runs_at_once_are_both_right(root: Path, cache: Path) -> None:
    expected = verdicts(root, "--no-cache")
    for _ in range(3):
        shutil.rmtree(cache, ignore_errors=True)
        runs = [subprocess.Popen(COMMAND, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
        for run in runs:
            out, err = run.communicate(timeout=60)
            assert (run.returncode, err) == (1, b"")
            assert [(one["path"], one["slug"]) for one in json.loads(out)["verdicts"]] == expected


def _clear(cache: Path) -> None:
    for path in cache.iterdir():
        _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif os.path.lexists(path):
        path.unlink()


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        folder = os.open(path.parent, os.O_RDONLY)
        server.bind(f"/proc/self/fd/{folder}/{path.name}")  # The path of a socket has to be short.
        os.close(folder)


def _foreign(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def _rewrite(path: Path, whole: bytes, text: object) -> None:
    """Give every row another text than the one it had."""
    path.write_bytes(whole)
    with closing(sqlite3.connect(path)) as connection, connection:
        for table in ("file", "fact"):
            connection.execute(f"UPDATE {table} SET text = ?", (text,))
