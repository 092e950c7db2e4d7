"""The SQLite file in the user's cache that holds what earlier runs found out, one for each project.

Losing it costs time and nothing else, so a damaged, foreign or read-only file is passed over in
silence. It holds JSON and text; nothing read from it is ever executed.
"""

import os
import sqlite3
from collections.abc import Iterable

from holdfast.world.cachefolder import store_path

_TABLES = (
    "CREATE TABLE IF NOT EXISTS meta (key TEXT)",
    "CREATE TABLE IF NOT EXISTS file (path TEXT PRIMARY KEY, size INTEGER, mtime_ns INTEGER, text TEXT)",
    "CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, text TEXT)",
)


def open_store(root: str) -> sqlite3.Connection | None:
    """Open a project's file, made anew where it is damaged; ``None`` where there can be none."""
    return open_kept(store_path(root), _TABLES)


def open_kept(path: str, statements: Iterable[str]) -> sqlite3.Connection | None:
    """Open a file of the cache whose loss costs time only, made anew where it is damaged; ``None`` where there can be none.

    ``statements`` make its tables where they are missing.
    """
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        try:
            return connect(path, statements)
        except sqlite3.OperationalError:
            return None
        except sqlite3.DatabaseError:
            os.remove(path)
            return connect(path, statements)
    except (OSError, sqlite3.Error):
        return None


def connect(path: str, statements: Iterable[str]) -> sqlite3.Connection:
    """Connect to a file, or to ``:memory:``, and make its tables; raises ``sqlite3.Error`` where that fails."""
    connection = sqlite3.connect(path, timeout=2)
    try:
        # A power cut may cost the cache, which is then damaged and made anew.
        connection.execute("PRAGMA synchronous = OFF")
        for statement in statements:
            connection.execute(statement)
    except BaseException:
        connection.close()
        raise
    return connection


def recall(root: str, name: str) -> str | None:
    """Return a text that was kept under a name, or ``None``."""
    connection = open_store(root)
    if connection is None:
        return None
    try:
        row = connection.execute("SELECT text FROM fact WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else None
    except sqlite3.Error:
        return None
    finally:
        connection.close()


def remember(root: str, name: str, text: str) -> None:
    """Keep a text under a name; of names that share their first word only this one stays."""
    connection = open_store(root)
    if connection is None:
        return
    try:
        with connection:
            connection.execute("DELETE FROM fact WHERE name LIKE ?", (name.split(" ", 1)[0] + " %",))
            connection.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (name, text))
    except (sqlite3.Error, UnicodeEncodeError):
        return
    finally:
        connection.close()
