"""One package as a file of the repository names it, and how the names of an ecosystem are compared."""

import re
from typing import NamedTuple


class Pin(NamedTuple):
    """A package with the version, or the requirement, that stands in a file."""

    name: str
    said: str
    """A version in a lock file, a requirement in a manifest; empty where the file names none."""
    line: int
    """From 1."""


class PlacedPin(NamedTuple):
    """A pin with the file it stands in."""

    path: str
    """Relative to the project's root."""
    line: int
    said: str
    locked: bool
    """Whether the file pins versions; a manifest says only what would do."""


def same_name(ecosystem: str, name: str) -> str:
    """Return a name in the form in which two spellings of one package are equal.

    PyPI: PEP 503. Cargo: dash and underscore are one. npm: in lower case, since new names have no other.
    Go: without the major version at the end, which people leave out.
    """
    if ecosystem == "pypi":
        return re.sub(r"[-_.]+", "-", name.partition("[")[0]).lower()
    if ecosystem == "cargo":
        return name.replace("_", "-").lower()
    if ecosystem == "golang":
        return re.sub(r"/v\d+\Z", "", name)
    return name.lower() if ecosystem == "npm" else name
