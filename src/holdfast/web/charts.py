"""Small charts as SVG, drawn here: they need no script, follow the colours of the page, and are described in words."""

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from math import floor, log10
from typing import NamedTuple

from markupsafe import Markup

from holdfast.formats.escape import visible
from holdfast.model.state import Burn
from holdfast.plural import counted

_WIDE, _HIGH = 640, 190
_LEFT, _FOOT, _TOP = 44, 34, 18
_DOTS = 60
"""So many of the newest values have a dot of their own."""


class Share(NamedTuple):
    """One piece of a whole."""

    name: str
    size: int
    kind: str
    """Class that gives its colour."""


class Sample(NamedTuple):
    """One value at one time."""

    time: int
    value: float
    label: str = ""


def shares(pieces: Sequence[Share], label: str) -> Markup:
    """Draw how a whole is made up: one bar of pieces side by side."""
    whole = sum(one.size for one in pieces)
    if not whole:
        return Markup("")
    said = ", ".join(f"{one.size} {one.name}" for one in pieces if one.size)
    drawn, left = [], 0.0
    for one in pieces:
        if one.size:
            width = 100 * one.size / whole
            gap = 0.35 if left + width < 99.9 else 0.0
            drawn.append(
                f'<rect class="fill-{one.kind}" x="{left:.2f}" y="0" width="{max(width - gap, 0.4):.2f}" height="10"><title>{_text(one.name)}: {one.size}</title></rect>'
            )
            left += width
    return _svg("0 0 100 10", "shares", f"{label}: {said}", "".join(drawn), stretched=True)


def burn_up(burns: Sequence[Burn], until: int, label: str = "tasks done over time") -> Markup:
    """Draw how many tasks there were and how many of them were done, step by step."""
    if not burns or burns[-1].total == 0:
        return Markup("")
    first, last = burns[0].time, max(until, burns[-1].time, burns[0].time + 1)
    top = max(one.total for one in burns)
    scale = _Scale(first, last, 0, top)
    total = _steps([(one.time, one.total) for one in burns], last, scale)
    done = _steps([(one.time, one.done) for one in burns], last, scale)
    base = scale.y(0)
    end = burns[-1]
    drawn = (
        _grid(scale, top)
        + f'<path class="area" d="{done} V{base:.1f} H{scale.x(first):.1f} Z"/>'
        + f'<path class="line total" d="{total}"/><path class="line done" d="{done}"/>'
        + _dates(first, last)
    )
    said = f"{label}: {end.done} of {end.total} done; {burns[0].done} of {burns[0].total} on {_day(first)}"
    return _svg(f"0 0 {_WIDE} {_HIGH}", "chart", said, drawn)


def history(samples: Sequence[Sample], goals: Sequence[float], label: str, unit: str = "") -> Markup:
    """Draw values over time, with a line at each end of the target."""
    if not samples:
        return Markup("")
    values = [*(one.value for one in samples), *goals]
    top = _round_top(max(values) * 1.05)
    first, last = samples[0].time, max(samples[-1].time, samples[0].time + 1)
    scale = _Scale(first, last, min(0.0, *values), top)
    points = " ".join(f"{scale.x(one.time):.1f},{scale.y(one.value):.1f}" for one in samples)
    dots = "".join(
        f'<circle cx="{scale.x(one.time):.1f}" cy="{scale.y(one.value):.1f}" r="3.5"><title>{_text(one.label or _number(one.value))}, {_day(one.time)}</title></circle>'
        for one in samples[-_DOTS:]
    )
    lines = "".join(_goal(scale.y(goal), f"target {_number(goal)} {unit}".strip()) for goal in goals)
    drawn = f'{_grid(scale, top)}<polyline class="line done" points="{points}"/>{dots}{lines}{_dates(first, last)}'
    many = f"{counted(len(samples), 'measurement')} since {_day(first)}"
    aims = f", target {' to '.join(map(_number, goals))} {unit}" if goals else ""
    return _svg(f"0 0 {_WIDE} {_HIGH}", "chart", f"{label}: {_number(samples[-1].value)} {unit}{aims}, {many}", drawn)


def _goal(y: float, words: str) -> str:
    return (
        f'<line class="target" x1="{_LEFT}" x2="{_WIDE}" y1="{y:.1f}" y2="{y:.1f}"/>'
        f'<text class="goal" x="{_WIDE - 4}" y="{y - 5:.1f}" text-anchor="end">{_text(words)}</text>'
    )


def spark(values: Sequence[float], label: str) -> Markup:
    """Draw values as a line as small as a word."""
    if len(values) < 2:
        return Markup("")
    low, high = min(values), max(values)
    spread = (high - low) or 1.0
    points = " ".join(
        f"{1 + 78 * place / (len(values) - 1):.1f},{19 - 18 * (value - low) / spread:.1f}"
        for place, value in enumerate(values)
    )
    return _svg("0 0 80 20", "spark", label, f'<polyline class="line done" points="{points}"/>')


class _Scale:
    """Where a time and a value lie on a chart."""

    def __init__(self, first: int, last: int, low: float, high: float) -> None:
        self.first, self.span = first, max(1, last - first)
        self.low, self.range = low, (high - low) or 1.0

    def x(self, time: float) -> float:
        return _LEFT + (_WIDE - _LEFT - 4) * (time - self.first) / self.span

    def y(self, value: float) -> float:
        return _TOP + (_HIGH - _TOP - _FOOT) * (1 - (value - self.low) / self.range)


def _steps(points: Sequence[tuple[int, int]], last: int, scale: _Scale) -> str:
    time, value = points[0]
    path = [f"M{scale.x(time):.1f} {scale.y(value):.1f}"]
    path += [f"H{scale.x(time):.1f} V{scale.y(value):.1f}" for time, value in points[1:]]
    return " ".join([*path, f"H{scale.x(last):.1f}"])


def _grid(scale: _Scale, top: float) -> str:
    lines = []
    for value in sorted({0.0, top / 2 if top >= 2 else top, top}):
        y = scale.y(value)
        lines.append(
            f'<line class="grid" x1="{_LEFT}" x2="{_WIDE}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{_number(value)}</text>'
        )
    return "".join(lines)


def _dates(first: int, last: int) -> str:
    y = _HIGH - 7
    end = "" if _day(first) == _day(last) else f'<text x="{_WIDE - 4}" y="{y}" text-anchor="end">{_day(last)}</text>'
    return f'<text x="{_LEFT}" y="{y}">{_day(first)}</text>{end}'


def _svg(box: str, kind: str, label: str, drawn: str, *, stretched: bool = False) -> Markup:
    ratio = ' preserveAspectRatio="none"' if stretched else ""
    return Markup(  # noqa: S704 - Numbers of our own, and texts that are escaped above.
        f'<svg class="{kind}" viewBox="{box}"{ratio} role="img" aria-label="{_text(label)}">{drawn}</svg>'
    )


def _text(text: str) -> str:
    return escape(visible(text))


def _number(value: float) -> str:
    """Return a number with three digits that count, thousands and millions cut short."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e4, "k")):
        if abs(value) >= size:
            return f"{value / (1e3 if letter == 'k' else size):.3g}{letter}"
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"


def _round_top(value: float) -> float:
    """Return the next number that reads well at the top of an axis: 1, 2, 3, 4, 5, 6 or 8 with zeros."""
    if value <= 0:
        return 1.0
    size: float = 10.0 ** floor(log10(value))
    return next(step * size for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if step * size >= value * 0.9999)


def _day(time: int) -> str:
    return datetime.fromtimestamp(time, UTC).date().isoformat()
