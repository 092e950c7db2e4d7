"""Kinds of sides: one file each. To be in this folder is to be registered.

A module of this folder has a docstring whose first line says what it starts, and::

    KIND = "asgi"                                        # as ``kind=`` on a fence names it
    def fits(side: Side) -> bool: ...                    # whether it is told by the files alone
    def prepare(side: Side, ground: Ground) -> Prepared: ...

``prepare`` runs nothing: it says what has to lie where, what is built, and what is started. The command finds its port
in ``$PORT``, and listens on ``127.0.0.1``. Where something is missing, ``Prepared.missing`` says what and ``remedy`` the
command that installs it. A further kind is one further file; other distributions add theirs as ``holdfast.sides``.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

from holdfast.model.guide import Side
from holdfast.plugins import modules_in, plugins

SIDE = "side"
"""The folder of a side's files, below the sandbox's working folder."""
READS = "reads.txt"
"""Where a side writes which files of the project it opened."""


class Ground(NamedTuple):
    """What a side stands on."""

    root: str
    """Absolute path of the project."""
    folders: tuple[str, ...]
    """The folder of the document and those around it, up to the root: dependencies are looked for there, in this order."""
    settings: Mapping[str, Any]
    """The ``[verify]`` table."""
    environment: Mapping[str, Any]
    """The named environment of the side, with ``python`` or ``node_modules``; empty where it has none."""
    work: str
    inputs: str
    """The sandbox's folders as the side sees them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """How one side is started."""

    kind: str
    command: tuple[str, ...] = ()
    """What is started in the folder of the side's files."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Relative path to content, in the folder of the side."""
    inputs: Mapping[str, bytes] = field(default_factory=dict)
    """Programs of ours that are handed in."""
    read_only: tuple[str, ...] = ()
    build: tuple[tuple[str, ...], ...] = ()
    """Commands to be run before, in the folder of the side."""
    environment: Mapping[str, str] = field(default_factory=dict)
    versions: tuple[tuple[str, str], ...] = ()
    """What is installed and may change its answers."""
    rests_on: tuple[str, ...] = ()
    """Absolute paths that change when any of it does."""
    whole: bool = False
    """Whether nobody can tell which files of the project it reads."""
    missing: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of side."""

    name: str
    fits: Callable[[Side], bool]
    prepare: Callable[[Side, Ground], Prepared]


def outside(root: str, paths: Iterable[str]) -> tuple[str, ...]:
    """Return what a sandbox has to be shown besides the project: the paths that lie elsewhere, or lead there."""
    inside = f"{os.path.realpath(root).rstrip('/')}/"
    found: dict[str, None] = {}
    for path in paths:
        if not path.startswith(f"{root.rstrip('/')}/"):
            found[path] = None
        elif not f"{os.path.realpath(path)}/".startswith(inside):
            found[os.path.realpath(path)] = None
    return tuple(found)


@cache
def all_kinds() -> tuple[Kind, ...]:
    """Return every kind, ordered by name: those in this folder, then those of other distributions."""
    modules = [import_module(f"{__name__}.{name}") for name in modules_in(__path__)]
    modules += [module for _, module in plugins("holdfast.sides")]
    return tuple(sorted((Kind(one.KIND, one.fits, one.prepare) for one in modules), key=lambda one: one.name))


def kind_of(side: Side, *, asked: bool) -> Kind | None:
    """Return the kind of a side; ``None`` where it is no server.

    What its fences say counts first, then a command, then its files. ``asked`` says that the guide has requests, so that
    any Python is taken for an ASGI application.
    """
    names = {one.name: one for one in all_kinds()}
    if side.kind:
        return names.get(side.kind)
    if side.command:
        return names["command"]
    fitting = next((one for one in all_kinds() if one.fits(side)), None)
    if fitting is None and asked and side.languages & {"python", "py", "python3"}:
        return names["asgi"]
    return fitting
