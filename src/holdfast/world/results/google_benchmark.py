"""Google Benchmark: what ``--benchmark_out=FILE --benchmark_out_format=json`` writes; JSON schema version 1.

A benchmark is a metric. With ``--benchmark_repetitions`` each repetition is a sample; with
``--benchmark_report_aggregates_only`` the tool's own mean, median and standard deviation count. Besides the real time
there is ``cpu_time``, and every counter: ``bytes_per_second``, ``items_per_second`` or one of the author's own. The number of
cores is told, the commit only where the author adds it (``--benchmark_context=commit=...``).
"""

from collections.abc import Iterator
from typing import Any

from holdfast.world.machine import machine
from holdfast.world.results.series import Results, Series
from holdfast.world.results.source import ResultError, Source, mapping, number, rows

FORMAT = "google-benchmark"
_UNITS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}
_OWN = frozenset({"name", "family_index", "per_family_instance_index", "run_name", "run_type", "repetitions", "repetition_index", "threads", "iterations", "aggregate_name", "aggregate_unit", "real_time", "cpu_time", "time_unit", "label", "error_occurred", "error_message", "big_o", "rms", "complexity_n", "skipped", "skip_message"})  # fmt: skip
_RATES = {"bytes_per_second": "bytes/s", "items_per_second": "op/s"}


def recognises(source: Source) -> bool:
    """Tell by the context that only this tool writes."""
    data = None if source.is_folder else source.json()
    context = data.get("context") if isinstance(data, dict) else None
    return isinstance(data, dict) and isinstance(context, dict) and "num_cpus" in context and "benchmarks" in data


def read(source: Source) -> Results:
    """Read a result file.

    Raises :class:`ResultError` for another schema version, and for a benchmark that failed.
    """
    data = mapping(source.json(), source.path)
    context = mapping(data.get("context"), "context")
    version = context.get("json_schema_version", 1)
    if version != 1:
        raise ResultError(f"its JSON schema version is {version}, and 1 is known", "update holdfast")
    cores = context.get("num_cpus")
    tool = f"{FORMAT} {context.get('library_version', '')}".strip()
    commit = next((str(context[key]) for key in ("commit", "git_commit", "revision") if context.get(key)), "")
    found = tuple(_series(rows(data.get("benchmarks"), "benchmarks")))
    return Results(FORMAT, found, machine(cores=cores if isinstance(cores, int) else 0), commit, tool=tool)


def _series(found: list[dict[str, Any]]) -> Iterator[Series]:
    runs: dict[str, list[dict[str, Any]]] = {}
    totals: dict[str, dict[str, dict[str, Any]]] = {}
    for row in found:
        name = str(row.get("run_name", row.get("name", "")))
        if row.get("error_occurred"):
            raise ResultError(f"{name} failed: {row.get('error_message', '')}", "mend the benchmark and measure again")
        if row.get("skipped"):
            continue
        if row.get("run_type", "iteration") == "aggregate":
            totals.setdefault(name, {})[str(row.get("aggregate_name", ""))] = row
        else:
            runs.setdefault(name, []).append(row)
    for name in dict.fromkeys((*runs, *totals)):
        yield from _of(name, runs.get(name, []), totals.get(name, {}))


def _of(name: str, runs: list[dict[str, Any]], totals: dict[str, dict[str, Any]]) -> Iterator[Series]:
    """Yield the series of one benchmark: its times, and each of its counters."""
    every = [*runs, *totals.values()]
    counters = [key for key in dict.fromkeys(key for row in every for key in row) if key not in _OWN]
    aliases = (name.partition("/repeats:")[0],)
    for field in ("real_time", "cpu_time", *counters):
        timed = field in ("real_time", "cpu_time")
        samples = tuple(_value(row, field, timed=timed) for row in runs if field in row)
        said = {
            key: _value(row, field, timed=timed)
            for key, row in totals.items()
            if key in ("mean", "median", "stddev") and field in row
        }
        if samples or said:
            dimension = "time" if timed else _RATES.get(field, "")
            count = next((int(number(row.get("repetitions", 0), f"repetitions of {name}")) for row in every), 0)
            yield Series(name, "time" if field == "real_time" else field, dimension, samples, said, count, aliases)


def _value(row: dict[str, Any], field: str, *, timed: bool) -> float:
    unit = str(row.get("time_unit", "ns"))
    if timed and unit not in _UNITS:
        raise ResultError(f"its times are in {unit!r}, which is no unit of this tool")
    return number(row[field], f"{field} of {row.get('name', '')}") * (_UNITS[unit] if timed else 1.0)
