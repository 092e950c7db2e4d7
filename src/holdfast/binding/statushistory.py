"""A status that is kept as a history: of several states with their days the newest counts."""

from typing import NamedTuple

from holdfast.markdown.blocks import Parse
from holdfast.markdown.plain import plain
from holdfast.model.role import role_of
from holdfast.model.span import Span
from holdfast.patterns import pattern

_DAY = pattern(r"\b(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})\b")
_AROUND = " \t|-*+:–—>,"
_FEWEST = 2
"""One state with its day is a status like any other."""


class DatedStatus(NamedTuple):
    """One line of a history."""

    state: str
    span: Span


def newest(parse: Parse, span: tuple[int, int]) -> DatedStatus | None:
    """Return the newest state of a text in which at least two lines give a day and a state, ``None`` in any other.

    A line is one of a paragraph, an item or a row; of several on one day the last counts.
    """
    found: list[tuple[tuple[int, ...], DatedStatus]] = []
    at = span[0]
    for line in parse.slice(*span).splitlines(keepends=True):
        size = len(line.encode())
        day = _DAY.search(line)
        if day:
            state = plain(line[: day.start()].strip(_AROUND) or line[day.end() :].strip().strip(_AROUND))
            if role_of(state):
                number = tuple(map(int, day.group("year", "month", "day")))
                found.append((number, DatedStatus(state, Span(at, at + len(line.rstrip().encode())))))
        at += size
    if len(found) < _FEWEST:
        return None
    return max(enumerate(found), key=lambda one: (one[1][0], one[0]))[1][1]
