"""``package.json`` of npm and its likes."""

import json
from collections.abc import Iterator

from holdfast.world.packages.lines import Lines
from holdfast.world.packages.pin import Pin

ECOSYSTEM = "npm"
NAMES = ("package.json",)
LOCKED = False
_GROUPS = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies", "resolutions", "overrides")


def read(text: str) -> Iterator[Pin]:
    """Yield each dependency that is asked of a registry: workspaces, paths and addresses name no version."""
    data = json.loads(text)
    if not isinstance(data, dict):
        raise ValueError("no object")
    lines = Lines(text)
    for group in _GROUPS:
        packages = data.get(group)
        for name, said in packages.items() if isinstance(packages, dict) else ():
            if not isinstance(said, str):
                continue
            line = lines.next(f'"{group}"', f'"{name}"')
            alias = said.removeprefix("npm:") if said.startswith("npm:") else ""
            if alias:
                real, _, version = alias.rpartition("@")
                yield Pin(real or alias, version if real else "", line)
            elif ":" not in said and "/" not in said:
                yield Pin(name, said, line)


def own(text: str) -> str:
    """Return the name of the package."""
    data = json.loads(text)
    name = data.get("name") if isinstance(data, dict) else ""
    return name if isinstance(name, str) else ""
