"""Measurements through time: as a chart of characters that needs no colour, as a table, and for programs."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from holdfast.binding.amounts import value
from holdfast.binding.described import described, kind_of
from holdfast.formats import View
from holdfast.formats.escape import json_text, markdown, visible
from holdfast.formats.layout import cut
from holdfast.formats.style import Paint
from holdfast.model.outcome import Outcome
from holdfast.plural import counted
from holdfast.version import __version__

_WIDTH = 80
_LEFT = 23
"""Columns of a commit and its day."""
_RIGHT = 24
"""Columns of a value and its runs."""
_CHART = _WIDTH - _LEFT - _RIGHT
_MARKS = {Outcome.HOLDS: "●", Outcome.BROKEN: "×"}
_MEANS = "● holds   × misses   ○ too near to tell   ─ least to most   ┊ the target"
_COLOR = {Outcome.HOLDS: "green", Outcome.BROKEN: "red"}


def text(root: str, tracks: Sequence[Any], view: View) -> Iterator[str]:
    """Yield a chart for each row, the oldest commit first, within 80 columns."""
    paint = Paint(color=view.color)
    for number, track in enumerate(tracks):
        if number:
            yield ""
        place = f"{view.shown(root, track.document)}:{track.line}"
        target = f"target {cut(visible(track.target), 30)}" if track.target else "no target"
        yield f"{paint(cut(visible(track.name), 30), 'bold')}   {place}"
        yield f"{target}   {_statistic(track)}"
        if not track.points:
            yield paint("nothing was measured yet: holdfast verify --bench, or commit its result file", "yellow")
            continue
        yield ""
        yield from _chart(track, paint)
    if any(track.points for track in tracks):
        yield ""
        yield paint(_MEANS, "dim")


def _statistic(track: Any) -> str:
    words = dict.fromkeys(point.figure.statistic for point in track.points if point.figure.statistic)
    return f"{' and '.join(words)} of each measurement" if words else "one value each"


def _chart(track: Any, paint: Paint) -> Iterator[str]:
    ends = [end for end in (track.low, track.high) if math.isfinite(end)]
    seen = [each for point in track.points for each in (point.figure.low, point.figure.high, point.figure.value)]
    seen = [each for each in seen if math.isfinite(each)]
    low, high = min((*seen, *ends)), max((*seen, *ends))
    room = (high - low) * 0.05 or abs(high) * 0.05 or 1.0
    low, high = max(low - room, 0.0) if low >= 0 else low - room, high + room

    def column(amount: float) -> int:
        share: float = (amount - low) / (high - low)
        return min(_CHART - 1, max(0, round(share * (_CHART - 1))))

    first, last = value(low, _dimension(track), track.unit), value(high, _dimension(track), track.unit)
    yield " " * _LEFT + f"{first}{last:>{_CHART - len(first)}}"
    machine = ""
    for point in track.points:
        if machine and point.machine and point.machine != machine:
            yield paint(f"{'':{_LEFT}}on another machine: {cut(visible(point.machine), 30)}", "dim")
        machine = point.machine or machine
        line = _drawn(point, [column(end) for end in ends], column, paint)
        shown = value(point.figure.value, _dimension(track), track.unit)
        runs = counted(point.figure.runs, "run") if point.figure.runs else ""
        yield f"{_commit(point):<11}{_day(point):<12}{line}  {shown:>11}  {runs}".rstrip()


def _drawn(point: Any, ends: Sequence[int], column: Callable[[float], int], paint: Paint) -> str:
    cells = [" "] * _CHART
    for end in ends:
        cells[end] = "┊"
    if math.isfinite(point.figure.low + point.figure.high):
        for place in range(column(point.figure.low), column(point.figure.high) + 1):
            cells[place] = "┼" if cells[place] == "┊" else "─"
    place = column(point.figure.value)
    mark = _MARKS.get(point.outcome, "○")
    colored = paint(mark, _COLOR[point.outcome]) if point.outcome in _COLOR else mark
    return "".join((*cells[:place], colored, *cells[place + 1 :]))


def _dimension(track: Any) -> str:
    return str(track.dimension)


def _commit(point: Any) -> str:
    return visible(point.commit[:9]) or "no commit"


def _day(point: Any) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(point.moment))


def as_markdown(root: str, tracks: Sequence[Any], view: View) -> Iterator[str]:
    """Yield a table for each row of targets."""
    for number, track in enumerate(tracks):
        if number:
            yield ""
        yield f"**{markdown(track.name)}**, target {markdown(track.target) or 'none'} ({markdown(track.document)}:{track.line})"
        yield ""
        yield "| Commit | Day | Measured | From-to | Runs | Machine | |"
        yield "|---|---|---|---|---|---|---|"
        for point in track.points:
            unit = (_dimension(track), track.unit)
            figure = point.figure
            between = f"{value(figure.low, *unit)} to {value(figure.high, *unit)}" if math.isfinite(figure.low) else ""
            cells = (_commit(point), _day(point), value(figure.value, *unit), between, str(figure.runs or ""))
            yield f"| {' | '.join(map(markdown, cells))} | {markdown(point.machine)} | {_word(point)} |"


def _word(point: Any) -> str:
    return {Outcome.HOLDS: "holds", Outcome.BROKEN: "misses"}.get(point.outcome, "unproven")


def as_json(root: str, tracks: Sequence[Any], view: View) -> Iterator[str]:
    """Yield the JSON document, valid against ``schemas/history-v1.json``."""
    metrics = [
        {
            "name": visible(track.name),
            "path": visible(track.document),
            "line": track.line,
            "target": visible(track.target),
            "low": _finite(track.low),
            "high": _finite(track.high),
            "dimension": visible(track.dimension),
            "unit": visible(track.unit),
            "points": [_point(point) for point in track.points],
        }
        for track in tracks
    ]
    yield json_text({"version": 1, "holdfast": __version__, "root": visible(root), "metrics": metrics}, indent=2)


def _point(point: Any) -> dict[str, Any]:
    figure = point.figure
    return {
        "commit": visible(point.commit) or None,
        "moment": point.moment,
        "machine": visible(point.machine) or None,
        "tool": visible(point.tool) or None,
        "statistic": visible(figure.statistic) or None,
        "value": figure.value,
        "spread": figure.spread,
        "low": _finite(figure.low),
        "high": _finite(figure.high),
        "runs": figure.runs,
        "samples": list(point.samples),
        "outcome": point.outcome.value,
    }


def _finite(amount: float) -> float | None:
    return amount if math.isfinite(amount) else None


def listed(root: str, rows: Sequence[Any], view: View) -> Iterator[str]:
    """Yield every row of targets by document: what its target is understood as, and what measures it."""
    paint = Paint(color=view.color)
    for path, group in groupby(rows, key=lambda row: row.document):
        yield paint(view.shown(root, path), "bold")
        for row in group:
            yield f"{row.line:>6}  {visible(row.goal.name)}"
            measured = visible(row.named) or paint("no measurement named", "dim")
            target = cut(visible(row.goal.target_text), 30) or "-"
            yield f"        {target}   {paint(visible(described(row.goal.target)), 'cyan')}   {measured}"
        yield ""
    named = sum(bool(row.named) for row in rows)
    yield f"{counted(len(rows), 'target')}   {named} with a measurement"
    if not rows:
        yield "a target is a row of a table with a column Target, in a living document"


def listed_markdown(root: str, rows: Sequence[Any], view: View) -> Iterator[str]:
    """Yield the rows of targets as a table."""
    yield "| Document | Metric | Target | Read as | Measurement |"
    yield "|---|---|---|---|---|"
    for row in rows:
        goal = row.goal
        cells = (f"{row.document}:{row.line}", goal.name, goal.target_text, described(goal.target), row.named)
        yield f"| {' | '.join(map(markdown, cells))} |"


def listed_json(root: str, rows: Sequence[Any], view: View) -> Iterator[str]:
    """Yield the JSON document, valid against ``schemas/history-v1.json``."""
    targets = [
        {
            "name": visible(row.goal.name),
            "path": visible(row.document),
            "line": row.line,
            "target": visible(row.goal.target_text),
            "actual": visible(row.goal.actual_text),
            "type": kind_of(row.goal.target),
            "read_as": visible(described(row.goal.target)),
            "measurement": visible(row.named) or None,
        }
        for row in rows
    ]
    document = {"version": 1, "holdfast": __version__, "root": visible(root), "metrics": [], "targets": targets}
    yield json_text(document, indent=2)


LISTS = {"text": listed, "json": listed_json, "markdown": listed_markdown}
FORMATS = {"text": text, "json": as_json, "markdown": as_markdown}
