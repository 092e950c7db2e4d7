"""``pnpm-lock.yaml``, versions 5 to 9: written by pnpm alone, one package a line, so that it is read by lines.

The keys of ``packages`` are ``/name/1.0.0_peers`` (5), ``/name@1.0.0(peers)`` (6) or ``name@1.0.0`` (9).
"""

import re
from collections.abc import Iterator

from holdfast.world.packages.pin import Pin

ECOSYSTEM = "npm"
NAMES = ("pnpm-lock.yaml",)
LOCKED = True
_KEY = re.compile(
    r"  (?P<quote>['\"]?)/?(?P<name>(?:@[^/@\s]+/)?[^/@\s]+)[@/](?P<version>\d[^\s:'\"(_]*)[^\s'\"]*(?P=quote):"
)


def read(text: str) -> Iterator[Pin]:
    """Yield each package."""
    if "lockfileVersion" not in text[:2000]:
        raise ValueError("no lockfileVersion")
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        if line and not line[0].isspace():
            inside = line.startswith("packages:")
        elif inside and (found := _KEY.match(line)):
            yield Pin(found["name"], found["version"], number)
