"""A run whose every input is as it was need not be run: its output is shown again.

The inputs are the files that were read, the folders that were listed and the paths whose existence
was asked. A thousand of them are compared by size and time of change in a few milliseconds; where the
time is another one, as in a fresh clone, the content decides. This module is all that an unchanged run
loads, before any command line is parsed, so it imports next to nothing and reads one plain file.
"""

import os
import stat
import sys
import time
from _collections_abc import Iterable, Iterator  # What collections.abc shows; this much is loaded already.

from holdfast.digest import blake2b
from holdfast.world.cachefolder import RACY_NS, cache_folder, code_stamp, put, short_name

_FORMAT = b"holdfast-run-7"
_END = b"\0\n"
"""Ends the list of paths; what follows is the output."""
_KEPT = 8
"""So many views of a project (formats, folders, options) are kept."""
_SHOWN_BY = (
    "CI",
    "COLORTERM",
    "COLUMNS",
    "FORCE_COLOR",
    "NO_COLOR",
    "TERM",
    "TERM_PROGRAM",
    "VTE_VERSION",
    "WT_SESSION",
    "CLICOLOR_FORCE",
    "DOMTERM",
    "FORCE_HYPERLINK",
    "KITTY_WINDOW_ID",
    "KONSOLE_VERSION",
)
"""Variables that decide how something is shown; so does everything that starts like one of the next."""
_TOOLS_BY = ("PATH", "VIRTUAL_ENV")
"""Variables that decide which tools ``verify`` finds."""
_PREFIXES = ("GITHUB_ACTIONS", "GITLAB_CI", "GIT_", "HOLDFAST_")
_LIMIT = 16 * 1024 * 1024
"""Of a file larger than this, in bytes, size and time have to do."""


def run_name(arguments: list[str]) -> str:
    """Name everything that decides what a run prints but the files: command line, folder, terminal, code."""
    names = (*_SHOWN_BY, *_TOOLS_BY) if arguments[:1] == ["verify"] else _SHOWN_BY
    shown = [
        f"{name}={value}" for name, value in sorted(os.environ.items()) if name in names or name.startswith(_PREFIXES)
    ]
    terminal = sys.stdout.isatty()
    size = tuple(os.get_terminal_size(sys.stdout.fileno())) if terminal else ()
    return ascii((code_stamp(), arguments, os.getcwd(), terminal, size, shown))


def day_name() -> str:
    """Name the day, for runs whose output says how old things are; ``SOURCE_DATE_EPOCH`` sets it."""
    return os.environ.get("SOURCE_DATE_EPOCH") or time.strftime("%Y-%m-%d", time.gmtime())


def replayed(root: str, name: str) -> tuple[str, int] | None:
    """Return output and exit code of an earlier run of this name, if nothing it rests on has changed."""
    path = _path(root, name)
    try:
        # Whatever lies there, and it may be a pipe that nobody writes to, must not keep the run waiting.
        with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            head = [file.readline() for _ in range(3)]
            if head[0] != _FORMAT + b"\n" or head[1] != _bytes(name) + b"\n":
                return None
            code = int(head[2])
            moved = []
            for line in file:
                if line == _END:
                    break
                if not _unmoved(line):
                    moved.append(line)
            else:
                return None
            output = file.read()
        if not output.endswith(b"\0"):
            return None
        fresh = {line: _again(line) for line in moved}
        if None in fresh.values():
            return None
        if any(line != now for line, now in fresh.items()):
            _renew(path, fresh)
        return output[:-1].decode("utf-8", "surrogateescape"), code
    except (OSError, ValueError):
        return None


def record(root: str, name: str, paths: Iterable[str], began_ns: int, output: str, code: int) -> None:
    """Keep the output of a run with the absolute paths it rests on; ``began_ns`` is when it began.

    What changed after the run began, or so shortly before that it may change unseen, keeps the run
    from being recorded. A run that rests on more than files, or does more than print, is not to be
    recorded at all.
    """

    def lines() -> Iterator[bytes]:
        yield from (_FORMAT + b"\n", _bytes(name) + b"\n", b"%d\n" % code)
        for path in paths:
            line = _entry(os.fsencode(path))
            if b"\n" in line[:-1] or int(line.split(b" ", 2)[1]) > began_ns - RACY_NS:
                raise ValueError("may change unseen")
            yield line
        yield from (_END, _bytes(output), b"\0")

    try:
        if time.time_ns() >= began_ns:
            _keep(_path(root, name), lines())
    except (OSError, ValueError):
        return


def _unmoved(line: bytes) -> bool:
    """Tell whether a path has the size and the time of change it had."""
    size, mtime_ns, _, path = line.split(b" ", 3)
    try:
        status = os.stat(path[:-1])
    except OSError:
        return mtime_ns == b"0"
    return status.st_mtime_ns == int(mtime_ns) and status.st_size == int(size)


def _again(line: bytes) -> bytes | None:
    """Return the line for a path that has another time and the same content; ``None`` where it has changed."""
    _, _, content, path = line.split(b" ", 3)
    entry = _entry(path[:-1])
    now = entry.split(b" ", 3)
    same = content != b"-" and now[2] == content
    return entry if same and int(now[1]) <= time.time_ns() - RACY_NS else line if same else None


def _renew(path: str, fresh: dict[bytes, bytes | None]) -> None:
    """Write a run anew with the times that its files have now."""
    with open(path, "rb") as file:
        listed = [fresh.get(line) or line for line in iter(file.readline, _END)]
        _keep(path, [*listed, _END, file.read()])


def _entry(path: bytes) -> bytes:
    """Return size, time of change and content of what is at a path, as one line."""
    try:
        status = os.stat(path)
        content = _content(path, status)
    except OSError:
        return b"0 0 - %s\n" % path
    return b"%d %d %s %s\n" % (status.st_size, status.st_mtime_ns, content.encode(), path)


def _content(path: bytes, status: os.stat_result) -> str:
    """Return a hash of a file's bytes, or of the names and kinds in a folder; a dash for anything else."""
    if stat.S_ISDIR(status.st_mode):
        with os.scandir(path) as found:
            kinds = sorted((entry.name, entry.is_dir(follow_symlinks=False), entry.is_symlink()) for entry in found)
        return blake2b(ascii(kinds).encode(), digest_size=16).hexdigest()
    if not stat.S_ISREG(status.st_mode) or status.st_size > _LIMIT:
        return "-"
    with open(path, "rb", buffering=0) as file:
        return blake2b(file.read(), digest_size=16).hexdigest()


def runs_folder(root: str) -> str:
    """Return the folder that holds a project's runs; projects are told apart by the real path of their root."""
    return os.path.join(cache_folder(), f"runs-{short_name(os.path.realpath(root))}")


def _path(root: str, name: str) -> str:
    return os.path.join(runs_folder(root), short_name(name))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _keep(path: str, lines: Iterable[bytes]) -> None:
    """Write a run, all of it or nothing, and forget the oldest of too many."""
    folder = os.path.dirname(path)
    os.makedirs(folder, exist_ok=True)
    put(path, lines)
    kept = sorted(os.scandir(folder), key=lambda entry: entry.stat().st_mtime_ns, reverse=True)
    for entry in kept[_KEPT:]:
        os.unlink(entry.path)
