"""hyperfine: what ``hyperfine --export-json FILE`` writes.

A command is a metric, under its name where ``--command-name`` gave it one. Times are seconds; newer versions
add the memory of each run, in bytes. Neither machine nor commit is told, nor the version.
"""

from collections.abc import Iterator
from typing import Any

from holdfast.world.results.series import Results, Series
from holdfast.world.results.source import ResultError, Source, number, numbers, rows

FORMAT = "hyperfine"


def recognises(source: Source) -> bool:
    """Tell by the shape of the first result."""
    data = None if source.is_folder else source.json()
    found = data.get("results") if isinstance(data, dict) else None
    return (
        isinstance(found, list)
        and bool(found)
        and isinstance(found[0], dict)
        and {"command", "mean"} <= found[0].keys()
    )


def read(source: Source) -> Results:
    """Read a result file; a command that failed was not measured."""
    data = source.json()
    results = rows(data.get("results") if isinstance(data, dict) else None, "results")
    return Results(FORMAT, tuple(one for row in results for one in _series(row)), tool=FORMAT)


def _series(row: dict[str, Any]) -> Iterator[Series]:
    name = str(row.get("command", ""))
    failed = [code for code in row.get("exit_codes") or () if code != 0]
    if failed:
        raise ResultError(f"{name} failed in {len(failed)} of its runs", "mend the command and measure again")
    names = ("mean", "median", "min", "max", "stddev")
    said = {one: number(row[one], f"{one} of {name}") for one in names if row.get(one) is not None}
    yield Series(name, "time", "time", numbers(row.get("times") or [], f"times of {name}"), said)
    for field in ("user", "system"):
        if row.get(field) is not None:
            yield Series(name, field, "time", statistics={"mean": number(row[field], f"{field} of {name}")})
    memory = row.get("memory_usage_byte")
    if memory:
        kept = memory if isinstance(memory, list) else [memory]
        yield Series(name, "memory", "bytes", numbers(kept, f"memory_usage_byte of {name}"))
