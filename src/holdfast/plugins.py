"""What registers itself by being there: files of a folder of ours, and entry points of other installed distributions.

Nothing of the checked repository is ever loaded. Loading :mod:`importlib.metadata` takes longer than a warm run, so the
installed distributions are first searched for our group names as plain text.
"""

import os
import sys
from collections.abc import Iterable
from functools import cache
from typing import Any


def modules_in(folders: Iterable[str]) -> list[str]:
    """Return the names of the modules in the folders of a package, ordered; ``pkgutil`` would load ``inspect`` for it."""
    names = {name for folder in folders for name in os.listdir(folder) if name.endswith(".py")}
    return sorted(name.removesuffix(".py") for name in names - {"__init__.py"})


@cache
def plugins(group: str) -> tuple[tuple[str, Any], ...]:
    """Return name and loaded object of every entry point in a group, such as ``holdfast.rules``."""
    if f"[{group}]".encode() not in _declared():
        return ()
    from importlib.metadata import entry_points

    return tuple((entry.name, entry.load()) for entry in entry_points(group=group))


@cache
def _declared() -> bytes:
    """Return what all installed distributions say of their entry points."""
    texts = []
    for folder in sys.path:
        try:
            with os.scandir(folder or ".") as entries:
                names = [entry.path for entry in entries if entry.name.endswith((".dist-info", ".egg-info"))]
        except OSError:
            continue
        for name in names:
            try:
                with open(os.path.join(name, "entry_points.txt"), "rb") as file:
                    texts.append(file.read())
            except OSError:
                continue
    return b"\n".join(texts)
