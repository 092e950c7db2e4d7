"""Rows of tables of targets as typed data: what is wanted, what was reached, and which measurement the row names.

A row names its measurement in its Notes cell, or in any cell of the row::

    bench:NAME                  the table [verify.bench.NAME] of the configuration
    bench:NAME#METRIC           that file, and a metric of it
    bench:FILE#METRIC           a result file of the project, and a metric of it
    bench:FILE#/a/0/b           a JSON pointer (RFC 6901) into a JSON file
    bench:FILE#$.a[0].b         the same as a path

In a code span the reference may hold spaces; elsewhere it ends at the first one.
"""

from collections.abc import Iterator
from typing import NamedTuple

from holdfast.binding.measures import Cell, GoalTable, read_table, unit_of
from holdfast.binding.value import Value, read_value
from holdfast.markdown.blocks import Parse
from holdfast.markdown.outline import Heading
from holdfast.model.span import Span
from holdfast.patterns import pattern

_NAMED = "bench:"
_LONG = 300
_BARE = pattern(r"(?<![\w`/])bench:(?P<text>[^\s|`<>()]{0,300}[^\s|`<>().,;:])")


class Reference(NamedTuple):
    """A measurement as a row names it."""

    source: str
    """The name of a table of the configuration, or the path of a file."""
    metric: str = ""
    """Behind ``#``: the metric of the file, or a path into it; empty where the row leaves it to the configuration."""


class Goal(NamedTuple):
    """One row of a table of targets."""

    name: str
    """Its first cell."""
    target: Value
    actual: Value | None
    """``None`` where the table has no column for it, or the row no cell."""
    target_text: str
    actual_text: str
    reference: Reference | None
    place: Span
    """Of the actual value or its empty cell; of the target where the table has no column for it."""
    span: Span
    """From the row's first cell to its last."""
    section: tuple[str, ...]
    """Titles of the sections around it, the outermost first, without the document's own."""
    unit: str
    """That the column of targets names for bare numbers."""
    actual_unit: str
    measured: bool
    """Whether the column of actual values says that it was measured, and not only what is expected."""


def goals(parse: Parse, headings: list[Heading]) -> Iterator[Goal]:
    """Yield the rows of every table that has a column of targets, in the order of the text."""
    for block in parse.blocks:
        table = read_table(parse, block) if block.kind == "table" else None
        if table is None or table.target is None:
            continue
        around = [one for one in headings if one.start <= block.start < one.end]
        section = tuple(one.title for one in around if one is not headings[0])
        for row in table.rows:
            if len(row) > table.target and row[0].text:
                yield _goal(parse, table, table.target, row, section)


def _goal(parse: Parse, table: GoalTable, target: int, row: list[Cell], section: tuple[str, ...]) -> Goal:
    actual = row[table.actual] if table.actual is not None and table.actual < len(row) else None
    unit = unit_of(table.header[target])
    actual_unit = unit_of(table.header[table.actual]) if table.actual is not None else ""
    return Goal(
        name=row[0].text,
        target=read_value(row[target].text, unit or actual_unit),
        actual=read_value(actual.text, actual_unit or unit) if actual else None,
        target_text=row[target].text,
        actual_text=actual.text if actual else "",
        reference=_reference(parse, table, row),
        place=(actual or row[target]).span,
        span=Span(row[0].span.start, row[-1].span.end),
        section=section,
        unit=unit or actual_unit,
        actual_unit=actual_unit or unit,
        measured=table.measured,
    )


def _reference(parse: Parse, table: GoalTable, row: list[Cell]) -> Reference | None:
    """Return what a row names: in its notes, else in any cell."""
    cells = [row[table.notes]] if table.notes is not None and table.notes < len(row) else []
    for cell in (*cells, *row):
        found = named(parse.slice(*cell.span))
        if found:
            return found
    return None


def named(text: str) -> Reference | None:
    """Return the measurement that a piece of Markdown names."""
    place = text.find(_NAMED)
    while place >= 0:
        before = text[max(0, place - _LONG) : place].rstrip(" ")
        ticks = len(before) - len(before.rstrip("`"))
        if ticks:
            start = place + len(_NAMED)
            end = text.find("`" * ticks, start, start + _LONG + ticks)
            found = text[start:end].strip() if end > start and "\n" not in text[start:end] else ""
        else:
            bare = _BARE.match(text, place)
            found = bare["text"] if bare else ""
        if found:
            source, _, metric = found.replace("\\|", "|").partition("#")
            return Reference(source.strip(), metric.strip())
        place = text.find(_NAMED, place + 1)
    return None
