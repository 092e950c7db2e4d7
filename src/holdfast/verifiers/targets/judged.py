"""A target beside what was measured: it holds, it is missed, or the measurement is too noisy to tell."""

import math
from typing import NamedTuple

from holdfast.binding.amounts import number, span, value
from holdfast.binding.quantity import Quantity, limits
from holdfast.binding.ratio import Growth, Ratio
from holdfast.binding.value import Value, Words
from holdfast.model.outcome import Outcome
from holdfast.world.results.series import Figure

_MARGIN = 0.1
"""How far off an approximate target may be, and how far what a document says may be from what is measured."""
NOISY = "measure more runs, on a machine that does nothing else"
REACH = "reach it, or set a target that holds and say why it changed"


class Judged(NamedTuple):
    """What came of one value of a target."""

    outcome: Outcome
    found: str
    remedy: str = ""


def judge(target: Quantity, figure: Figure, shown: str) -> Judged:
    """Compare a figure with a target; ``shown`` is the target as written."""
    low, high = limits(target)
    slack = _MARGIN if target.approximate else 1e-9
    text = measured(figure, target.dimension, target.unit)
    if low == -math.inf and high == math.inf:
        return Judged(
            Outcome.UNPROVEN,
            f"{text}; {shown} does not say whether more or less is better",
            f"write ≤ {shown} or ≥ {shown}",
        )
    return _within(figure, (low - abs(low) * slack, high + abs(high) * slack), text, shown, target)


def judge_ratio(
    target: Ratio, ours: Figure, other: Figure, dimension: str, names: tuple[str, str]
) -> tuple[Judged, float]:
    """Compare the figures of two metrics of one run with a ratio; the second result is the ratio itself."""
    if ours.value <= 0 or other.value <= 0:
        return Judged(Outcome.UNPROVEN, f"{names[0]} or {names[1]} is not above 0", "measure it again"), math.nan
    ratio = ours.value / other.value
    if target.speed and not dimension.endswith("/s"):
        ratio = 1 / ratio
    spreads = [one.spread / one.value for one in (ours, other) if one.spread is not None]
    spread = ratio * math.sqrt(math.fsum(one * one for one in spreads)) if spreads else None
    figure = Figure(ratio, spread, "", ratio, ratio, 0)
    each = (
        f"{one.statistic} {value(one.value, dimension)} for {name}"
        for one, name in zip((ours, other), names, strict=True)
    )
    text = f"{_times(ratio, speed=target.speed)} ({', '.join(each)})"
    if not target.limit:
        return Judged(
            Outcome.UNPROVEN, f"{text}; the target does not say whether more or less is better", "write ≤ or ≥"
        ), ratio
    slack = _MARGIN if target.approximate else 1e-9
    ends = (target.low - abs(target.low) * slack, target.high + abs(target.high) * slack)
    bound = target.low if target.speed else target.high
    shown = f"{'≥' if target.speed or target.high == math.inf else '≤'} {number(bound if math.isfinite(bound) else target.low)}"
    return _within(figure, ends, text, shown, None), ratio


def _times(ratio: float, *, speed: bool) -> str:
    return f"{number(ratio)} times as fast" if speed else f"{number(ratio)} times as much"


def _within(figure: Figure, ends: tuple[float, float], text: str, shown: str, target: Quantity | None) -> Judged:
    """Tell whether a figure lies between two values, unless it is too near to one of them for its spread."""
    margin = min(abs(figure.value - end) for end in ends if math.isfinite(end))
    if figure.spread is not None and figure.spread > margin:
        dimension, unit = (target.dimension, target.unit) if target else ("x", "x")
        spread, room = value(figure.spread, dimension, unit), value(margin, dimension, unit)
        return Judged(
            Outcome.UNPROVEN, f"noisy: {text}; runs spread over {spread}, and {room} lie between it and {shown}", NOISY
        )
    if ends[0] <= figure.value <= ends[1]:
        return Judged(Outcome.HOLDS, text)
    return Judged(Outcome.BROKEN, f"{text} misses the target, {shown}", REACH)


def measured(figure: Figure, dimension: str, unit: str) -> str:
    """Return a figure as text, with what it rests on."""
    text = value(figure.value, dimension, unit)
    if figure.runs < 2:
        return f"{text} ({figure.runs or 'an unknown number of'} run{'' if figure.runs == 1 else 's'})"
    between = f", {span(figure.low, figure.high, dimension, unit)}" if math.isfinite(figure.low + figure.high) else ""
    return f"{text} ({figure.statistic} of {figure.runs} runs{between})"


def disagrees(actual: Value | None, figure: Figure, dimension: str, unit: str) -> str:
    """Return what is said where a document gives another actual value than the one measured; empty where it does not."""
    for one in actual if isinstance(actual, tuple) else ():
        if one.dimension == dimension and (not one.qualifier or one.qualifier == figure.statistic):
            room = max(abs(figure.value) * _MARGIN, figure.spread or 0.0)
            if not one.low - room <= figure.value <= one.high + room:
                return f"the document says {value(one.low if math.isfinite(one.low) else one.high, dimension, unit or one.unit)}"
    return ""


def no_figure(target: Value) -> str:
    """Return why a target cannot be compared with any measurement; empty where it can."""
    if isinstance(target, Growth):
        return f"no measurement proves {target.order}"
    return f"the target is no figure: {target.note}" if isinstance(target, Words) else ""
