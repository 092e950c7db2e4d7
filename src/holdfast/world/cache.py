"""What earlier runs found out about unchanged files: one SQLite file in the user's cache, never in the project.

Losing it costs time and nothing else, so a damaged, foreign or read-only cache is passed over in
silence. Rows hold JSON; nothing read from it is ever executed.
"""

import os
import sqlite3
import time
from collections.abc import Iterable
from typing import NamedTuple

from holdfast.world.files import Stamp

_FORMAT = 1
_RACY_NS = 20_000_000
"""A file changed this shortly before it was read, in nanoseconds, may change again within the same time stamp."""


class Row(NamedTuple):
    """One file as it was when it was last looked at."""

    path: str
    stamp: Stamp
    text: str
    """What came of it, as JSON."""


def cache_folder() -> str:
    """Return the user's cache folder for Holdfast, after the XDG base directory specification."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "holdfast")


class Cache:
    """The rows of one project under one key; the key names everything but the files that a row depends on."""

    def __init__(self, root: str, key: str) -> None:
        """Open the cache of a project; where that fails it stays empty and stores nothing."""
        from hashlib import sha256

        name = sha256(os.path.realpath(root).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        self.path = os.path.join(cache_folder(), f"check-{_FORMAT}-{name}.sqlite")
        self.key = key
        self._rows: dict[str, Row] = {}
        self._connection = self._open()

    def get(self, path: str, stamp: Stamp) -> str | None:
        """Return what came of a file, or ``None`` where it changed since."""
        row = self._rows.get(path)
        return row.text if row and row.stamp == stamp else None

    def store(self, rows: Iterable[Row], alive: Iterable[str]) -> None:
        """Add rows, and forget files that are no longer alive; all of it or nothing."""
        if self._connection is None:
            return
        racy = time.time_ns() - _RACY_NS
        fresh = [(row.path, row.stamp.size, row.stamp.mtime_ns, row.text) for row in rows if row.stamp.mtime_ns < racy]
        gone = [(path,) for path in self._rows.keys() - set(alive)]
        try:
            with self._connection as connection:
                connection.executemany("DELETE FROM file WHERE path = ?", gone)
                connection.executemany("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?)", fresh)
        except (sqlite3.Error, UnicodeEncodeError):
            self._connection = None

    def close(self) -> None:
        """Release the file."""
        if self._connection is not None:
            self._connection.close()

    def _open(self) -> sqlite3.Connection | None:
        try:
            os.makedirs(os.path.dirname(self.path), exist_ok=True)
            try:
                return self._load()
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    return None
                os.remove(self.path)
                return self._load()
        except (OSError, sqlite3.Error):
            return None

    def _load(self) -> sqlite3.Connection:
        """Read the rows of this key; under another key everything is forgotten."""
        connection = sqlite3.connect(self.path, timeout=2)
        try:
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("CREATE TABLE IF NOT EXISTS meta (key TEXT)")
            connection.execute("CREATE TABLE IF NOT EXISTS file (path TEXT PRIMARY KEY, size INTEGER, mtime_ns INTEGER, text TEXT)")
            if connection.execute("SELECT key FROM meta").fetchall() != [(self.key,)]:
                with connection:
                    connection.execute("DELETE FROM file")
                    connection.execute("DELETE FROM meta")
                    connection.execute("INSERT INTO meta VALUES (?)", (self.key,))
            for path, size, mtime_ns, text in connection.execute("SELECT path, size, mtime_ns, text FROM file"):
                self._rows[path] = Row(path, Stamp(size, mtime_ns), text)
        except BaseException:
            connection.close()
            raise
        return connection
