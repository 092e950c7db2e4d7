"""What earlier runs found out about each unchanged file."""

import sqlite3
import time
from collections.abc import Container, Iterable
from typing import Any, NamedTuple

from holdfast.world.cachefolder import RACY_NS
from holdfast.world.files import Stamp
from holdfast.world.store import open_store


class Row(NamedTuple):
    """One file as it was when it was last looked at."""

    path: str
    stamp: Stamp
    text: str
    """What came of it, as a line."""


class Cache:
    """The rows of one project under one key; the key names everything but the files that a row depends on."""

    def __init__(self, root: str, key: str) -> None:
        """Open what is kept under the key; where that fails the cache is empty and stores nothing."""
        self.key = key
        self._connection = open_store(root)
        try:
            self._begin()
        except sqlite3.Error:
            self.close()

    def get(self, path: str, stamp: Stamp) -> str | None:
        """Return what came of a file, or ``None`` where it changed since."""
        if self._connection is None:
            return None
        try:
            row = self._connection.execute("SELECT size, mtime_ns, text FROM file WHERE path = ?", (path,)).fetchone()
        except (sqlite3.Error, UnicodeEncodeError):
            return None
        return str(row[2]) if row and row[:2] == stamp else None

    def store(self, rows: Iterable[Row]) -> None:
        """Add rows, or put them in the place of older ones; all of them or none."""
        if self._connection is None:
            return
        racy = time.time_ns() - RACY_NS
        fresh = [(row.path, row.stamp.size, row.stamp.mtime_ns, row.text) for row in rows if row.stamp.mtime_ns < racy]
        self._change("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?)", fresh)

    def forget_others(self, alive: Container[str]) -> None:
        """Forget files that are no longer alive."""
        if self._connection is None:
            return
        try:
            gone = [row for row in self._connection.execute("SELECT path FROM file") if row[0] not in alive]
        except sqlite3.Error:
            return
        self._change("DELETE FROM file WHERE path = ?", gone)

    def close(self) -> None:
        """Release the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _change(self, statement: str, rows: list[tuple[Any, ...]]) -> None:
        """Do all of a change or nothing; where that cannot be done, no more is kept."""
        if self._connection is None or not rows:
            return
        try:
            with self._connection as connection:
                connection.executemany(statement, rows)
        except (sqlite3.Error, UnicodeEncodeError):
            self.close()

    def _begin(self) -> None:
        """Take the rows of this key; under another key everything is forgotten."""
        if self._connection is None:
            return
        with self._connection as connection:
            if connection.execute("SELECT key FROM meta").fetchall() != [(self.key,)]:
                connection.execute("DELETE FROM file")
                connection.execute("DELETE FROM meta")
                connection.execute("INSERT INTO meta VALUES (?)", (self.key,))
