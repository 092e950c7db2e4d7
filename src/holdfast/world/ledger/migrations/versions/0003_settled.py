"""Which unproven trials count as evidence."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Say of no evidence so far that it is settled: what was unproven is tried once more."""
    op.add_column("evidence", sa.Column("settled", sa.Boolean, nullable=False, server_default="0"))
