"""``requirements.txt`` and constraints of pip, after pip's "Requirements File Format"."""

import re
from collections.abc import Iterator

from holdfast.world.packages.pin import Pin

ECOSYSTEM = "pypi"
NAMES = ("requirements*.txt", "*-requirements.txt", "requirements*.in", "constraints*.txt", "*-constraints.txt")
LOCKED = False
_REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*\(?(?P<said>[^;@()]*)\)?")
_LONGEST = 2000
"""Characters of a line that are read."""
_ENDS = re.compile(r"\s+#.*|\s--?[a-z].*")


def read(text: str) -> Iterator[Pin]:
    """Yield each requirement; options, addresses and paths name no version and are passed over."""
    lines = text.splitlines()
    number = 0
    while number < len(lines):
        first, line = number + 1, lines[number]
        while line.endswith("\\") and number + 1 < len(lines):
            number += 1
            line = line[:-1] + " " + lines[number].strip()
        number += 1
        line = _ENDS.sub("", " " + line[:_LONGEST]).strip()
        found = _REQUIREMENT.match(line)
        if found and not line.startswith(("-", "#", ".", "/")) and "://" not in line:
            yield Pin(found["name"], found["said"].strip(), first)
