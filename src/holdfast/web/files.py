"""The files that pages load: our own, and those of others, each with its licence in ``vendor/THIRD-PARTY.md``."""

import gzip
from functools import cache
from importlib.resources import files
from typing import NamedTuple

TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
    "md": "text/plain; charset=utf-8",
}
"""By suffix; nothing else is ever sent."""
PICTURES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "svg": "image/svg+xml",
}
"""Pictures of documents, by suffix."""
SERVED = (
    "page.css",
    "code.css",
    "theme.js",
    "page.js",
    "search.js",
    "graph.js",
    "diagram.js",
    "diagram.html",
    "draw.js",
    "mark.svg",
)
_VENDOR = ("htmx.js", "hx-sse.js", "dagre.js", "inter.woff2", "mermaid.js")


class Asset(NamedTuple):
    """One file that pages load."""

    name: str
    kind: str
    """Its media type."""
    content: bytes
    version: str
    """Hash of the content, for the address: what it names never changes."""


@cache
def assets() -> dict[str, Asset]:
    """Return every file by name."""
    own = files("holdfast.web")
    found = {name: (own / "static" / name).read_bytes() for name in SERVED if (own / "static" / name).is_file()}
    found |= {name: (own / "vendor" / name).read_bytes() for name in _VENDOR if (own / "vendor" / name).is_file()}
    found["mermaid.js"] = gzip.decompress((own / "vendor" / "mermaid.js.gz").read_bytes())
    return {name: _asset(name, content) for name, content in found.items()}


def _asset(name: str, content: bytes) -> Asset:
    from holdfast.digest import sha256

    return Asset(name, TYPES[name.rpartition(".")[2]], content, sha256(content).hexdigest()[:12])
