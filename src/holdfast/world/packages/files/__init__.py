"""Files that name packages: one file here for each format; to be in this folder is to be registered.

A module has::

    ECOSYSTEM = "cargo"                 # package-URL type
    NAMES = ("Cargo.lock",)             # patterns of file names
    LOCKED = True                       # whether it pins versions (a lock file) or says what would do (a manifest)

    def read(text: str) -> Iterator[Pin]: ...      # raises ValueError for what is no such file
    def own(text: str) -> str: ...                 # optional: the name of the package that the file makes, or empty
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib import import_module

from holdfast.plugins import modules_in
from holdfast.world.packages.pin import Pin


@dataclass(frozen=True, slots=True)
class Format:
    """One file format."""

    name: str
    ecosystem: str
    names: tuple[str, ...]
    locked: bool
    read: Callable[[str], Iterable[Pin]]
    own: Callable[[str], str] | None = None


@cache
def formats() -> tuple[Format, ...]:
    """Return every format in this folder, ordered by name."""
    return tuple(_format(name) for name in modules_in(__path__))


def formats_of(file_name: str) -> list[Format]:
    """Return the formats that a file of this name may have."""
    return [one for one in formats() if any(fnmatchcase(file_name, name) for name in one.names)]


def _format(name: str) -> Format:
    module = import_module(f"{__name__}.{name}")
    return Format(name, module.ECOSYSTEM, module.NAMES, module.LOCKED, module.read, getattr(module, "own", None))
