"""Evidence of every kind of claim, and what verifiers keep beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Say of all evidence which kind of claim it is about; until now there were examples only."""
    op.add_column("evidence", sa.Column("kind", sa.String(32), nullable=False, server_default="example"))
    op.add_column("evidence", sa.Column("at", sa.Integer))
    op.add_column("evidence", sa.Column("detail", sa.Text, nullable=False, server_default="[]"))
    op.create_table(
        "recordings",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("commit", sa.String(64), nullable=False),
        sa.Column("machine", sa.Text, nullable=False),
        sa.Column("moment", sa.Integer, nullable=False),
    )
    op.create_index("recordings_key", "recordings", ["kind", "key", "id"])
    for action in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER recordings_no_{action.lower()} BEFORE {action} ON recordings "
            "BEGIN SELECT RAISE(ABORT, 'recordings are append-only'); END"
        )
