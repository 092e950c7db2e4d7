"""Evidence kept and asked for; SQLAlchemy and Alembic are loaded when the tables are not those of this version.

They say what the tables are (``tables.py``, ``migrations/``). To load them takes longer than all that is read and written
in a usual run, so that is done with the standard library.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from holdfast.errors import UsageError
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Evidence, Fault, Trial
from holdfast.world.ledger.place import ledger_path
from holdfast.world.ledger.recordings import Recordings, storable
from holdfast.world.root import lies_in

HEAD = "0003"
"""The newest revision of the migrations."""
WAIT = 30.0
"""Seconds to wait for another run that writes."""
_BATCH = 500
"""So many values stand in one IN list; SQLite's own limit is higher everywhere."""


class LedgerError(UsageError):
    """There is no ledger to be had here; examples can be tried all the same."""


class Ledger:
    """The ledger of one project. Nothing in it is ever changed or deleted."""

    def __init__(self, root: str, path: str = "") -> None:
        """Open it, made or migrated where that is needed; ``path`` is where it lies if not in the user's state folder.

        Raises :class:`LedgerError` where it cannot be made or is damaged, and
        :class:`~holdfast.errors.UsageError` where it lies inside the project or was written by a newer version.
        """
        self.path = path or ledger_path(root)
        if lies_in(root, self.path):
            raise UsageError(
                "the ledger would lie inside the project, where a checkout could bring its own evidence",
                where=self.path,
                remedy="point XDG_STATE_HOME elsewhere",
            )
        try:
            os.makedirs(os.path.dirname(self.path), mode=0o700, exist_ok=True)
            self._open()
        except (OSError, sqlite3.Error) as error:
            damaged = any(word in str(error) for word in ("malformed", "not a database"))
            elsewhere = "make room, make it writable, or point XDG_STATE_HOME to a folder that is"
            remedy = "move it away; evidence is then gathered anew" if damaged else elsewhere
            said = (getattr(error, "strerror", "") or str(error)).lower()
            raise LedgerError(f"the ledger cannot be opened: {said}", where=self.path, remedy=remedy) from error

    def append(self, found: Iterable[Evidence]) -> None:
        """Keep evidence, all of it or nothing.

        Raises :class:`~holdfast.errors.UsageError` where it cannot be written, as on a full disk.
        """
        rows = [_row(one) for one in found]
        if not rows:
            return
        names = ", ".join(f'"{name}"' for name in rows[0])
        values = ", ".join(f":{name}" for name in rows[0])
        try:
            # The lock is taken at the beginning, so that two never wait for one another. Left early, all is taken back.
            with self._connection as connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany(f"INSERT INTO evidence ({names}) VALUES ({values})", rows)  # noqa: S608
        except sqlite3.Error as error:
            raise UsageError(
                f"evidence cannot be kept: {error}", where=self.path, remedy="make room, or make it writable"
            ) from error

    def latest(self, column: Literal["claim", "inputs"], values: Iterable[str]) -> dict[str, Evidence]:
        """Return the newest evidence for each value of ``claim`` or of ``inputs`` there is some for."""
        wanted = list(dict.fromkeys(values))
        found: dict[str, Evidence] = {}
        for start in range(0, len(wanted), _BATCH):
            some = wanted[start : start + _BATCH]
            marks = ", ".join("?" * len(some))
            newest = f"SELECT MAX(id) FROM evidence WHERE {column} IN ({marks}) GROUP BY {column}"  # noqa: S608
            for row in self._connection.execute(f"SELECT * FROM evidence WHERE id IN ({newest})", some):  # noqa: S608
                one = evidence_of(row)
                found[one.claim if column == "claim" else one.inputs] = one
        return found

    def earlier(self, inputs: str, count: int = 10) -> Iterator[Evidence]:
        """Yield the evidence for ``inputs`` before the newest, the newest first."""
        statement = "SELECT * FROM evidence WHERE inputs = ? ORDER BY id DESC LIMIT ? OFFSET 1"
        return map(evidence_of, self._connection.execute(statement, (inputs, count)))

    def runs(self, claim: str, count: int = 10) -> list[Evidence]:
        """Return the last runs of a claim, the newest first; ``claim`` may be the beginning of one."""
        statement = "SELECT * FROM evidence WHERE substr(claim, 1, ?) = ? ORDER BY id DESC LIMIT ?"
        return [evidence_of(row) for row in self._connection.execute(statement, (len(claim), claim, count))]

    def recordings(self, commit: str = "", machine: str = "") -> Recordings:
        """Return what verifiers keep beside evidence; ``commit`` and ``machine`` are said of what this run adds."""
        return Recordings(self._connection, commit, machine)

    def close(self) -> None:
        """Release the file."""
        self._connection.close()

    def _open(self) -> None:
        """Connect, and bring the tables up to date where they are not."""
        self._connection = sqlite3.connect(self.path, timeout=WAIT, isolation_level=None, check_same_thread=False)
        try:
            self._connection.row_factory = sqlite3.Row
            if self._revision() != HEAD:
                _migrate(self.path)
        except BaseException:
            self._connection.close()
            raise

    def _revision(self) -> str:
        """Return the revision of the tables; empty for a file without any."""
        if not self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
            return ""
        row = self._connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(row[0]) if row else ""


