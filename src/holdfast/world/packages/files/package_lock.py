"""``package-lock.json`` and ``npm-shrinkwrap.json``, versions 1 to 3."""

import json
from collections.abc import Iterator
from typing import Any

from holdfast.world.packages.lines import Lines
from holdfast.world.packages.pin import Pin

ECOSYSTEM = "npm"
NAMES = ("package-lock.json", "npm-shrinkwrap.json")
LOCKED = True


def read(text: str) -> Iterator[Pin]:
    """Yield each installed package; those of a workspace's own folders are none."""
    data = json.loads(text)
    if not isinstance(data, dict) or not ({"packages", "dependencies", "lockfileVersion"} & data.keys()):
        raise ValueError("neither packages nor dependencies")
    lines = Lines(text)
    packages = data.get("packages")
    if isinstance(packages, dict):
        for path, entry in packages.items():
            where, found, name = path.rpartition("node_modules/")
            if found and isinstance(entry, dict) and isinstance(entry.get("version"), str):
                yield Pin(
                    str(entry.get("name") or name), entry["version"], lines.next(f'"{where}{found}{name}"', '"version"')
                )
    else:
        yield from _nested(data, lines)


def _nested(data: dict[str, Any], lines: Lines) -> Iterator[Pin]:
    """Yield the packages of version 1, which stand in one another."""
    pending = [data.get("dependencies")]
    while pending:
        packages = pending.pop()
        for name, entry in packages.items() if isinstance(packages, dict) else ():
            if isinstance(entry, dict) and isinstance(entry.get("version"), str):
                yield Pin(
                    name, entry["version"].removeprefix("npm:").rpartition("@")[2], lines.next(f'"{name}"', '"version"')
                )
                pending.append(entry.get("dependencies"))
