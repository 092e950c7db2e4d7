"""Tables of targets: what was aimed at, what was measured, and how that went over the commits."""

import re
from itertools import groupby
from math import isfinite
from typing import NamedTuple

from holdfast.binding.amounts import scale_of, value
from holdfast.binding.goals import Goal, goals
from holdfast.binding.quantity import misses, read_quantity
from holdfast.markdown.outline import outline
from holdfast.markdown.parser import parse
from holdfast.model.outcome import Outcome
from holdfast.verifiers.targets.past import Point, Track
from holdfast.web.charts import Sample
from holdfast.web.site import Site

_SPOKEN = re.compile(rb"target|budget|goal|objective|limit", re.IGNORECASE)
"""Without any of these words no column is one of targets, and a text need not be parsed."""
_STATES = {Outcome.HOLDS: "met", Outcome.BROKEN: "missed"}


class Row(NamedTuple):
    """One target with what was measured."""

    name: str
    target: str
    actual: str
    """What was measured last; without a measurement, what the document says."""
    state: str
    """``met``, ``missed``, or empty where that cannot be told."""
    samples: tuple[Sample, ...]
    """In the unit, the oldest first."""
    goals: tuple[float, ...]
    """The ends of the target, in the same unit; empty where it sets no limit."""
    unit: str
    line: int


def tables(site: Site, path: str) -> list[tuple[str, list[Row]]]:
    """Return each table of targets of a document: the section it stands in, and its rows."""
    if path not in site.targets:
        site.targets[path] = _tables(site, path)
    found: list[tuple[str, list[Row]]] = site.targets[path]
    return found


def _tables(site: Site, path: str) -> list[tuple[str, list[Row]]]:
    raw = site.panorama.raw(path)
    if b"|" not in raw or not _SPOKEN.search(raw):
        return []
    parsed = parse(raw)
    found = [(parsed.line(one.place.start), one) for one in goals(parsed, outline(parsed))]
    tracks = (
        {one.line: one for one in site.panorama.tracks(path)}
        if found and (b"bench:" in raw or site.panorama.found.config.verify.get("bench"))
        else {}
    )
    return [
        (" / ".join(section), [_row(line, one, tracks.get(line)) for line, one in rows])
        for section, rows in groupby(found, key=lambda pair: pair[1].section)
    ]


def _row(line: int, one: Goal, track: Track | None) -> Row:
    if track is None or not track.points:
        return Row(one.name, one.target_text, one.actual_text, _told(one), (), (), "", line)
    last = track.points[-1]
    scale, unit = _scale(track)
    ends = tuple(end / scale for end in (track.low, track.high) if isfinite(end) and not (end == 0 and track.low == 0))
    return Row(
        name=one.name,
        target=one.target_text,
        actual=value(last.figure.value, track.dimension, track.unit),
        state=_STATES.get(last.outcome, ""),
        samples=tuple(Sample(each.moment, each.figure.value / scale, _label(each, track)) for each in track.points),
        goals=ends,
        unit=unit,
        line=line,
    )


def _scale(track: Track) -> tuple[float, str]:
    """Return what one of the unit that a row is shown in is in base units, and the unit."""
    if track.unit and scale_of(track.unit) != 1.0:
        return scale_of(track.unit), track.unit
    _, _, unit = value(track.points[-1].figure.value, track.dimension, track.unit).partition(" ")
    return (scale_of(unit), unit) if unit else (1.0, track.dimension)


def _label(point: Point, track: Track) -> str:
    commit = f" at {point.commit[:7]}" if point.commit else ""
    machine = f" on {point.machine}" if point.machine else ""
    return f"{value(point.figure.value, track.dimension, track.unit)}{commit}{machine}"


def _told(one: Goal) -> str:
    """Return whether the value that the document gives meets its target, where both are figures."""
    target, actual = read_quantity(one.target_text, one.unit), read_quantity(one.actual_text, one.actual_unit)
    if target is None or actual is None or not one.measured:
        return ""
    return "missed" if misses(target, actual) else "met"