def _migrate(path: str) -> None:
    try:
        from holdfast.world.ledger.migrate import migrate
    except ImportError as error:
        raise UsageError(
            f"verify needs {error.name}, which is not installed", remedy="pip install 'holdfast[verify]'"
        ) from error
    migrate(path)


def _row(one: Evidence) -> dict[str, Any]:
    trial = one.trial
    return {
        "claim": one.claim,
        "document": storable(one.document),
        "inputs": one.inputs,
        "outcome": trial.outcome.value,
        "level": int(trial.level),
        "asked": int(one.asked),
        "line": trial.fault.line if trial.fault else None,
        "column": trial.fault.column if trial.fault else None,
        "message": storable(trial.fault.message) if trial.fault else None,
        "found": storable(trial.found),
        "remedy": storable(trial.remedy),
        "output": storable(trial.output),
        "seconds": trial.seconds,
        "files": json.dumps(one.files, sort_keys=True),
        "toolchain": json.dumps(one.toolchain),
        "sandbox": one.sandbox,
        "machine": one.machine,
        "commit": one.commit,
        "moment": one.moment,
        "kind": one.kind,
        "at": trial.at,
        "detail": json.dumps([storable(line) for line in trial.detail]),
        "settled": trial.settled,
    }


def evidence_of(row: sqlite3.Row) -> Evidence:
    """Return a row of the table of evidence as evidence; raises ``ValueError`` for one that is none."""
    files = json.loads(row["files"])
    fault = Fault(row["line"], row["column"], row["message"]) if row["line"] is not None else None
    trial = Trial(
        outcome=Outcome(row["outcome"]),
        level=Level(row["level"]),
        fault=fault,
        found=row["found"],
        remedy=row["remedy"],
        output=row["output"],
        reads=frozenset(files),
        seconds=row["seconds"],
        at=row["at"],
        detail=tuple(json.loads(row["detail"])),
        # Who only looks does not migrate what an earlier version wrote.
        settled=bool(row["settled"]) if "settled" in row.keys() else False,  # noqa: SIM118 - A row is no mapping.
    )
    return Evidence(
        claim=row["claim"],
        document=row["document"],
        inputs=row["inputs"],
        trial=trial,
        asked=Level(row["asked"]),
        files=files,
        toolchain=tuple((name, version) for name, version in json.loads(row["toolchain"])),
        sandbox=row["sandbox"],
        machine=row["machine"],
        commit=row["commit"],
        moment=row["moment"],
        kind=row["kind"],
    )
