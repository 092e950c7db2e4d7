"""What a cell of a table of targets was understood as, in words."""

import math

from holdfast.binding.amounts import number, value
from holdfast.binding.quantity import Quantity
from holdfast.binding.ratio import Growth, Ratio
from holdfast.binding.value import Value, Words

_MEASURES = {"time": "time", "bytes": "size", "bytes/s": "rate", "%": "share", "x": "multiple", "": "count"}


def described(found: Value) -> str:
    """Return a typed value as people would say it; of text why it is left to them."""
    if isinstance(found, Words):
        return f"text: {found.note}"
    if isinstance(found, Growth):
        return f"order of growth: {found.order}"
    if isinstance(found, Ratio):
        return _ratio(found)
    return ", ".join(_quantity(one) for one in found)


def kind_of(found: Value) -> str:
    """Return the type of a value: ``quantity``, ``ratio``, ``growth`` or ``text``."""
    names = {Words: "text", Growth: "growth", Ratio: "ratio"}
    return names.get(type(found), "quantity")


def _quantity(one: Quantity) -> str:
    what = _MEASURES.get(one.dimension, "rate" if one.dimension.endswith("/s") else "count")
    about = "about " if one.approximate else ""
    measure = f"{one.qualifier} " if one.qualifier else ""
    return f"{measure}{what}: {about}{_between(one)}"


def _between(one: Quantity) -> str:
    if one.low == -math.inf:
        return f"at most {value(one.high, one.dimension, one.unit)}"
    if one.high == math.inf:
        return f"at least {value(one.low, one.dimension, one.unit)}"
    low, high = value(one.low, one.dimension, one.unit), value(one.high, one.dimension, one.unit)
    return low if one.single else f"{low} to {high}"


def _ratio(one: Ratio) -> str:
    other = one.of or "something it does not name"
    how = "as fast as" if one.speed else "as much as"
    bound = one.low if math.isfinite(one.low) else one.high
    way = "at least " if one.high == math.inf else "at most " if one.low == -math.inf else ""
    return f"ratio: {'about ' if one.approximate else ''}{way}{number(bound)} times {how} {other}"
