"""The tables of the ledger, as :mod:`holdfast.world.ledger.migrations` makes it."""

from sqlalchemy import Boolean, Column, Float, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

evidence = Table(
    "evidence",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("claim", String(16), nullable=False),
    Column("document", Text, nullable=False),
    Column("inputs", String(64), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("level", Integer, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("line", Integer),
    Column("column", Integer),
    Column("message", Text),
    Column("found", Text, nullable=False),
    Column("remedy", Text, nullable=False),
    Column("output", Text, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("files", Text, nullable=False),
    Column("toolchain", Text, nullable=False),
    Column("sandbox", String(64), nullable=False),
    Column("machine", Text, nullable=False),
    Column("commit", String(64), nullable=False),
    Column("moment", Integer, nullable=False),
    Column("kind", String(32), nullable=False, server_default="example"),
    Column("at", Integer),
    Column("detail", Text, nullable=False, server_default="[]"),
    Column("settled", Boolean, nullable=False, server_default="0"),
    Index("evidence_claim", "claim", "id"),
    Index("evidence_inputs", "inputs", "id"),
)

recordings = Table(
    "recordings",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(32), nullable=False),
    Column("key", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("commit", String(64), nullable=False),
    Column("machine", Text, nullable=False),
    Column("moment", Integer, nullable=False),
    Index("recordings_key", "kind", "key", "id"),
)
