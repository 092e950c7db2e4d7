"""criterion (Rust): the folder ``target/criterion`` that ``cargo bench`` fills, or one benchmark of it; 0.3 and later.

A benchmark is a metric, by its full id (``routes/match/8``). Its last run counts, ``new/``: every sample with
``sample.json``, else the estimates. Where the benchmark says what it works through, the rate is there too. Neither
machine nor commit nor version is told.
"""

from collections.abc import Iterator
from typing import Any

from holdfast.world.results.series import Results, Series
from holdfast.world.results.source import ResultError, Source, mapping, number, numbers

FORMAT = "criterion"
_NS = 1e-9
_ESTIMATES = {"mean": "mean", "median": "median", "std_dev": "stddev"}


def recognises(source: Source) -> bool:
    """Tell by the estimates that each of its benchmarks has."""
    return source.is_folder and any(path.endswith("new/estimates.json") for path in source.below("estimates.json"))


def read(source: Source) -> Results:
    """Read every benchmark below a folder."""
    folders = [
        path.removesuffix("estimates.json")
        for path in source.below("estimates.json")
        if path.endswith("new/estimates.json")
    ]
    if not folders:
        raise ResultError(f"{source.path} holds no results of criterion", "run cargo bench")
    return Results(FORMAT, tuple(one for folder in folders for one in _series(source, folder)), tool=FORMAT)


def _series(source: Source, folder: str) -> Iterator[Series]:
    # Before 0.3 the keys began with capitals.
    estimates = {key.lower(): value for key, value in mapping(source.json(f"{folder}estimates.json"), folder).items()}
    said = {
        ours: number(mapping(estimates[theirs], f"{theirs} of {folder}").get("point_estimate"), f"{theirs} of {folder}") * _NS
        for theirs, ours in _ESTIMATES.items()
        if theirs in estimates
    }  # fmt: skip
    about = _optional(source, f"{folder}benchmark.json")
    name = str(about.get("full_id") or folder.removesuffix("new/").strip("/"))
    samples = _samples(_optional(source, f"{folder}sample.json"), name)
    yield Series(name, "time", "time", samples, said, aliases=(str(about.get("title") or name),))
    worked = about.get("throughput")
    for unit, dimension in (("Elements", "op/s"), ("Bytes", "bytes/s"), ("BytesDecimal", "bytes/s")):
        if isinstance(worked, dict) and unit in worked:
            amount = number(worked[unit], f"throughput of {name}")
            rates = tuple(amount / one for one in samples if one > 0)
            median = {"median": amount / said["median"]} if said.get("median") else {}
            yield Series(name, "rate", dimension, rates, median)


def _samples(data: dict[str, Any], name: str) -> tuple[float, ...]:
    """Return the time of one iteration in each sample."""
    if not data:
        return ()
    times, iterations = numbers(data.get("times"), f"times of {name}"), numbers(data.get("iters"), f"iters of {name}")
    if len(times) != len(iterations) or min(iterations, default=1.0) <= 0:
        raise ResultError(f"the samples of {name} do not belong together")
    return tuple(time / count * _NS for time, count in zip(times, iterations, strict=True))


def _optional(source: Source, path: str) -> dict[str, Any]:
    """Return a file of a benchmark that some versions do not write."""
    import os

    there = os.path.lexists(os.path.join(source.root, source.path, path))
    return mapping(source.json(path), path) if there else {}
