"""A table gives an actual value that contradicts the target beside it.

Compared are whole cells with a number and a unit of one kind: times, sizes, shares, rates, counts of
the same thing. A target has to say which way it is meant (`< 20 ms`, "at least 99 %", `500+`) or be a
range of times or sizes; for a bare number more may be better or worse. Approximate values are given a
tenth, and words, notes in parentheses and values that only may exceed the target are left to people.

That is what `holdfast check` sees. `holdfast verify` holds a row against the measurement that it names (`bench:NAME`,
`bench:FILE#METRIC`), answers under the same name, and reads more forms: percentiles, ratios, compound times.

```template
# [Title]

**Status:** [Draft | Active]

## Performance

| Metric | Target | Actual |
|---|---|---|
| [Metric] | [Target] | [Value] |
```

```document
# Cache

**Status:** Active

## Performance

| Metric | Target | Actual |
|--------|--------|--------|
| Read, p99 | < 20 ms | 31 ms |
| Memory | 40-60 MB | 0.05 GB |
| Hit rate | ≥ 90 % | ~89 % |
| Start | 2 s | 3 s |
```

```verdict
9:25 Read, p99: 31 ms misses the target, < 20 ms
```
"""

from holdfast.binding.document import Document
from holdfast.binding.measures import measures
from holdfast.binding.quantity import misses, read_quantity
from holdfast.model.obligation import obligation
from holdfast.model.verdict import Report

OBLIGATION = obligation("- - E -")
VERSIONED = True
LIVING = True


def judge(document: Document, report: Report) -> None:
    """Compare every row that has both values."""
    for rows in measures(document):
        for row in rows:
            if row.unit == "?":
                break
            target, actual = read_quantity(row.target, row.unit), read_quantity(row.actual, row.unit)
            if target and actual and misses(target, actual):
                report(
                    row.span,
                    f"{row.name}: {row.actual} misses the target, {row.target}",
                    "reach it, or set a target that holds and say why it changed",
                    requirement=row.origin,
                )
