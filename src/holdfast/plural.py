"""Numbers of things in words."""


def counted(count: int, noun: str, many: str = "") -> str:
    """Return a number of things: ``1 entry``, ``2 entries``, ``2 days``; ``many`` is a plural that no rule gives."""
    regular = f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeiou" else f"{noun}s"
    return f"{count} {noun if count == 1 else many or regular}"
