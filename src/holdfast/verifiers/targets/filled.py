"""A measured value put into the Actual cell of its row, that cell only, in the style that the row is written in."""

import math
import re

from holdfast.binding.amounts import number, scale_of, value
from holdfast.binding.quantity import Quantity, read_quantity
from holdfast.binding.ratio import Ratio
from holdfast.binding.value import Words
from holdfast.model.edit import Edit, Fix
from holdfast.model.span import Span
from holdfast.verifiers.targets.wanted import Wanted
from holdfast.world.results.series import Figure

_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_COMPARED = re.compile(
    r"\A\W*(?:[<>=≤≥~≈]+|at (?:most|least)|under|over|below|above|up to|max\.?|min\.?|no more than)\s*", re.IGNORECASE
)


def figure_text(one: Wanted, target: Quantity | None, figure: Figure, dimension: str) -> str:
    """Return a figure in the style of the row: its unit, the space before it, its separators."""
    column = one.goal.actual_unit
    unit = target.unit if target and target.dimension == dimension else ""
    written = next(
        (cell for cell in (one.goal.actual_text, one.goal.target_text) if _reads(cell, column, dimension)), ""
    )
    old = read_quantity(_bare(written), column) if written else None
    unit = old.unit if old and old.unit else unit
    if column and not re.search(r"[^\W\d]|%", _bare(written)):
        text = number(figure.value / scale_of(column))
    else:
        text = value(figure.value, dimension, unit)
        if written and re.search(r"\d(?:[a-zA-Zµμ%×])", written):
            text = text.replace(" ", "", 1)
    if "," in written and _NUMBER.search(written):
        text = _NUMBER.sub(lambda found: f"{float(found[0]):,.0f}" if "." not in found[0] else found[0], text, count=1)
    return (
        f"{target.qualifier} {text}"
        if target and target.qualifier and isinstance(one.goal.target, tuple) and len(one.goal.target) > 1
        else text
    )


def _reads(cell: str, column: str, dimension: str) -> bool:
    found = read_quantity(_bare(cell), column)
    return found is not None and found.dimension == dimension


def _bare(cell: str) -> str:
    return _COMPARED.sub("", cell)


def ratio_text(one: Wanted, ratio: float) -> str:
    """Return a ratio in the words of the target."""
    target = one.goal.target
    if not isinstance(target, Ratio) or not math.isfinite(ratio):
        return ""
    if target.speed:
        return f"{number(ratio)}x faster" if ratio >= 1 else f"{number(1 / ratio)}x slower"
    percent = "%" in one.goal.target_text
    return f"{number(ratio * 100)} %" if percent else number(ratio)


def filled(one: Wanted, text: str, source: bytes) -> Fix | None:
    """Return the edit that writes a value into the Actual cell; none where it is there, ``None`` where there is no such cell.

    What else the cell says, such as emphasis around the value, stays, and so does the width of the column where it can.
    """
    goal = one.goal
    if goal.actual is None:
        return None
    start, end = goal.place
    raw = source[start:end].decode("utf-8", "replace")
    old = goal.actual_text
    if not raw.strip():
        return _into_empty(source, start, text)
    if isinstance(goal.actual, Words) and any(char.isdigit() for char in old):
        return None
    inner = raw if raw == old or old not in raw else old
    if inner == text or _agrees(inner, text):
        return Fix(())
    at = start + len(raw[: raw.index(inner)].encode())
    stop = at + len(inner.encode())
    blank = len(source[end:]) - len(source[end:].lstrip(b" "))
    room = min(blank - 1, len(text) - len(inner)) if blank > 1 else 0
    if inner != raw:
        return Fix((Edit(Span(at, stop), text),))
    if room > 0:
        return Fix((Edit(Span(at, end + room), text),))
    return (
        Fix((Edit(Span(at, stop), text + " " * max(0, len(inner) - len(text))),))
        if blank
        else Fix((Edit(Span(at, stop), text),))
    )


def _agrees(old: str, new: str) -> bool:
    """Tell whether a value is the new one, rounded by whoever wrote it to two digits that count or more."""
    first, second = _NUMBER.findall(old), _NUMBER.findall(new)
    if len(first) != 1 or len(second) != 1 or _NUMBER.sub("", old) != _NUMBER.sub("", new):
        return False
    written = first[0].replace(",", "")
    decimals = len(written.partition(".")[2])
    digits = len(written.replace(".", "").strip("0"))
    return digits > 1 and round(float(second[0].replace(",", "")), decimals) == float(written)


def _into_empty(source: bytes, start: int, text: str) -> Fix | None:
    """Write into a cell that holds nothing but white space, between the bars around it."""
    first, last = source.rfind(b"|", 0, start + 1), source.find(b"|", start)
    line = source.find(b"\n", start)
    if first < 0 or last < 0 or (0 <= line < last) or source[first + 1 : last].strip():
        return None
    width = max(last - first - 1, len(text) + 2)
    return Fix((Edit(Span(first + 1, last), f" {text}".ljust(width)),))
