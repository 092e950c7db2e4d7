"""``gradle.lockfile`` and the older ``*.lockfile`` for each configuration: ``group:artifact:version=configurations``."""

import re
from collections.abc import Iterator

from holdfast.world.packages.pin import Pin

ECOSYSTEM = "maven"
NAMES = ("gradle.lockfile", "buildscript-gradle.lockfile", "*.lockfile")
LOCKED = True
_LINE = re.compile(r"(?P<name>[\w.-]+:[\w.-]+):(?P<version>[\w.+-]+)(?:=.*)?")


def read(text: str) -> Iterator[Pin]:
    """Yield each artifact."""
    for number, line in enumerate(text.splitlines(), 1):
        found = _LINE.fullmatch(line.strip())
        if found:
            yield Pin(found["name"], found["version"], number)
