"""The programs that examples need: where they are, which version, and what of this machine they read.

Paths are named one by one, never a whole home directory: ``~/.cargo`` holds credentials beside its programs.
"""

import os
import shutil
import subprocess
from collections.abc import Iterable
from typing import NamedTuple


class Toolchain(NamedTuple):
    """One program with what it needs."""

    name: str
    path: str
    version: str
    read_only: tuple[str, ...] = ()
    """What a sandbox has to show beside the system's own folders."""


def python_paths(executable: str) -> tuple[str, ...]:
    """Return what a Python needs: its own installation and, for a virtual environment, that as well.

    Links are followed one by one, as each of them is a path that has to be there.
    """
    found: list[str] = []
    path = os.path.abspath(executable)
    for _ in range(10):
        prefix = os.path.dirname(os.path.dirname(path))
        found.append(prefix)
        found += _base(prefix)
        if not os.path.islink(path):
            break
        path = os.path.normpath(os.path.join(os.path.dirname(path), os.readlink(path)))
    return _needed(found)


def program_paths(path: str) -> tuple[str, ...]:
    """Return the folders in which a program and what it links to lie, beyond the system's own."""
    return _needed((os.path.dirname(os.path.abspath(path)), os.path.dirname(os.path.realpath(path))))


def _base(prefix: str) -> list[str]:
    """Return the installation that a virtual environment was made from; see PEP 405."""
    try:
        with open(os.path.join(prefix, "pyvenv.cfg"), encoding="utf-8") as file:
            pairs = dict(line.split("=", 1) for line in file if "=" in line)
    except (OSError, UnicodeDecodeError):
        return []
    home = next((value.strip() for key, value in pairs.items() if key.strip() == "home"), "")
    return [os.path.dirname(home), os.path.dirname(os.path.realpath(home))] if home else []


def _needed(paths: Iterable[str]) -> tuple[str, ...]:
    """Drop what every sandbox shows anyway."""
    system = ("/", "/usr", "/bin", "/sbin", "/lib", "/lib64")
    return tuple(dict.fromkeys(one for one in paths if one not in system and not one.startswith("/usr/")))
