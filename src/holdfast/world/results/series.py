"""What a result file holds: a series of samples for each metric, the machine, the commit; and statistics of them."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from holdfast.world.machine import Machine

_NORMAL_IQR = 1.349
"""The middle half of a normal distribution, in standard deviations."""


@dataclass(frozen=True, slots=True)
class Series:
    """What was measured of one metric, in base units."""

    name: str
    """As its tool names it."""
    part: str
    """What of it: ``time``, ``memory``, ``rate``, or the tool's own word."""
    dimension: str
    """``time``, ``bytes``, ``bytes/s``, ``op/s``, or empty for a plain number."""
    samples: tuple[float, ...] = ()
    statistics: Mapping[str, float] = field(default_factory=dict)
    """What the tool says itself, for where it keeps no samples: ``median``, ``mean``, ``min``, ``max``, ``stddev``,
    ``q1``, ``q3``, ``p99`` ..."""
    count: int = 0
    """How many samples there were, where they are not kept."""
    aliases: tuple[str, ...] = ()
    """Other names it answers to."""

    @property
    def runs(self) -> int:
        """How many samples it rests on; 0 where nobody says."""
        return len(self.samples) or self.count


def series_of(data: Mapping[str, Any]) -> Series:
    """Return a series from the plain values that :func:`dataclasses.asdict` makes of one."""
    return Series(
        name=str(data["name"]),
        part=str(data["part"]),
        dimension=str(data["dimension"]),
        samples=tuple(data["samples"]),
        statistics=dict(data["statistics"]),
        count=int(data["count"]),
        aliases=tuple(data["aliases"]),
    )


@dataclass(frozen=True, slots=True)
class Results:
    """All that one result file holds."""

    format: str
    series: tuple[Series, ...]
    machine: Machine = Machine()
    commit: str = ""
    """That was measured; empty where the file does not say."""
    dirty: bool = False
    """Whether the tree had changes that no commit holds."""
    tool: str = ""
    """With its version, where the file says."""


class Figure(NamedTuple):
    """One statistic of a series."""

    value: float
    spread: float | None
    """By how much it may be another on the next run; ``None`` where nobody can tell."""
    statistic: str
    low: float
    high: float
    """The least and the most that was measured."""
    runs: int


def figure(series: Series, statistic: str = "") -> Figure | str:
    """Return a statistic of a series, or one line that says why there is none.

    ``statistic`` is ``median``, ``mean``, ``min``, ``max`` or a percentile such as ``p99``; by default the median, or
    the mean where there is no median. The spread is the middle half of the samples (the whole range of fewer than four);
    that of a percentile is the range of samples which holds it in 95 of 100 runs.
    """
    said, samples = series.statistics, sorted(series.samples)
    low = samples[0] if samples else said.get("min", math.nan)
    high = samples[-1] if samples else said.get("max", math.nan)
    share = _share(statistic)
    if share is not None:
        return _percentile(series, statistic, share, (low, high))
    statistic = statistic or ("median" if samples or "median" in said else "mean")
    value = _central(samples, statistic) if samples else said.get(statistic)
    if value is None:
        return f"its tool says no {statistic}"
    return Figure(value, _spread(samples, said), statistic, low, high, series.runs)


def _share(statistic: str) -> float | None:
    found = re.fullmatch(r"p(\d{1,2}(?:\.\d+)?)", statistic)
    return float(found[1]) / 100 if found else None


def _percentile(series: Series, name: str, share: float, ends: tuple[float, float]) -> Figure | str:
    samples = sorted(series.samples)
    if not samples:
        value = series.statistics.get(name)
        if value is None:
            return f"its tool says no {name} and keeps no samples"
        return Figure(value, None, name, *ends, series.runs)
    wanted = math.ceil(1 / min(share, 1 - share)) if 0 < share < 1 else 1
    if len(samples) < wanted:
        return f"{name} takes {wanted} samples, and there are {len(samples)}"
    around = 1.96 * math.sqrt(len(samples) * share * (1 - share))
    first, last = max(0, math.floor(len(samples) * share - around) - 1), math.ceil(len(samples) * share + around)
    spread = samples[min(last, len(samples)) - 1] - samples[first]
    return Figure(_quantile(samples, share), spread, name, *ends, len(samples))


def _central(samples: Sequence[float], statistic: str) -> float | None:
    if statistic == "mean":
        return math.fsum(samples) / len(samples)
    return {"median": lambda: _quantile(samples, 0.5), "min": lambda: samples[0], "max": lambda: samples[-1]}.get(
        statistic, lambda: None
    )()


def _spread(samples: Sequence[float], said: Mapping[str, float]) -> float | None:
    if len(samples) >= 4:
        return _quantile(samples, 0.75) - _quantile(samples, 0.25)
    if len(samples) > 1:
        return samples[-1] - samples[0]
    if "q1" in said and "q3" in said:
        return said["q3"] - said["q1"]
    return said["stddev"] * _NORMAL_IQR if "stddev" in said else None


def _quantile(samples: Sequence[float], share: float) -> float:
    """Return a quantile of ordered samples, between two of them in proportion."""
    place = share * (len(samples) - 1)
    below = math.floor(place)
    above = min(below + 1, len(samples) - 1)
    return samples[below] + (samples[above] - samples[below]) * (place - below)
