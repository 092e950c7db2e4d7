"""``Cargo.toml``: dependencies of all kinds, of targets and of the workspace."""

from collections.abc import Iterator
from typing import Any

from holdfast.toml import loads
from holdfast.world.packages.lines import Lines
from holdfast.world.packages.pin import Pin

ECOSYSTEM = "cargo"
NAMES = ("Cargo.toml",)
LOCKED = False
_GROUPS = ("dependencies", "dev-dependencies", "build-dependencies")


def read(text: str) -> Iterator[Pin]:
    """Yield each dependency under the name its registry knows it by; one without a version has an empty one."""
    data = loads(text)
    lines = Lines(text)
    for table in _tables(data):
        for name, value in table.items():
            said = value.get("version", "") if isinstance(value, dict) else value
            real = value.get("package", name) if isinstance(value, dict) else name
            if isinstance(said, str) and isinstance(real, str):
                yield Pin(real, said, lines.next(name, *([f'"{said}"'] if f'"{said}"' in text and said else [])))


def own(text: str) -> str:
    """Return the name of the crate."""
    package = loads(text).get("package")
    name = package.get("name") if isinstance(package, dict) else ""
    return name if isinstance(name, str) else ""


def _tables(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    owners = [data, data.get("workspace"), *_values(data.get("target"))]
    for owner in owners:
        for group in _GROUPS:
            found = owner.get(group) if isinstance(owner, dict) else None
            if isinstance(found, dict):
                yield found


def _values(value: object) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else []
