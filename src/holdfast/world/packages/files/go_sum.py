"""``go.sum``: checksums of modules that were looked at; a manifest here, because not every one of them is built."""

import re
from collections.abc import Iterator

from holdfast.world.packages.pin import Pin

ECOSYSTEM = "golang"
NAMES = ("go.sum",)
LOCKED = False
_LINE = re.compile(r"(?P<name>\S+) (?P<version>v\S+?)(?P<only>/go\.mod)? h1:\S+")


def read(text: str) -> Iterator[Pin]:
    """Yield each module of which the contents were fetched."""
    for number, line in enumerate(text.splitlines(), 1):
        found = _LINE.match(line)
        if found and not found["only"]:
            yield Pin(found["name"], found["version"], number)
