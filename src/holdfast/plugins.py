"""Rules and formats of other installed distributions; nothing of the checked repository is ever loaded.

Loading :mod:`importlib.metadata` takes longer than a warm run, so the installed distributions are
first searched for our group names as plain text.
"""

import os
import sys
from functools import cache
from typing import Any


@cache
def plugins(group: str) -> tuple[tuple[str, Any], ...]:
    """Return name and loaded object of every entry point in a group, such as ``holdfast.rules``."""
    if not any(_mentions(folder, f"[{group}]".encode()) for folder in sys.path):
        return ()
    from importlib.metadata import entry_points

    return tuple((entry.name, entry.load()) for entry in entry_points(group=group))


def _mentions(folder: str, needle: bytes) -> bool:
    """Tell whether the metadata of some distribution in a folder names the group."""
    try:
        with os.scandir(folder or ".") as entries:
            names = [entry.path for entry in entries if entry.name.endswith((".dist-info", ".egg-info"))]
    except OSError:
        return False
    for name in names:
        try:
            with open(os.path.join(name, "entry_points.txt"), "rb") as file:
                if needle in file.read():
                    return True
        except OSError:
            continue
    return False
