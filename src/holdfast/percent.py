"""Percent-encoding as ``urllib.parse`` has it, which takes long to load and few addresses need."""


def unquote(address: str) -> str:
    """Return an address with ``%20`` and the like as the characters they stand for."""
    if "%" not in address:
        return address
    from urllib.parse import unquote as decode

    return decode(address)


def quote(path: str, safe: str) -> str:
    """Return a path as an address, with all but letters, digits, ``_.-~`` and what is ``safe`` percent-encoded."""
    from urllib.parse import quote as encode

    return encode(path, safe=safe, errors="surrogateescape")
