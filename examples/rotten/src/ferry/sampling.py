"""What a queue tells about itself."""

OLDEST_FREE = """
SELECT kind, extract(epoch FROM now() - min(free_since)) FROM ferry_job WHERE leased_until < now() GROUP BY kind
"""


def oldest_free_seconds(connection) -> dict[str, float]:
    """Return the age of the oldest free job of each kind."""
    return dict(connection.execute(OLDEST_FREE).fetchall())
