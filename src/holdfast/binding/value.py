"""What a cell of a table of targets says, typed: quantities, a ratio, an order of growth, or words with a note why.

This reads more than :func:`~holdfast.binding.quantity.read_quantity`, which rules ask and which stays strict: compound
times (``1 h 30 min``), powers (``1e6``), ``20 ± 2 ms``, "20 ms or less", "between 10 and 20 ms", the 99th percentile in
all its spellings, and several percentiles in one cell.
"""

import re
from dataclasses import dataclass

from holdfast.binding.quantity import NUMBER, Quantity, read_quantity, without_escapes
from holdfast.binding.ratio import Growth, Ratio, read_growth, read_ratio
from holdfast.patterns import pattern
from holdfast.records import replace


@dataclass(frozen=True, slots=True)
class Words:
    """Text that is no figure, or says more than one."""

    text: str
    note: str
    """Why it is left to people; one line."""


Value = tuple[Quantity, ...] | Ratio | Growth | Words
"""Several quantities where a cell gives one for each of several percentiles."""

_PERCENTILE = pattern(r"(?:\bat\s+|@\s*)?(?:\bthe\s+)?\b(\d{1,2}(?:\.\d+)?)(?:th|st|nd|rd)?\s+percentile\b")
_AT = pattern(
    r"\s+(?:at|for)\s+(p\d|median|average|mean)|\s*@\s*(p\d)|\s*\((p\d{1,2}(?:\.\d+)?|median|average|avg|mean|typical)\)"
)
_MEASURE = pattern(r"\((p\d{1,2}(?:\.\d+)?|median|average|avg|mean|typical)\)\Z")
_POWER = pattern(
    r"(?<![\w.])(\d+(?:\.\d+)?)e([+-]?\d{1,2})\b|(?<![\w.])(?:(\d+(?:\.\d+)?)\s*[×x*]\s*)?10(?:\^(\d{1,2})|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}))"
)
_MILLIONS = pattern(rf"({NUMBER})\s*(thousand|million|billion)\b")
_PLUS_MINUS = pattern(rf"\A({NUMBER})\s*([A-Za-zµμ%]*)\s*(?:±|\+/-|\+-)\s*({NUMBER})\s*(.*)\Z")
_OR = pattern(r"\A([^<>=≤≥]+?)\s+or\s+(less|fewer|lower|more|better|greater|higher|faster)\Z")
_LAST = pattern(r"\A([^<>=≤≥]+?)\s+(max(?:imum)?|minimum)\Z")
_BETWEEN = pattern(rf"\A(?:between\s+({NUMBER}[^\d]*?)\s+and\s+|from\s+({NUMBER}[^\d]*?)\s+to\s+)({NUMBER}.*)\Z")
_SUB = pattern(r"\Asub-?\s*(?:(\d.*)|(millisecond|second|microsecond|minute))\Z")
_NONE = pattern(r"\A(?:zero|no)\s+([a-z]+)\Z")
_COMPOUND = pattern(r"\A(\D*?)((?:\d+(?:\.\d+)?\s*(?:d|days?|h|hr|hrs|hours?|min|mins|minutes?|s|sec|secs|seconds?|ms)\s*){2,})\Z")  # fmt: skip
_PART = pattern(r"(\d+(?:\.\d+)?)\s*([a-z]+)")
_SHORT_MINUTES = pattern(r"\A(\D*?)(\d+)\s*(h|m)\s*(\d{1,2})\s*(m|s)\Z")
_SEVERAL = pattern(r"\s*(?:,|;|<br\s*/?>|\band\b|\s/\s)\s*")
_HIGH = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SCALE = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
_SILENT = pattern(r"[\W_]*\Z")


_FEW = 12
"""Of so many words it is told which of them are not understood."""


def read_value(text: str, unit: str = "") -> Value:
    """Read a whole cell, free of markup; ``unit`` is that of the column, for bare numbers."""
    text = re.sub(r"\s+", " ", without_escapes(text)).strip()
    if quantity := _quantity(text, unit):
        return (quantity,)
    if ratio := read_ratio(text):
        return ratio
    if growth := read_growth(text):
        return growth
    return _several(text, unit) or Words(text, _why(text, unit))


