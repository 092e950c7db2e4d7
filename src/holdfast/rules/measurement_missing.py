"""A table sets a target and says nothing of what is reached.

Empty cells, `-`, `?`, "TBD" and "not measured" say nothing; "Not applicable" and words do. Said once for
each table. What is left of the template is reported as a placeholder, and a row without a target asks
for nothing.

```template
# [Title]

**Status:** [Draft | Active]

## Performance

| Metric | Target | Actual/Expected |
|---|---|---|
| [Metric] | [Target] | [Value] |
```

```document
# Cache

**Status:** Active

## Performance

| Metric | Target | Actual |
|--------|--------|--------|
| Read, p99 | < 20 ms | 14 ms |
| Write, p99 | < 50 ms | TBD |
| Memory | < 60 MB | |
| Size | TBD | TBD |
```

```verdict
10:26 no Actual for Write, p99, Memory
```
"""

from holdfast.binding.answers import Answer, answer
from holdfast.binding.document import Document
from holdfast.binding.measures import Measure, measures
from holdfast.model.obligation import obligation
from holdfast.model.schema import Schema
from holdfast.model.verdict import Report
from holdfast.patterns import pattern
from holdfast.template.placeholders import is_placeholder

OBLIGATION = obligation("- n W -")
VERSIONED = True
LIVING = True
_SILENT = pattern(
    r"(?:not (?:yet )?(?:measured|tested|benchmarked|known)|to be (?:measured|benchmarked|tested)|un(?:measured|tested)|[\W_]*)(?: yet)?\.?\Z"
)
_MOST = 3


def judge(document: Document, report: Report) -> None:
    """Report the rows of each table that have a target only."""
    for rows in measures(document):
        lacking = [row for row in rows if _given(row.target) and _silent(document.schema, row.actual)]
        if lacking:
            first = lacking[0]
            report(
                first.span,
                f"no {first.column} for {_names(lacking)}",
                "measure it, or say how it will be measured and when",
                requirement=first.origin,
            )


def _given(target: str) -> bool:
    return any(char.isalnum() for char in target) and answer(target) is Answer.GIVEN and not is_placeholder(target)


def _silent(schema: Schema, actual: str) -> bool:
    """Tell whether a cell says nothing, unless it is what the template itself put there."""
    if any(actual == one.text for one in schema.placeholders):
        return False
    words = actual.casefold().strip("*~ ")
    return answer(actual) in (Answer.EMPTY, Answer.OPEN) or _SILENT.match(words) is not None or is_placeholder(actual)


def _names(rows: list[Measure]) -> str:
    names = ", ".join(row.name for row in rows[:_MOST])
    return f"{names} and {len(rows) - _MOST} more" if len(rows) > _MOST else names
