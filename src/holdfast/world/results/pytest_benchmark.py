"""pytest-benchmark: what ``pytest --benchmark-json FILE`` writes, or ``--benchmark-save``; versions 3 to 5.

A test is a metric, by its name or full name (``tests/test_x.py::test_y[small]``). Times are seconds, rates operations per
second. Saved files hold samples only with ``--benchmark-save-data``; without, the tool's own statistics count. Numbers in
``extra_info`` are metrics of their own. Machine, commit and version are told.
"""

from collections.abc import Iterator
from typing import Any

from holdfast.world.machine import machine
from holdfast.world.results.series import Results, Series
from holdfast.world.results.source import ResultError, Source, mapping, number, numbers, rows

FORMAT = "pytest-benchmark"
_STATISTICS = {
    "mean": "mean",
    "median": "median",
    "min": "min",
    "max": "max",
    "stddev": "stddev",
    "q1": "q1",
    "q3": "q3",
}


def recognises(source: Source) -> bool:
    """Tell by what only this tool writes."""
    data = None if source.is_folder else source.json()
    return isinstance(data, dict) and "benchmarks" in data and "machine_info" in data


def read(source: Source) -> Results:
    """Read a result file."""
    data = mapping(source.json(), source.path)
    version = str(data.get("version", ""))
    try:
        series = tuple(one for row in rows(data.get("benchmarks"), "benchmarks") for one in _series(row))
    except ResultError as error:
        raise ResultError(f"{error.found} (pytest-benchmark {version or 'of an unknown version'})") from error
    info, commit = _object(data.get("machine_info")), _object(data.get("commit_info"))
    cores = _object(info.get("cpu")).get("count")
    return Results(
        FORMAT,
        series,
        machine(str(info.get("system", "")), str(info.get("machine", "")), cores if isinstance(cores, int) else 0),
        str(commit.get("id", "") or ""),
        dirty=commit.get("dirty") is True,
        tool=f"{FORMAT} {version}".strip(),
    )


def _object(value: Any) -> dict[str, Any]:
    """Return what is told besides the figures; nothing where it is told in another way."""
    return value if isinstance(value, dict) else {}


def _series(row: dict[str, Any]) -> Iterator[Series]:
    name, full = str(row.get("name", "")), str(row.get("fullname", ""))
    stats = mapping(row.get("stats"), f"stats of {name}")
    said = {one: number(stats[one], f"{one} of {name}") for one in _STATISTICS if one in stats}
    if "median" not in said:
        raise ResultError(f"stats of {name} has no median")
    samples = numbers(stats.get("data") or [], f"data of {name}")
    count = int(number(stats.get("rounds", 0), f"rounds of {name}"))
    yield Series(name, "time", "time", samples, said, count, (full,))
    rates = tuple(1 / one for one in samples if one > 0)
    ops = {"median": 1 / said["median"]} if said["median"] > 0 else {}
    yield Series(name, "rate", "op/s", rates, ops, count, (full,))
    for key, value in _object(row.get("extra_info")).items():
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield Series(name, str(key), "", (number(value, f"{key} of {name}"),), aliases=(full,))
