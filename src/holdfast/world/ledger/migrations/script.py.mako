"""${message}"""

from alembic import op
import sqlalchemy as sa

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Go forward; evidence is never taken back, so there is no way back either."""
    ${upgrades if upgrades else "pass"}
