"""One file for each unit, what it rests on in front of it, and the way back from its lines to the example's."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from holdfast.languages import Unit
from holdfast.languages.python_run.source import source_of
from holdfast.model.example import Example

_FUTURE = re.compile(r"^from __future__ import .*$", re.MULTILINE)


class Place(NamedTuple):
    """A place in an example; line and column from 1, columns in code points."""

    example: Example
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class File:
    """What the checker is given for a unit."""

    name: str
    text: str
    unit: Unit
    parts: tuple[tuple[int, Example], ...]
    """For each example in it, in order, the number of lines before it."""

    def place(self, line: int, column: int) -> Place:
        """Return where a place of the file stands in the document."""
        above, example = next((one for one in reversed(self.parts) if one[0] < line), self.parts[0])
        own = min(max(1, line - above), max(1, len(example.lines)))
        return Place(example, own, column + source_of(example).margin)


def files_of(units: Sequence[Unit]) -> list[File]:
    """Return a file for each unit; ``from __future__`` counts only where it may stand."""
    return [_file(f"example_{number:05}.py", unit) for number, unit in enumerate(units, 1)]


def _file(name: str, unit: Unit) -> File:
    parts: list[tuple[int, Example]] = []
    texts: list[str] = []
    above = 0
    for example in (*(one for one in unit.before if not one.fails_to_compile), unit.example):
        text = source_of(example).text
        if above:
            text = _FUTURE.sub("pass", text)
        parts.append((above, example))
        texts.append(text)
        above += text.count("\n")
    return File(name, "".join(texts), unit, tuple(parts))
