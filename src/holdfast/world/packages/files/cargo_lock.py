"""``Cargo.lock``, all versions."""

from collections.abc import Iterator

from holdfast.toml import loads
from holdfast.world.packages.lines import Lines
from holdfast.world.packages.pin import Pin

ECOSYSTEM = "cargo"
NAMES = ("Cargo.lock",)
LOCKED = True


def read(text: str) -> Iterator[Pin]:
    """Yield each locked package, those of the workspace included."""
    data = loads(text)
    lines = Lines(text)
    packages = data.get("package", [])
    for table in packages if isinstance(packages, list) else ():
        name, version = table.get("name"), table.get("version")
        if isinstance(name, str) and isinstance(version, str):
            yield Pin(name, version, lines.next(f'name = "{name}"', f'version = "{version}"'))
