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

from holdfast.world.cachefolder import RACY_NS, cache_folder, code_stamp, short_name

_FORMAT = "holdfast-run-6"
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
            head, _, rest = file.read().partition(b"\0\n")
        kind, known, code, *entries = head.decode("utf-8", "surrogateescape").split("\n")
        if (kind, known) != (_FORMAT, name) or not rest.endswith(b"\0"):
            return None
        fresh = [line if _unmoved(line) else _again(line) for line in entries]
        if None in fresh:
            return None
        output = rest[:-1].decode("utf-8", "surrogateescape")
        if fresh != entries:
            _keep(path, name, code, [line for line in fresh if line], output)
        return output, int(code)
    except (OSError, ValueError):
        return None


def record(root: str, name: str, paths: list[str], began_ns: int, output: str, code: int) -> None:
    """Keep the output of a run with the absolute paths it rests on; ``began_ns`` is when it began.

    What changed after the run began, or so shortly before that it may change unseen, keeps the run
    from being recorded. A run that rests on more than files, or does more than print, is not to be
    recorded at all.
    """
    try:
        entries = [_entry(path) for path in paths]
        moments = [int(entry.split(" ", 2)[1]) for entry in entries]
        if any("\n" in path or "\0" in path for path in paths) or time.time_ns() < began_ns:
            return
        if all(moment <= began_ns - RACY_NS for moment in moments):
            _keep(_path(root, name), name, str(code), entries, output)
    except (OSError, ValueError):
        return


def _unmoved(line: str) -> bool:
    """Tell whether a path has the size and the time of change it had."""
    size, mtime_ns, _, path = line.split(" ", 3)
    try:
        status = os.stat(path)
    except OSError:
        return mtime_ns == "0"
    return status.st_mtime_ns == int(mtime_ns) and status.st_size == int(size)


def _again(line: str) -> str | None:
    """Return the line for a path that has another time and the same content; ``None`` where it has changed."""
    _, _, content, path = line.split(" ", 3)
    entry = _entry(path)
    now = entry.split(" ", 3)
    same = content != "-" and now[2] == content
    return entry if same and int(now[1]) <= time.time_ns() - RACY_NS else line if same else None


def _entry(path: str) -> str:
    """Return size, time of change and content of what is at a path, as one line."""
    try:
        status = os.stat(path)
        content = _content(path, status)
    except OSError:
        return f"0 0 - {path}"
    return f"{status.st_size} {status.st_mtime_ns} {content} {path}"


def _content(path: str, status: os.stat_result) -> str:
    """Return a hash of a file's bytes, or of the names and kinds in a folder; a dash for anything else."""
    try:
        from _blake2 import blake2b  # What hashlib wraps, without OpenSSL, which takes 5 ms to load.
    except ImportError:
        from hashlib import blake2b
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


def _keep(path: str, name: str, code: str, entries: list[str], output: str) -> None:
    """Write a run, all of it or nothing, and forget the oldest of too many."""
    folder = os.path.dirname(path)
    os.makedirs(folder, exist_ok=True)
    unfinished = f"{path}.{os.getpid()}"
    head = "\n".join([_FORMAT, name, code, *entries])
    try:
        with open(unfinished, "wb") as file:
            file.write(f"{head}\0\n{output}\0".encode("utf-8", "surrogateescape"))
        os.replace(unfinished, path)
    except OSError:
        os.unlink(unfinished)
        raise
    kept = sorted(os.scandir(folder), key=lambda entry: entry.stat().st_mtime_ns, reverse=True)
    for entry in kept[_KEPT:]:
        os.unlink(entry.path)
