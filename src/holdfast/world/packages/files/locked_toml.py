"""``poetry.lock``, ``uv.lock`` and ``pylock.toml`` (PEP 751): TOML with one table for each package."""

from collections.abc import Iterator

from holdfast.toml import loads
from holdfast.world.packages.lines import Lines
from holdfast.world.packages.pin import Pin

ECOSYSTEM = "pypi"
NAMES = ("poetry.lock", "uv.lock", "pylock.toml", "pylock.*.toml")
LOCKED = True


def read(text: str) -> Iterator[Pin]:
    """Yield each locked package that has a version."""
    data = loads(text)
    lines = Lines(text)
    for table in (*_list(data.get("package")), *_list(data.get("packages"))):
        name, version = table.get("name"), table.get("version")
        if isinstance(name, str) and isinstance(version, str):
            yield Pin(name, version, lines.next(f'name = "{name}"', f'version = "{version}"'))


def _list(value: object) -> list[dict[str, object]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
