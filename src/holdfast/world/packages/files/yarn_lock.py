"""``yarn.lock`` of Yarn 1 and of Yarn 2 and later: both written by Yarn alone, read by lines."""

import re
from collections.abc import Iterator

from holdfast.world.packages.pin import Pin

ECOSYSTEM = "npm"
NAMES = ("yarn.lock",)
LOCKED = True
_HEAD = re.compile(r'"?(?P<name>(?:@[^/@\s"]+/)?[^@\s",]+)@(?P<asked>[^",]*)')
_VERSION = re.compile(r'  version:? "?(?P<version>[^"\s]+)"?\s*\Z')
_ALIAS = re.compile(r"npm:(?P<name>(?:@[^/@\s]+/)?[^@\s:]+)@")


def read(text: str) -> Iterator[Pin]:
    """Yield each package that came from a registry; what lies in the workspace has no version of its own."""
    if "yarn lockfile" not in text[:500] and "__metadata:" not in text:
        raise ValueError("neither Yarn 1 nor later")
    name = ""
    for number, line in enumerate(text.splitlines(), 1):
        if line and line[0] not in " #":
            found = _HEAD.match(line)
            name = found["name"] if found else ""
            asked = found["asked"] if found else ""
            if name == "__metadata" or asked.startswith(("workspace:", "link:", "portal:", "file:")):
                name = ""
            elif alias := _ALIAS.match(asked):
                name = alias["name"]
        elif name and (found := _VERSION.match(line)):
            yield Pin(name, found["version"], number)
            name = ""
