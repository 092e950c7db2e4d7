"""What earlier runs found out about each unchanged file."""

import sqlite3
import time
from collections.abc import Iterable
from typing import NamedTuple

from holdfast.world.cachefolder import RACY_NS
from holdfast.world.files import Stamp
from holdfast.world.store import open_store


class Row(NamedTuple):
    """One file as it was when it was last looked at."""

    path: str
    stamp: Stamp
    text: str
    """What came of it, as JSON."""


class Cache:
    """The rows of one project under one key; the key names everything but the files that a row depends on."""

    def __init__(self, root: str, key: str) -> None:
        """Load what is kept under the key; where that fails the cache is empty and stores nothing."""
        self.key = key
        self._rows: dict[str, Row] = {}
        self._connection = open_store(root)
        try:
            self._load()
        except sqlite3.Error:
            self.close()

    def get(self, path: str, stamp: Stamp) -> str | None:
        """Return what came of a file, or ``None`` where it changed since."""
        row = self._rows.get(path)
        return row.text if row and row.stamp == stamp else None

    def store(self, rows: Iterable[Row], alive: Iterable[str]) -> None:
        """Add rows, and forget files that are no longer alive; all of it or nothing."""
        if self._connection is None:
            return
        racy = time.time_ns() - RACY_NS
        fresh = [(row.path, row.stamp.size, row.stamp.mtime_ns, row.text) for row in rows if row.stamp.mtime_ns < racy]
        gone = [(path,) for path in self._rows.keys() - set(alive)]
        try:
            with self._connection as connection:
                connection.executemany("DELETE FROM file WHERE path = ?", gone)
                connection.executemany("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?)", fresh)
        except (sqlite3.Error, UnicodeEncodeError):
            self.close()

    def close(self) -> None:
        """Release the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _load(self) -> None:
        """Read the rows of this key; under another key everything is forgotten."""
        if self._connection is None:
            return
        with self._connection as connection:
            if connection.execute("SELECT key FROM meta").fetchall() != [(self.key,)]:
                connection.execute("DELETE FROM file")
                connection.execute("DELETE FROM meta")
                connection.execute("INSERT INTO meta VALUES (?)", (self.key,))
        for path, size, mtime_ns, text in connection.execute("SELECT path, size, mtime_ns, text FROM file"):
            self._rows[path] = Row(path, Stamp(size, mtime_ns), text)
