"""The ledger's tables made, or brought to this version by Alembic, in one transaction that holds other runs off."""

import os
import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from holdfast.errors import UsageError
from holdfast.world.ledger.ledger import HEAD, WAIT


def migrate(path: str) -> None:
    """Bring a ledger to the newest revision; another run may have done so meanwhile.

    Raises :class:`sqlite3.Error` where that fails, :class:`~holdfast.errors.UsageError` for one of a newer version.
    """
    engine = _engine(path)
    try:
        with engine.begin() as connection:
            _upgrade(connection, path)
    except SQLAlchemyError as error:
        # What the database itself said, without the statement.
        said = getattr(error, "orig", None) or error
        raise sqlite3.DatabaseError(str(said).split("\n", 1)[0]) from error
    finally:
        engine.dispose()


def _upgrade(connection: Connection, path: str) -> None:
    version = None
    if inspect(connection).has_table("alembic_version"):
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if version == HEAD:
        return
    if version is not None and str(version) > HEAD:
        raise UsageError(
            f"the ledger was written by a newer Holdfast (revision {version})",
            where=path,
            remedy="use that version, or move the file away",
        )
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", os.path.join(os.path.dirname(__file__), "migrations").replace("%", "%%"))
    command.upgrade(config, "head")


def _engine(path: str) -> Engine:
    """Return an engine whose every transaction takes the write lock at its beginning, so that two never deadlock."""
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": WAIT})

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: object) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _began(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
