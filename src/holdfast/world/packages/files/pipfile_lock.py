"""``Pipfile.lock`` of pipenv."""

import json
from collections.abc import Iterator

from holdfast.world.packages.lines import Lines
from holdfast.world.packages.pin import Pin

ECOSYSTEM = "pypi"
NAMES = ("Pipfile.lock",)
LOCKED = True


def read(text: str) -> Iterator[Pin]:
    """Yield each package of each group."""
    data = json.loads(text)
    if not isinstance(data, dict) or "_meta" not in data:
        raise ValueError("no _meta")
    lines = Lines(text)
    for group, packages in data.items():
        if group == "_meta" or not isinstance(packages, dict):
            continue
        for name, entry in packages.items():
            version = entry.get("version") if isinstance(entry, dict) else None
            if isinstance(version, str):
                yield Pin(name, version.removeprefix("=="), lines.next(f'"{name}"', f'"{version}"'))
