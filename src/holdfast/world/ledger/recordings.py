"""What verifiers keep beside evidence: samples over commits, validators of pages, what a system answered once.

Append-only, as evidence is. A kind of recording belongs to one verifier, which alone knows what its data mean.
"""

import json
import sqlite3
import time
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from holdfast.errors import UsageError


class Recording(NamedTuple):
    """One thing kept, with where and when it came to be."""

    data: dict[str, Any]
    """As JSON keeps it."""
    commit: str
    """That was checked out; empty outside of git."""
    machine: str
    moment: int
    """Seconds since the epoch."""


class Recordings:
    """The recordings of one project's ledger."""

    def __init__(self, connection: sqlite3.Connection, commit: str = "", machine: str = "") -> None:
        """Take the ledger's connection, and where and on what this run happens."""
        self._connection = connection
        self._commit = commit
        self._machine = machine

    def record(self, kind: str, key: str, data: Mapping[str, Any], *, commit: str = "", machine: str = "") -> None:
        """Keep ``data`` under a kind and a key; ``commit`` and ``machine`` are this run's unless said otherwise.

        Raises :class:`~holdfast.errors.UsageError` where it cannot be written, as on a full disk.
        """
        self._insert([self._row(kind, key, data, commit, machine)])

    def record_all(self, kind: str, found: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
        """Keep many things of a kind, each under its key: all of them or nothing, and much faster than one by one.

        Raises :class:`~holdfast.errors.UsageError` where they cannot be written.
        """
        self._insert([self._row(kind, key, data) for key, data in found])

    def _row(
        self, kind: str, key: str, data: Mapping[str, Any], commit: str = "", machine: str = ""
    ) -> tuple[str, str, str, str, str, int]:
        return (
            kind,
            storable(key),
            storable(json.dumps(data, sort_keys=True)),
            commit or self._commit,
            machine or self._machine,
            int(time.time()),
        )

    def _insert(self, rows: list[tuple[str, str, str, str, str, int]]) -> None:
        statement = 'INSERT INTO recordings (kind, "key", data, "commit", machine, moment) VALUES (?, ?, ?, ?, ?, ?)'
        try:
            with self._connection as connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany(statement, rows)
        except sqlite3.Error as error:
            raise UsageError(
                f"what was measured cannot be kept: {error}", remedy="make room, or make the ledger writable"
            ) from error

    def recorded(self, kind: str, key: str, count: int = 1) -> list[Recording]:
        """Return the last recordings of a key, the newest first."""
        rows = self._connection.execute(
            'SELECT data, "commit", machine, moment FROM recordings WHERE kind = ? AND "key" = ? ORDER BY id DESC LIMIT ?',
            (kind, storable(key), count),
        )
        return [Recording(json.loads(data), commit, machine, moment) for data, commit, machine, moment in rows]

    def keys(self, kind: str) -> list[str]:
        """Return every key of a kind, in order."""
        rows = self._connection.execute('SELECT DISTINCT "key" FROM recordings WHERE kind = ? ORDER BY "key"', (kind,))
        return [key for (key,) in rows]


def storable(text: str) -> str:
    """Return a text that every database takes: no NUL, no lone surrogate."""
    return text.replace("\0", "\\0").encode("utf-8", "backslashreplace").decode()
