"""Registries of packages, one file for each ecosystem; to be in this folder is to be registered.

A module is named after its package-URL type and has::

    def sources(name: str, clients: Clients) -> list[Source]: ...      # where its own client would ask, in order
    def questions(name: str, source: Source) -> list[Question]: ...    # what to ask there
    def listing(name: str, bodies: list[Body]) -> Listing: ...         # what the answers say; ValueError for nonsense

Nothing here asks: a question is plain data, so that tests see all that would leave the machine.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

from holdfast.plugins import modules_in

REGISTRIES = frozenset(name for name in modules_in(__path__) if name not in ("clients", "credentials"))
"""Package-URL types that have a registry."""


class Source(NamedTuple):
    """One registry, as the configuration of its client names it."""

    url: str
    """Without credentials, and without a slash at the end."""
    own: bool = False
    """Whether it is the user's or a team's own, and not the public one."""
    trusted: bool = True
    """Whether the user's configuration or the client itself names it; one that the repository names is not."""
    headers: tuple[tuple[str, str], ...] = ()
    """What it wants to be told, credentials of the user for this registry among it."""
    problem: str = ""
    """Why it cannot be asked, such as a registry that is a git repository."""


class Question(NamedTuple):
    """One request."""

    url: str
    headers: tuple[tuple[str, str], ...] = ()
    needed: bool = True
    """False where the answer only adds to another."""


class Body(NamedTuple):
    """One answer; of a question that was not needed it may be empty."""

    content: bytes
    kind: str = ""
    """Its content type."""


@dataclass(frozen=True, slots=True)
class Release:
    """One version as its registry tells of it."""

    yanked: str = ""
    """Why it was taken back; a dash where no reason is given, empty where it was not."""
    deprecated: str = ""
    """In its author's words."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A package as its registry tells of it."""

    releases: Mapping[str, Release] = field(default_factory=dict)
    newest: str = ""
    """The newest that is a release and was not taken back; empty where there is none."""


@cache
def registry(ecosystem: str) -> Any:
    """Return the module of a package-URL type; raises ``KeyError`` for one that has none."""
    if ecosystem not in REGISTRIES:
        raise KeyError(ecosystem)
    return import_module(f"{__name__}.{ecosystem}")


def newest(ecosystem: str, releases: Mapping[str, Release]) -> str:
    """Return the newest release that was not taken back; a preview only where there is nothing else."""
    from holdfast.world.packages.versions import grammar

    rules = grammar(ecosystem)
    known = [
        (key, version)
        for version, one in releases.items()
        if not one.yanked and (key := rules.ordered(version)) is not None
    ]
    settled = [(key, version) for key, version in known if rules.settled(version)]
    best: Any = None
    for one in settled or known:
        best = one if best is None or best[0] < one[0] else best
    return best[1] if best else ""
