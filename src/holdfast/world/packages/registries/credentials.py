"""Credentials that stand in an address: taken out of it, so that they reach the one registry as a header and nothing else."""

from base64 import b64encode
from urllib.parse import unquote, urlsplit, urlunsplit


def without_credentials(url: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return an address without user and password, and the header that carries them.

    Raises ``ValueError`` for what is no address.
    """
    parts = urlsplit(url.strip())
    host = parts.hostname or ""
    if ":" in host:
        host = f"[{host}]"
    bare = urlunsplit(
        (parts.scheme, f"{host}:{parts.port}" if parts.port else host, parts.path.rstrip("/"), parts.query, "")
    )
    if parts.username is None:
        return bare, ()
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return bare, (("Authorization", "Basic " + b64encode(pair.encode()).decode()),)


def host_of(url: str) -> str:
    """Return host and port of an address, as a policy names them."""
    parts = urlsplit(url)
    return f"{parts.hostname or ''}:{parts.port or (443 if parts.scheme == 'https' else 80)}"
