"""Who shares a process: an example with what it rests on, and the plain examples of one document.

Plain is an example that touches nothing but its own names and what it calls. Such examples have namespaces of
their own in one process; one that patches, exits, forks or looks into the interpreter has a process of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from holdfast.languages import Unit
from holdfast.languages.python_run.source import source_of
from holdfast.languages.python_run.syntax import syntax_of
from holdfast.model.example import Example


class Step(NamedTuple):
    """One example in a process."""

    example: Example
    space: int
    """Number of its namespace in the process."""
    unit: Unit | None
    """What the step answers; ``None`` where it is only there for those that rest on it."""


@dataclass(slots=True)
class Process:
    """The steps of one process, in order."""

    steps: list[Step] = field(default_factory=list)
    spaces: list[list[int]] = field(default_factory=list)
    """For each namespace the ordinals of the examples that ran in it."""
    plain: bool = True
    """Whether a further namespace may be opened in it."""

    def add(self, example: Example, space: int, unit: Unit | None) -> None:
        """Put an example behind the others."""
        self.steps.append(Step(example, space, unit))
        self.spaces[space].append(example.ordinal)
        self.plain = self.plain and is_plain(example)


def planned(units: Iterable[Unit], *, alone: bool = False) -> list[Process]:
    """Return the processes in which the units of any documents are to be run; ``alone`` gives each its own."""
    documents: dict[str, list[Unit]] = {}
    for unit in units:
        documents.setdefault(unit.example.document, []).append(unit)
    processes: list[Process] = []
    for found in documents.values():
        made: list[Process] = []
        for unit in sorted(found, key=lambda one: one.example.ordinal):
            _place(unit, [] if alone else made, made)
        processes += made
    return processes


def _place(unit: Unit, candidates: Sequence[Process], made: list[Process]) -> None:
    before = [one.ordinal for one in unit.before]
    plain = is_plain(unit.example)
    for process in candidates:
        if before and before in process.spaces and (plain or len(process.spaces) == 1):
            process.add(unit.example, process.spaces.index(before), unit)
            return
        if not before and plain and process.plain:
            process.spaces.append([])
            process.add(unit.example, len(process.spaces) - 1, unit)
            return
    process = Process(spaces=[[]])
    for one in unit.before:
        process.add(one, 0, None)
    process.add(unit.example, 0, unit)
    made.append(process)


def is_plain(example: Example) -> bool:
    """Tell by its syntax whether an example leaves the process as it found it, as far as others can notice."""
    return syntax_of(source_of(example).text).plain


def imports_of(example: Example) -> frozenset[str]:
    """Return what an example imports at its top, as ``module`` or ``module:name``."""
    return syntax_of(source_of(example).text).imports
