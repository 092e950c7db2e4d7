"""Where the user's cache for a project lies, and what keeps it from being believed by other code."""

import os
from _collections_abc import Iterable  # What collections.abc shows; this much is loaded already.

from holdfast.digest import blake2b
from holdfast.version import __version__

_FORMAT = 6
"""Of what is kept; another format is kept beside it and never read."""
RACY_NS = 20_000_000
"""A file changed this shortly before it was read, in nanoseconds, may change again within the same time stamp."""


def cache_folder() -> str:
    """Return the user's cache folder for Holdfast, after the XDG base directory specification, which ignores relative paths."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        base = os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "holdfast")


def store_path(root: str) -> str:
    """Return the path of a project's database; projects are told apart by the real path of their root."""
    return os.path.join(cache_folder(), f"check-{_FORMAT}-{short_name(os.path.realpath(root))}.sqlite")


def short_name(text: str) -> str:
    """Return a file name for a text: 64 bits of FNV-1a, which need no library and name nothing secret.

    Two texts may share a name, so whatever is kept under one says in itself what it is about.
    """
    value = 0xCBF29CE484222325
    for byte in text.encode("utf-8", "surrogateescape"):
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return f"{value:016x}"


def put(path: str, content: Iterable[bytes]) -> None:
    """Write a file that is kept for later runs, all of it or nothing.

    Raises ``OSError`` where it cannot be written, and whatever going through the content raises.
    """
    unfinished = f"{path}.{os.getpid()}"
    try:
        with open(unfinished, "wb") as file:
            file.writelines(content)
        os.replace(unfinished, path)
    except (OSError, ValueError):
        os.unlink(unfinished)
        raise


def code_stamp() -> str:
    """Return a text that changes with the version, and with every edit of Holdfast's own source.

    An installed copy is told by the hashes that its installer wrote down, which are the same wherever it is installed;
    a checkout, whose files are edited in place, by the time of the newest. Source of the former:
    https://packaging.python.org/en/latest/specifications/recording-installed-packages/#the-record-file.
    """
    package = os.path.dirname(os.path.dirname(__file__))
    try:
        with open(f"{package}-{__version__}.dist-info/RECORD", "rb") as file:
            return f"{__version__} {blake2b(file.read(), digest_size=16).hexdigest()}"
    except OSError:
        return f"{__version__} {_newest(package)}"


def _newest(package: str) -> int:
    newest = 0
    pending = [package]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.name.endswith((".py", ".md")):
                    newest = max(newest, entry.stat().st_mtime_ns)
                elif "." not in entry.name and entry.name != "__pycache__":
                    pending.append(entry.path)
    return newest
