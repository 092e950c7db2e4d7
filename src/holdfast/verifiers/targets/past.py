"""What was measured of a row, commit by commit: what ``verify`` kept, and the versions of its result file in git."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import NamedTuple

from holdfast.binding.quantity import limits
from holdfast.binding.ratio import Ratio
from holdfast.model.outcome import Outcome
from holdfast.verifiers.targets.judged import judge, judge_ratio
from holdfast.verifiers.targets.made import RECORDED
from holdfast.verifiers.targets.picked import pick, read
from holdfast.verifiers.targets.wanted import Wanted, compares
from holdfast.world.commits import moment
from holdfast.world.git import GitError, run
from holdfast.world.ledger.recordings import Recordings
from holdfast.world.results import ResultError, Results, Source
from holdfast.world.results.series import Figure, Series, figure, series_of

_MOST = 200
"""So many commits of a result file, and so many recordings, are looked at."""


class Point(NamedTuple):
    """What was measured at one commit."""

    commit: str
    """Empty where nobody knows."""
    moment: int
    """Seconds since the epoch: when the commit was made or, where there is none, when it was measured."""
    machine: str
    """Empty where nobody knows."""
    figure: Figure
    samples: tuple[float, ...]
    """In base units; of a ratio there are none."""
    outcome: Outcome
    """Against the target of today."""
    tool: str


@dataclass(frozen=True, slots=True)
class Track:
    """One row of a table of targets through time."""

    name: str
    document: str
    line: int
    target: str
    low: float
    high: float
    """What the target allows; infinite where it sets no limit."""
    dimension: str
    """``x`` for a ratio."""
    unit: str
    points: tuple[Point, ...]
    """The oldest first."""


def track(one: Wanted, document: str, line: int, root: str, recordings: Recordings | None) -> Track:
    """Return all that is known of a row; without recordings, what git has of its result file."""
    found: dict[tuple[str, float], Point] = {}
    dimension, unit = "", ""
    for commit, time, machine, results in (
        *_committed(one, root),
        *(_recorded(one, recordings) if recordings else ()),
    ):
        try:
            seen, outcome, series = _evaluated(one, results)
        except ResultError:
            continue
        dimension = "x" if isinstance(one.goal.target, Ratio) else series.dimension
        point = Point(commit, time, machine, seen, series.samples if dimension != "x" else (), outcome, results.tool)
        found[commit, seen.value] = point
    target = one.goal.target
    low, high = -float("inf"), float("inf")
    if isinstance(target, Ratio):
        low, high = target.low, target.high
    elif isinstance(target, tuple):
        (low, high), unit, dimension = limits(target[0]), target[0].unit, target[0].dimension
    points = sorted(_dated(root, list(found.values())), key=lambda point: point.moment)
    return Track(one.goal.name, document, line, one.goal.target_text, low, high, dimension, unit, tuple(points))


def _evaluated(one: Wanted, results: Results) -> tuple[Figure, Outcome, Series]:
    """Return what one result file says of a row, as the verifier would."""
    target = one.goal.target
    quantity = target[0] if isinstance(target, tuple) else None
    unit = (quantity.unit if quantity else "") or one.goal.unit
    series = pick(one, results, one.metric, quantity.dimension if quantity else "any", unit)
    ours = figure(series, one.statistic_of(quantity))
    if isinstance(ours, str):
        raise ResultError(ours)
    if not isinstance(target, Ratio):
        return ours, judge(quantity, ours, "").outcome if quantity else Outcome.UNPROVEN, series
    against = pick(one, results, compares(one), series.dimension or "any", "")
    other = figure(against, one.statistic_of(None))
    if isinstance(other, str):
        raise ResultError(other)
    judged, ratio = judge_ratio(target, ours, other, series.dimension, (series.name, against.name))
    return Figure(ratio, None, ours.statistic, ratio, ratio, ours.runs), judged.outcome, series


def _recorded(one: Wanted, recordings: Recordings) -> Iterator[tuple[str, int, str, Results]]:
    """Yield what was kept, by commit and machine."""
    together: dict[tuple[str, str], list[tuple[int, Series, str]]] = {}
    for each in recordings.recorded(RECORDED, one.series, _MOST):
        one_of = (each.moment, series_of(each.data), str(each.data.get("tool", "")))
        together.setdefault((each.commit, each.machine), []).append(one_of)
    for (commit, machine), kept in together.items():
        latest = {series.name: series for _, series, _ in reversed(kept)}
        known = "" if machine == "unknown" else machine
        yield commit, kept[0][0], known, Results("", tuple(latest.values()), tool=kept[0][2])


def _committed(one: Wanted, root: str) -> Iterator[tuple[str, int, str, Results]]:
    """Yield what each committed version of the result file holds."""
    if not one.file or one.file.startswith(("/", "..")):
        return
    try:
        lines = run(root, "log", f"-{_MOST}", "--format=%H %ct", "--", f":(literal){one.file}").decode().splitlines()
    except GitError:
        return
    for line in lines:
        commit, _, time = line.partition(" ")
        try:
            content = run(root, "cat-file", "blob", f"{commit}:./{one.file}")
            with TemporaryDirectory(prefix="holdfast-") as folder:
                with open(os.path.join(folder, "result"), "wb") as file:
                    file.write(content)
                results = read(one, Source(folder, "result"))
        except (GitError, ResultError):
            continue
        yield results.commit or commit, moment(time), str(results.machine), results


def _dated(root: str, points: list[Point]) -> list[Point]:
    """Return points with the time of their commits, where git knows them."""
    names = sorted({point.commit for point in points if point.commit})
    try:
        question = "".join(f"{name}\n" for name in names).encode()
        known = run(root, "log", "--no-walk=unsorted", "--ignore-missing", "--stdin", "--format=%H %ct", stdin=question)
    except GitError:
        return points
    times = dict(line.split() for line in known.decode().splitlines()) if names else {}
    return [point._replace(moment=moment(times.get(point.commit, str(point.moment)))) for point in points]
