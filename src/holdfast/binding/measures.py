"""Table rows that set a target beside what is measured or expected."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from holdfast.binding.document import Document
from holdfast.binding.quantity import read_quantity
from holdfast.markdown.blocks import Block, Parse
from holdfast.markdown.plain import key, plain
from holdfast.model.schema import Column
from holdfast.model.span import Span
from holdfast.model.verdict import Origin

_TARGET = frozenset({"target", "targets", "budget", "goal", "objective", "limit"})
_MEASURED = frozenset({"actual", "actuals", "measured", "achieved"})
_EXPECTED = frozenset({"expected", "estimated", "projected"})
_ACTUAL = _MEASURED | _EXPECTED
_NOTES = frozenset({"notes", "note", "source", "sources", "benchmark", "comment", "comments", "context"})


class Measure(NamedTuple):
    """One row of such a table."""

    name: str
    """Its first cell."""
    target: str
    actual: str
    span: Span
    """Of the actual value, or of the empty cell."""
    unit: str
    """That both columns name in parentheses, for bare numbers; ``?`` where they disagree."""
    column: str
    """The header of the actual values."""
    origin: Origin
    """The template's table."""


@lru_cache(maxsize=1)
def measures(document: Document) -> tuple[list[Measure], ...]:
    """Return the rows of each table that has both columns, in sections whose template shows such a table.

    Several rules ask this of one document after the other, so the last answer is kept.
    """
    return tuple(_measured(document))


def _measured(document: Document) -> Iterator[list[Measure]]:
    for section in document.sections.bound:
        for wanted in section.schema.tables:
            if not (_asks(wanted.columns, _TARGET) and _asks(wanted.columns, _ACTUAL)):
                continue
            inside = document.parse.blocks_in((section.heading.body, section.heading.end))
            tables = (list(_rows(document, block, wanted.origin)) for block in inside if block.kind == "table")
            yield from filter(None, tables)


def _asks(columns: tuple[Column, ...], words: frozenset[str]) -> bool:
    return any(column.quantity and words & set(" ".join(column.alternatives).split()) for column in columns)


def _rows(document: Document, block: Block, origin: Origin) -> Iterator[Measure]:
    """Read the rows of one table."""
    table = read_table(document.parse, block)
    if table.target is None or table.actual is None:
        return
    unit = _unit(table.header[table.target], table.header[table.actual])
    for row in table.rows:
        if len(row) > max(table.target, table.actual):
            name, goal, reached = row[0].text, row[table.target].text, row[table.actual]
            yield Measure(name, goal, reached.text, reached.span, unit, table.header[table.actual], origin)


class Cell(NamedTuple):
    """One cell of a table."""

    text: str
    """Without markup."""
    span: Span
    """Of what it says without the white space around it; of the whole cell where it is empty."""


class GoalTable(NamedTuple):
    """A table as far as targets are concerned."""

    header: list[str]
    target: int | None
    """The column of targets; ``None`` where there is none, or several."""
    actual: int | None
    """The column of what is measured or, where there is no such, expected."""
    notes: int | None
    rows: list[list[Cell]]
    measured: bool
    """Whether the column of actual values says that it is measured."""


def read_table(parse: Parse, table: Block) -> GoalTable:
    """Read one table."""
    rows: list[list[Cell]] = []
    for block in parse.blocks_in((table.start, table.end)):
        if block.kind in ("head", "row"):
            rows.append([])
        elif block.kind == "cell" and rows:
            rows[-1].append(Cell(plain(parse.slice(block.start, block.end)), _span(parse, block)))
    header = [cell.text for cell in rows[0]] if rows else []
    target, measured = _column(header, _TARGET), _column(header, _MEASURED)
    actual = _column(header, _EXPECTED) if measured is None else measured
    actual = None if actual == target else actual
    return GoalTable(header, target, actual, _column(header, _NOTES), rows[1:], measured is not None)


def _span(parse: Parse, cell: Block) -> Span:
    """Return the span of a cell without the white space around its text."""
    text = parse.source[cell.start : cell.end]
    start = cell.start + len(text) - len(text.lstrip())
    return Span(start, start + len(text.strip())) if text.strip() else Span(cell.start, cell.end)


def _column(header: list[str], words: frozenset[str]) -> int | None:
    """Return the only column whose name has one of the words."""
    found = [index for index, name in enumerate(header) if words & set(key(name).split())]
    return found[0] if len(found) == 1 else None


def unit_of(header: str) -> str:
    """Return the unit that a header gives in parentheses, as in ``Target (ms)``; empty where it gives none."""
    unit = header[header.rfind("(") + 1 : -1].strip() if header.endswith(")") else ""
    return unit if unit and read_quantity(f"1 {unit}") else ""


def _unit(target: str, actual: str) -> str:
    """Return the unit that both headers give in parentheses, as in ``Target (ms)``."""
    units = {name[name.rfind("(") + 1 : -1].strip() if name.endswith(")") else "" for name in (target, actual)}
    unit = units.pop() if len(units) == 1 else "?"
    return unit if unit in ("", "?") or read_quantity(f"1 {unit}") else ""
