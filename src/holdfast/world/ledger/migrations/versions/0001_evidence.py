"""The table of evidence, and the triggers that keep it append-only."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the table; nobody can change or delete a row of it afterwards."""
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("claim", sa.String(16), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("inputs", sa.String(64), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("asked", sa.Integer, nullable=False),
        sa.Column("line", sa.Integer),
        sa.Column("column", sa.Integer),
        sa.Column("message", sa.Text),
        sa.Column("found", sa.Text, nullable=False),
        sa.Column("remedy", sa.Text, nullable=False),
        sa.Column("output", sa.Text, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("files", sa.Text, nullable=False),
        sa.Column("toolchain", sa.Text, nullable=False),
        sa.Column("sandbox", sa.String(64), nullable=False),
        sa.Column("machine", sa.Text, nullable=False),
        sa.Column("commit", sa.String(64), nullable=False),
        sa.Column("moment", sa.Integer, nullable=False),
    )
    op.create_index("evidence_claim", "evidence", ["claim", "id"])
    op.create_index("evidence_inputs", "evidence", ["inputs", "id"])
    for action in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER evidence_no_{action.lower()} BEFORE {action} ON evidence "
            "BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END"
        )
