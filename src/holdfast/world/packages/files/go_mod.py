"""``go.mod``: what a module requires, which is what is built unless something else requires more (Go modules reference)."""

import re
from collections.abc import Iterator

from holdfast.world.packages.pin import Pin

ECOSYSTEM = "golang"
NAMES = ("go.mod",)
LOCKED = True
_ENTRY = re.compile(r'"?(?P<name>[^\s"()]+)"?\s+(?P<version>v\d\S*)')
_REPLACE = re.compile(r"\S+(?:\s+v\S+)?\s*=>\s*(?P<name>[^\s.]\S*\.\S+)\s+(?P<version>v\d\S*)")


def read(text: str) -> Iterator[Pin]:
    """Yield each required module, and what stands in its place."""
    block = ""
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.partition("//")[0].strip()
        word, _, rest = line.partition(" ")
        if line == ")":
            block = ""
        elif rest.strip() == "(" and word in ("require", "replace", "exclude", "retract", "tool", "ignore"):
            block = word
        else:
            verb, entry = (block, line) if block else (word, rest)
            pattern = {"require": _ENTRY, "replace": _REPLACE}.get(verb)
            found = pattern.match(entry.strip()) if pattern else None
            if found:
                yield Pin(found["name"], found["version"], number)


def own(text: str) -> str:
    """Return the path of the module."""
    found = re.search(r"^module\s+\"?([^\s\"]+)", text, re.MULTILINE)
    return found[1] if found else ""
