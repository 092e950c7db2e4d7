"""The history of the ledger's tables, for Alembic; a released one is never changed."""
