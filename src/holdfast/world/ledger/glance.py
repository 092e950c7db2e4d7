"""The ledger read without a database library, by ``check``, which shows what went stale and runs nothing."""

import json
import sqlite3
from typing import NamedTuple

from holdfast.model.trial import Evidence
from holdfast.world.ledger.place import ledger_path


class Glance(NamedTuple):
    """The newest evidence of one claim, as much of it as says whether it still counts."""

    document: str
    inputs: str
    outcome: str
    files: dict[str, str]
    moment: int


def newest(root: str, document: str) -> dict[str, Evidence]:
    """Return the newest evidence of every claim of a document, whole; empty where there is none or it cannot be read."""
    from holdfast.world.ledger.ledger import evidence_of

    connection = _opened(root)
    if connection is None:
        return {}
    try:
        connection.row_factory = sqlite3.Row
        rows = connection.execute(
            "SELECT * FROM evidence WHERE id IN (SELECT MAX(id) FROM evidence WHERE document = ? GROUP BY claim)",
            (document.encode("utf-8", "backslashreplace").decode(),),
        )
        return {one.claim: one for one in map(evidence_of, rows)}
    except (sqlite3.Error, ValueError):
        return {}
    finally:
        connection.close()


def fault_of(root: str, claim: str) -> str:
    """Return on one line what the newest evidence of a claim found wrong; empty where it says nothing."""
    connection = _opened(root)
    if connection is None:
        return ""
    try:
        row = connection.execute(
            "SELECT message, found FROM evidence WHERE claim = ? ORDER BY id DESC LIMIT 1", (claim,)
        ).fetchone()
        return next((str(one) for one in row or () if one), "")
    except sqlite3.Error:
        return ""
    finally:
        connection.close()


def glance(root: str) -> dict[str, Glance]:
    """Return the newest evidence of every claim of a project; empty where there is no ledger or it cannot be read."""
    connection = _opened(root)
    if connection is None:
        return {}
    try:
        rows = connection.execute(
            "SELECT claim, document, inputs, outcome, files, moment FROM evidence WHERE id IN (SELECT MAX(id) FROM evidence GROUP BY claim)"
        )
        return {
            claim: Glance(document, inputs, outcome, json.loads(files), moment)
            for claim, document, inputs, outcome, files, moment in rows
        }
    except (sqlite3.Error, ValueError):
        return {}
    finally:
        connection.close()


def _opened(root: str) -> sqlite3.Connection | None:
    try:
        return sqlite3.connect(f"file:{_quoted(ledger_path(root))}?mode=ro", uri=True, timeout=2)
    except sqlite3.Error:
        return None


def _quoted(path: str) -> str:
    return path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
