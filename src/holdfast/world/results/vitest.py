"""vitest: what ``vitest bench --outputJson FILE`` writes; versions 1 to 4.

A benchmark is a metric, by its own name, with its groups, or with its file (``sort.bench.ts > sort > numbers``). Times are
milliseconds in the file. Samples count where the file holds them, which it mostly does not; else vitest's own statistics,
percentiles included. Neither machine nor commit nor version is told.
"""

from collections.abc import Iterator
from typing import Any

from holdfast.world.results.series import Results, Series
from holdfast.world.results.source import Source, mapping, number, numbers, rows

FORMAT = "vitest"
_STATISTICS = {"mean": "mean", "median": "median", "min": "min", "max": "max", "sd": "stddev", "p75": "q3", "p99": "p99", "p995": "p99.5", "p999": "p99.9"}  # fmt: skip
_MS = 1e-3


def recognises(source: Source) -> bool:
    """Tell by the groups of the first file."""
    data = None if source.is_folder else source.json()
    found = data.get("files") if isinstance(data, dict) else None
    return isinstance(found, list) and bool(found) and isinstance(found[0], dict) and "groups" in found[0]


def read(source: Source) -> Results:
    """Read a result file."""
    data = mapping(source.json(), source.path)
    series = tuple(
        one
        for file in rows(data.get("files"), "files")
        for group in rows(file.get("groups"), "groups")
        for row in rows(group.get("benchmarks"), "benchmarks")
        for one in _series(str(group.get("fullName", "")), row)
    )
    return Results(FORMAT, series, tool=FORMAT)


def _series(group: str, row: dict[str, Any]) -> Iterator[Series]:
    name = str(row.get("name", ""))
    said = {
        ours: number(row[theirs], f"{theirs} of {name}") * _MS
        for theirs, ours in _STATISTICS.items()
        if row.get(theirs) is not None
    }
    samples = tuple(one * _MS for one in numbers(row.get("samples") or [], f"samples of {name}"))
    count = int(number(row.get("sampleCount", 0), f"sampleCount of {name}"))
    path = f"{group} > {name}"
    aliases = (path, path.partition(" > ")[2])
    yield Series(name, "time", "time", samples, said, count, aliases)
    rates = tuple(1 / one for one in samples if one > 0)
    hz = {"mean": number(row["hz"], f"hz of {name}")} if row.get("hz") is not None else {}
    yield Series(name, "rate", "op/s", rates, hz, count, aliases)
