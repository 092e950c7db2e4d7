"""What Alembic runs for each migration: on the connection, and in the transaction, that the ledger opened."""

from alembic import context

from holdfast.world.ledger.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
