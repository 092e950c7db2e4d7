"""A run whose every input is as it was need not be run: its output is shown again.

The inputs are the files that were read, the folders that were listed and the paths whose existence
was asked; all are compared by size and time of change, a thousand of them in a few milliseconds. This
module is all that an unchanged run loads, so it imports as little as it can.
"""

import json
import os
import time

from holdfast.world.store import RACY_NS, open_store

_KEPT = 8
"""So many views of a project (formats, folders, options) are kept."""

Depends = list[tuple[str, int, int]]
"""Absolute path, size and time of change in nanoseconds; 0 and 0 for what was not there."""


def replayed(root: str, name: str) -> tuple[str, int] | None:
    """Return output and exit code of an earlier run of this name, if nothing it rests on has changed."""
    import sqlite3

    connection = open_store(root)
    if connection is None:
        return None
    try:
        row = connection.execute("SELECT depends, output, code FROM run WHERE name = ?", (name,)).fetchone()
        if row is None or any(_stamp(path) != (size, mtime_ns) for path, size, mtime_ns in json.loads(row[0])):
            return None
        return str(row[1]), int(row[2])
    except (sqlite3.Error, ValueError, TypeError):
        return None
    finally:
        connection.close()


def record(root: str, name: str, paths: list[str], began_ns: int, output: str, code: int) -> None:
    """Keep the output of a run with the absolute paths it rests on; ``began_ns`` is when it began.

    What changed after the run began, or so shortly before that it may change unseen, keeps the run
    from being recorded.
    """
    import sqlite3

    depends = [(path, *_stamp(path)) for path in paths]
    if any(mtime_ns > began_ns - RACY_NS for _, _, mtime_ns in depends) or time.time_ns() < began_ns:
        return
    connection = open_store(root)
    if connection is None:
        return
    try:
        with connection:
            connection.execute(
                "DELETE FROM run WHERE rowid NOT IN (SELECT rowid FROM run ORDER BY rowid DESC LIMIT ?)", (_KEPT - 1,)
            )
            connection.execute(
                "INSERT OR REPLACE INTO run VALUES (?, ?, ?, ?)", (name, json.dumps(depends), output, code)
            )
    except (sqlite3.Error, UnicodeEncodeError):
        return
    finally:
        connection.close()


def _stamp(path: str) -> tuple[int, int]:
    try:
        status = os.stat(path)
    except OSError:
        return 0, 0
    return status.st_size, status.st_mtime_ns
