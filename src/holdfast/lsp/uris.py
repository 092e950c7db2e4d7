"""File names and the URIs by which editors call them."""

import os
from urllib.parse import quote, unquote, urlsplit


def path_of(uri: str) -> str:
    """Return the absolute path of a file; empty for a URI that names none, such as ``untitled:Untitled-1``."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return ""
    path = unquote(parts.path, errors="surrogateescape")
    if parts.scheme != "file" or not path or "\0" in path or parts.netloc not in ("", "localhost"):
        return ""
    if os.name == "nt":
        path = path.lstrip("/")
    return os.path.normpath(path) if os.path.isabs(path) else ""


def uri_of(path: str) -> str:
    """Return the URI of a file by its absolute path."""
    shown = path.replace(os.sep, "/")
    return "file://" + quote(shown if shown.startswith("/") else f"/{shown}", errors="surrogateescape")
