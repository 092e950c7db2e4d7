"""Where the configuration lies."""

import os

from holdfast.world.regular import open_regular

_NEEDLE = b"[tool.holdfast"


def find_config(start: str, stop: str) -> str | None:
    """Return the nearest configuration file from ``start`` upwards to ``stop``, both absolute."""
    for path in candidates(start, stop):
        if os.path.isfile(path) if path.endswith("holdfast.toml") else _mentions(path):
            return path
    return None


def candidates(start: str, stop: str) -> tuple[str, ...]:
    """Return the paths at which a configuration would be found, the nearest first."""
    found = []
    folder = start
    while True:
        found += [os.path.join(folder, "holdfast.toml"), os.path.join(folder, "pyproject.toml")]
        parent = os.path.dirname(folder)
        if folder in (stop, parent):
            return tuple(found)
        folder = parent


def _mentions(path: str) -> bool:
    try:
        with open_regular(path) as file:
            return _NEEDLE in file.read()
    except OSError:
        return False
