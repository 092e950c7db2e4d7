"""Evidence kept and asked for, through SQLAlchemy; migrated by Alembic when it is older than this version."""

import json
import os
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Engine, Row, create_engine, event, func, insert, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from holdfast.errors import UsageError
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Evidence, Fault, Trial
from holdfast.world.ledger.place import ledger_path
from holdfast.world.ledger.tables import HEAD, evidence

_BATCH = 500
"""So many values stand in one IN list; SQLite's own limit is higher everywhere."""
_WAIT = 30.0
"""Seconds to wait for another run that writes."""


class Ledger:
    """The ledger of one project. Nothing in it is ever changed or deleted."""

    def __init__(self, root: str) -> None:
        """Open it, made or migrated where that is needed.

        Raises :class:`~holdfast.errors.UsageError` where it lies inside the project, cannot be made, is
        damaged, or was written by a newer version.
        """
        self.path = ledger_path(root)
        if os.path.realpath(self.path).startswith(os.path.realpath(root) + os.sep):
            raise UsageError(
                "the ledger would lie inside the project, where a checkout could bring its own evidence",
                where=self.path,
                remedy="point XDG_STATE_HOME elsewhere",
            )
        try:
            os.makedirs(os.path.dirname(self.path), mode=0o700, exist_ok=True)
            self._engine = _engine(self.path)
            with self._engine.begin() as connection:
                self._migrate(connection)
        except (OSError, SQLAlchemyError) as error:
            damaged = any(word in str(error) for word in ("malformed", "not a database"))
            remedy = "move it away; evidence is then gathered anew" if damaged else "make room, or make it writable"
            raise UsageError(f"the ledger cannot be opened: {_said(error)}", where=self.path, remedy=remedy) from error

    def append(self, found: Iterable[Evidence]) -> None:
        """Keep evidence, all of it or nothing.

        Raises :class:`~holdfast.errors.UsageError` where it cannot be written, as on a full disk.
        """
        rows = [_row(one) for one in found]
        if not rows:
            return
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(evidence), rows)
        except SQLAlchemyError as error:
            raise UsageError(
                f"evidence cannot be kept: {_said(error)}", where=self.path, remedy="make room, or make it writable"
            ) from error

    def latest(self, column: str, values: Iterable[str]) -> dict[str, Evidence]:
        """Return the newest evidence for each value of ``claim`` or of ``inputs`` there is some for."""
        wanted = list(dict.fromkeys(values))
        key = evidence.c[column]
        found: dict[str, Evidence] = {}
        with self._engine.connect() as connection:
            for start in range(0, len(wanted), _BATCH):
                newest = select(func.max(evidence.c.id)).where(key.in_(wanted[start : start + _BATCH])).group_by(key)
                for row in connection.execute(select(evidence).where(evidence.c.id.in_(newest))):
                    one = _evidence(row)
                    found[one.claim if column == "claim" else one.inputs] = one
        return found

    def runs(self, claim: str, count: int = 10) -> list[Evidence]:
        """Return the last runs of a claim, the newest first; ``claim`` may be the beginning of one."""
        wanted = (
            select(evidence)
            .where(evidence.c.claim.startswith(claim, autoescape=True))
            .order_by(evidence.c.id.desc())
            .limit(count)
        )
        with self._engine.connect() as connection:
            return [_evidence(row) for row in connection.execute(wanted)]

    def close(self) -> None:
        """Release the file."""
        self._engine.dispose()

    def _migrate(self, connection: Connection) -> None:
        """Bring the tables up to date, inside the transaction that holds others off."""
        version = None
        if inspect(connection).has_table("alembic_version"):
            version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        if version == HEAD:
            return
        if version is not None and str(version) > HEAD:
            raise UsageError(
                f"the ledger was written by a newer Holdfast (revision {version})",
                where=self.path,
                remedy="use that version, or move the file away",
            )
        from alembic import command
        from alembic.config import Config

        config = Config(attributes={"connection": connection})
        config.set_main_option(
            "script_location", os.path.join(os.path.dirname(__file__), "migrations").replace("%", "%%")
        )
        command.upgrade(config, "head")


def _engine(path: str) -> Engine:
    """Return an engine whose every transaction takes the write lock at its beginning, so that two never deadlock."""
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _WAIT})

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: object) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _began(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _row(one: Evidence) -> dict[str, Any]:
    trial = one.trial
    return {
        "claim": one.claim,
        "document": _storable(one.document),
        "inputs": one.inputs,
        "outcome": trial.outcome.value,
        "level": int(trial.level),
        "asked": int(one.asked),
        "line": trial.fault.line if trial.fault else None,
        "column": trial.fault.column if trial.fault else None,
        "message": _storable(trial.fault.message) if trial.fault else None,
        "found": _storable(trial.found),
        "remedy": _storable(trial.remedy),
        "output": _storable(trial.output),
        "seconds": trial.seconds,
        "files": json.dumps(one.files, sort_keys=True),
        "toolchain": json.dumps(one.toolchain),
        "sandbox": one.sandbox,
        "machine": one.machine,
        "commit": one.commit,
        "moment": one.moment,
    }


def _evidence(row: Row[Any]) -> Evidence:
    files = json.loads(row.files)
    fault = Fault(row.line, row.column, row.message) if row.line is not None else None
    trial = Trial(
        outcome=Outcome(row.outcome),
        level=Level(row.level),
        fault=fault,
        found=row.found,
        remedy=row.remedy,
        output=row.output,
        reads=frozenset(files),
        seconds=row.seconds,
    )
    return Evidence(
        claim=row.claim,
        document=row.document,
        inputs=row.inputs,
        trial=trial,
        asked=Level(row.asked),
        files=files,
        toolchain=tuple((name, version) for name, version in json.loads(row.toolchain)),
        sandbox=row.sandbox,
        machine=row.machine,
        commit=row.commit,
        moment=row.moment,
    )


def _storable(text: str) -> str:
    """Return a text that every database takes: no NUL, no lone surrogate."""
    return text.replace("\0", "\\0").encode("utf-8", "backslashreplace").decode()


def _said(error: BaseException) -> str:
    """Return what the database itself said, without the statement."""
    return str(getattr(error, "orig", None) or error).split("\n", 1)[0]
