"""A table lacks a column that the template's table in the same section has.

Header cells are compared without case and punctuation; ``Actual/Expected`` is met by either word, and
extra columns are welcome. A section without any table, or with tables of another kind, is left alone. `holdfast fix`
mends the head of a column that is one letter off.

```template
# [Title]

## Performance

| Metric | Target | Actual/Expected | Notes |
|---|---|---|---|
| [Metric] | [Target] | [Value] | [Context] |
```

```document
# Cache

## Performance

| Metric | Target | Source |
|--------|--------|--------|
| Hit rate | > 90 % | load test |
```

```verdict
5:1 the table has no column `Actual/Expected`, `Notes`
```
"""

from itertools import takewhile

from holdfast.binding.document import Document
from holdfast.binding.spelling import slip
from holdfast.markdown.blocks import Block
from holdfast.markdown.plain import key, plain
from holdfast.model.edit import Edit, Fix
from holdfast.model.obligation import obligation
from holdfast.model.schema import Column, TableSchema
from holdfast.model.span import Span
from holdfast.model.verdict import Report

OBLIGATION = obligation("W W E W")
_SAME = {
    "actual": "current measured achieved observed result results",
    "expected": "estimated projected",
    "notes": "note comment comments remarks context details",
    "metric": "measure kpi indicator",
}
"""Columns that people call something else."""
VERSIONED = True


def judge(document: Document, report: Report) -> None:
    """Compare the headers of tables that share at least half of the template's columns."""
    for section in document.sections.bound:
        for wanted in section.schema.tables:
            span = (section.heading.body, section.heading.end)
            tables = [block for block in document.parse.blocks_in(span) if block.kind == "table"]
            lacking = [(_lacking(document, table, wanted), table) for table in tables]
            if not lacking or min(len(missing) for missing, _ in lacking) == 0:
                continue
            missing, table = min(lacking, key=lambda pair: len(pair[0]))
            if len(missing) * 2 <= len(wanted.columns):
                names = ", ".join(f"`{name}`" for name in missing)
                report(
                    Span(table.start, table.end),
                    f"the table has no column {names}",
                    "add the column, with what is known in its cells",
                    requirement=wanted.origin,
                    fix=_spelled(document, table, missing),
                )


def _spelled(document: Document, table: Block, missing: list[str]) -> Fix | None:
    """Return the edits of header cells that are one letter off a column that is missing."""
    parse = document.parse
    cells = list(takewhile(lambda one: one.kind != "row", parse.blocks_in((table.start, table.end))))
    edits = []
    for name in missing:
        near = [
            cell for cell in cells if cell.kind == "cell" and slip(key(parse.slice(cell.start, cell.end)), key(name))
        ]
        if len(near) == 1:
            raw = parse.slice(near[0].start, near[0].end)
            start = near[0].start + len(raw[: len(raw) - len(raw.lstrip())].encode())
            edits.append(Edit(Span(start, start + len(raw.strip().encode())), name))
    return Fix(tuple(edits)) if edits else None


def _lacking(document: Document, table: Block, wanted: TableSchema) -> list[str]:
    """Return the names of the wanted columns that no header cell answers."""
    parse = document.parse
    header: set[str] = set()
    for block in parse.blocks_in((table.start, table.end)):
        if block.kind == "row":
            break
        if block.kind == "cell":
            name = plain(parse.slice(block.start, block.end))
            header.update({key(name), *(key(part) for part in name.split("/")), key(name.split("(")[0])})
    return [column.name for column in wanted.columns if not header & _names(column)]


def _names(column: Column) -> set[str]:
    own = set(column.alternatives)
    return own | {word for one in own for word in _SAME.get(one, "").split()}
