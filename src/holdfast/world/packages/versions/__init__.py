"""Versions and requirements, one file for each ecosystem; to be in this folder is to be registered.

A module is named after its package-URL type and has::

    def ordered(version: str) -> Any | None: ...          # a key that sorts as the ecosystem does; None for no version
    def satisfies(version: str, requirement: str) -> bool | None: ...    # None where a side is not understood
    def settled(version: str) -> bool: ...                 # whether it is a release, and no preview of one
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from holdfast.plugins import modules_in


@dataclass(frozen=True, slots=True)
class Grammar:
    """How one ecosystem writes versions and compares them."""

    ordered: Callable[[str], Any]
    satisfies: Callable[[str, str], bool | None]
    settled: Callable[[str], bool]


ECOSYSTEMS = frozenset(name for name in modules_in(__path__) if name not in ("semver", "said"))
"""Package-URL types that have a grammar."""


@cache
def grammar(ecosystem: str) -> Grammar:
    """Return the grammar of a package-URL type; raises ``KeyError`` for one that has none."""
    if ecosystem not in ECOSYSTEMS:
        raise KeyError(ecosystem)
    module = import_module(f"{__name__}.{ecosystem}")
    return Grammar(module.ordered, module.satisfies, module.settled)