def _quantity(text: str, unit: str) -> Quantity | None:
    """Read one quantity in any of the spellings."""
    if len(text) > 120:
        return None
    found = read_quantity(text, unit) or read_quantity(_plainly(text), unit)
    inside = _MEASURE.match(found.note) if found and not found.qualifier else None
    return replace(found, qualifier=inside[1], note="") if found and inside else found


def _plainly(text: str) -> str:
    """Return a cell in the one spelling that the grammar of quantities knows."""
    text = _PERCENTILE.sub(r"p\1", text)
    text = _AT.sub(lambda match: f" {match[1] or match[2] or match[3]}", text)
    text = _POWER.sub(_power, text)
    text = _MILLIONS.sub(lambda match: _number(float(match[1].replace(",", "")) * _SCALE[match[2]]), text)
    text = _NONE.sub(r"0 \1", text)
    if found := _PLUS_MINUS.match(text):
        middle, around = float(found[1].replace(",", "")), float(found[3].replace(",", ""))
        unit = found[4].strip() or found[2]
        text = f"{_number(middle - around)}-{_number(middle + around)} {unit}" if around <= middle else text
    elif found := _OR.match(text):
        more = found[2] in ("more", "greater", "higher")
        text = text if found[2] in ("better", "faster") else f"{'≥' if more else '≤'} {found[1]}"
    elif found := _LAST.match(text):
        text = f"{'≤' if found[2].startswith('max') else '≥'} {found[1]}"
    elif found := _BETWEEN.match(text):
        text = f"{found[1] or found[2]} - {found[3]}"
    elif found := _SUB.match(text):
        text = f"< {found[1] or '1 ' + found[2]}"
    elif (found := _SHORT_MINUTES.match(text)) and (found[3], found[5]) in (("h", "m"), ("m", "s")):
        seconds = int(found[2]) * (3600 if found[3] == "h" else 60) + int(found[4]) * (60 if found[3] == "h" else 1)
        text = f"{found[1]}{seconds} s"
    elif found := _COMPOUND.match(text):
        text = f"{found[1]}{_seconds(found[2])} s" if _seconds(found[2]) else text
    return text


def _power(match: re.Match[str]) -> str:
    if match[1]:
        return _number(float(f"{match[1]}e{match[2]}"))
    exponent = int(match[4]) if match[4] else int("".join(str(_HIGH.index(char)) for char in match[5]))
    return _number(float(match[3] or 1) * 10.0**exponent)


def _number(value: float) -> str:
    """Write a number as the grammar reads it, without an exponent."""
    return f"{value:.12f}".rstrip("0").rstrip(".")


def _seconds(text: str) -> str:
    """Return a compound time in seconds; empty where its parts do not descend."""
    parts = [read_quantity(f"{part[1]} {part[2]}") for part in _PART.finditer(text)]
    units = [read_quantity(f"1 {part[2]}") for part in _PART.finditer(text)]
    sizes = [one.low for one in units if one and one.dimension == "time"]
    if len(sizes) != len(parts) or sizes != sorted(set(sizes), reverse=True):
        return ""
    return _number(sum(one.low for one in parts if one))


def _several(text: str, unit: str) -> tuple[Quantity, ...] | None:
    """Read a cell that gives a quantity for each of several percentiles."""
    parts = [part for part in _SEVERAL.split(text) if part]
    if not 2 <= len(parts) <= 6 or len(text) > 160:
        return None
    found = [_quantity(part, unit) for part in parts]
    known = [one for one in found if one]
    if len(known) < len(parts) or len({one.qualifier for one in known}) < len(parts):
        return None
    return tuple(known)


def _why(text: str, unit: str) -> str:
    """Say why a cell is left to people."""
    if _SILENT.match(text):
        return "it says nothing"
    if not any(char.isdigit() for char in text):
        return "it holds no figure"
    words = text.split(" ")
    if len(words) > _FEW:
        return "it says more than a figure"
    for count in range(len(words) - 1, 0, -1):
        if _quantity(" ".join(words[:count]), unit):
            return f'"{" ".join(words[count:])}" is not understood behind "{" ".join(words[:count])}"'
    return "it is no comparison, number and unit"
