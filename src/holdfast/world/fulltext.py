"""The full text of documents in SQLite's FTS5, in a file of the user's cache or, where there can be none, in memory.

Losing the file costs time and nothing else: a damaged one is made anew. https://www.sqlite.org/fts5.html
"""

import json
import os
from collections.abc import Iterable
from typing import NamedTuple

from holdfast.world.cachefolder import cache_folder, short_name
from holdfast.world.store import connect, open_kept

_FORMAT = 2
OPEN, CLOSE = "\x02", "\x03"
"""Stand around each match in a highlighted text; no text that is kept has them."""
_TABLES = (
    "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT)",
    """CREATE TABLE IF NOT EXISTS document (id INTEGER PRIMARY KEY, path BLOB UNIQUE, stamp TEXT, title TEXT, type TEXT,
    status TEXT, role TEXT, fields TEXT, has TEXT)""",
    """CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(title, headings, fields, body,
    tokenize='porter unicode61 remove_diacritics 2')""",
    "SELECT COUNT(*) FROM document",
)
_WEIGHTS = "10.0, 4.0, 3.0, 1.0"
"""Of title, headings, fields and body."""


class Indexed(NamedTuple):
    """One document as it is searched."""

    path: str
    stamp: str
    """Changes with the file; empty where the file may change again within the same time stamp."""
    title: str
    type: str
    status: str
    """As written; empty where none is given."""
    role: str
    fields: tuple[tuple[str, str], ...]
    """Name and value of each header field."""
    has: tuple[str, ...]
    headings: str
    body: str
    """The whole text."""


class Hit(NamedTuple):
    """A document that was found."""

    id: int
    path: str
    title: str
    type: str
    status: str
    role: str
    fields: tuple[tuple[str, str], ...]
    has: frozenset[str]
    score: float
    """The higher the better; 0 where no word was asked for."""


class FullText:
    """The documents of one project."""

    def __init__(self, root: str, *, use_cache: bool = True) -> None:
        """Open the project's file; without one, and with ``use_cache`` false, all is kept in memory.

        Raises :class:`sqlite3.OperationalError` where SQLite was built without FTS5.
        """
        path = index_path(root)
        self.connection = (open_kept(path, _TABLES) if use_cache else None) or connect(":memory:", _TABLES)

    def meta(self, key: str) -> str:
        """Return what was noted under a key; empty where nothing was."""
        row = self.connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def stamps(self) -> dict[str, str]:
        """Return the stamp of every document by path."""
        return {os.fsdecode(path): stamp for path, stamp in self.connection.execute("SELECT path, stamp FROM document")}

    def update(self, gone: Iterable[str], changed: Iterable[Indexed], meta: dict[str, str]) -> None:
        """Drop documents, keep others, and note what this rests on, all in one step.

        Raises :class:`sqlite3.Error` where it cannot be written.
        """
        with self.connection:
            for path in gone:
                self._drop(path)
            for one in changed:
                self._drop(one.path)
                self._add(one)
            self.connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", meta.items())

    def find(self, match: str, without: str) -> list[Hit]:
        """Return the documents that match one FTS5 expression and not another, the best first; empty ones ask nothing."""
        order = f"bm25(words, {_WEIGHTS})" if match else "0.0"
        columns = "d.id, d.path, d.title, d.type, d.status, d.role, d.fields, d.has"
        tables = "words JOIN document d ON d.id = words.rowid WHERE words MATCH ?" if match else "document d WHERE 1"
        query = f"SELECT {columns}, {order} AS rank FROM {tables}"  # noqa: S608 - Nothing in it comes from outside.
        asked = [match] if match else []
        if without:
            query += " AND d.id NOT IN (SELECT rowid FROM words WHERE words MATCH ?)"
            asked.append(without)
        rows = self.connection.execute(f"{query} ORDER BY rank, d.path", asked)
        return [
            Hit(
                id=row[0],
                path=os.fsdecode(row[1]),
                title=row[2],
                type=row[3],
                status=row[4],
                role=row[5],
                fields=tuple((name, value) for name, value in json.loads(row[6])),
                has=frozenset(row[7].split()),
                score=round(-row[8], 4) + 0.0,
            )
            for row in rows
        ]

    def highlighted(self, match: str, id: int) -> str:
        """Return the text of a document with each match between :data:`OPEN` and :data:`CLOSE`."""
        query = "SELECT highlight(words, 3, ?, ?) FROM words WHERE words MATCH ? AND rowid = ?"
        row = self.connection.execute(query, (OPEN, CLOSE, match, id)).fetchone()
        return str(row[0]) if row else ""

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def _drop(self, path: str) -> None:
        row = self.connection.execute("SELECT id FROM document WHERE path = ?", (os.fsencode(path),)).fetchone()
        if row:
            self.connection.execute("DELETE FROM words WHERE rowid = ?", row)
            self.connection.execute("DELETE FROM document WHERE id = ?", row)

    def _add(self, one: Indexed) -> None:
        values = (os.fsencode(one.path), one.stamp, _clean(one.title), one.type, one.status, one.role)
        cursor = self.connection.execute(
            "INSERT INTO document (path, stamp, title, type, status, role, fields, has) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*values, json.dumps(one.fields), " ".join(one.has)),
        )
        fields = "\n".join(f"{name} {value}" for name, value in one.fields)
        texts = [_clean(text) for text in (one.title, one.headings, fields, one.body)]
        self.connection.execute(
            "INSERT INTO words (rowid, title, headings, fields, body) VALUES (?, ?, ?, ?, ?)",
            (cursor.lastrowid, *texts),
        )


def _clean(text: str) -> str:
    """Return a text that UTF-8 can hold and that has none of our marks; its length stays."""
    return text.encode("utf-8", "replace").decode().replace(OPEN, " ").replace(CLOSE, " ")


def index_path(root: str) -> str:
    """Return the path of a project's file; projects are told apart by the real path of their root."""
    return os.path.join(cache_folder(), f"search-{_FORMAT}-{short_name(os.path.realpath(root))}.sqlite")
