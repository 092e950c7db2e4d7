"""Measured values as people read them: in the unit of their row, with three digits that count."""

from holdfast.binding.quantity import read_quantity

_STEPS = {
    "time": ((1e-9, "ns"), (1e-6, "µs"), (1e-3, "ms"), (1.0, "s"), (60.0, "min"), (3600.0, "h")),
    "bytes": ((1.0, "B"), (1e3, "kB"), (1e6, "MB"), (1e9, "GB"), (1e12, "TB")),
}
_RATES = {"bytes/s": "bytes"}


def number(value: float) -> str:
    """Return a number with three digits that count, never in powers: ``0.0123``, ``4.5``, ``31.2``, ``1234``."""
    if value == 0:
        return "0"
    digits = 0
    while digits < 12 and abs(value) * 10**digits < 99.95:
        digits += 1
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def scale_of(unit: str) -> float:
    """Return what one of a unit is in base units; 1 for what is no unit."""
    one = read_quantity(f"1 {unit}") if unit else None
    return one.low if one else 1.0


def value(amount: float, dimension: str, unit: str = "") -> str:
    """Return a value in base units as text, in ``unit`` where it is one of its dimension and near enough, else in one that suits it."""
    one = read_quantity(f"1 {unit}") if unit else None
    if (
        one
        and one.dimension == dimension
        and (dimension not in _STEPS or 1e-3 <= abs(amount / one.low) < 1e6 or not amount)
    ):
        return f"{number(amount / one.low)} {unit}"
    per = "/s" if dimension in _RATES else ""
    steps = _STEPS.get(_RATES.get(dimension, dimension))
    if steps is None:
        return f"{number(amount)} {dimension}".strip()
    size, name = next((step for step in reversed(steps) if abs(amount) >= step[0]), steps[0])
    return f"{number(amount / size)} {name}{per}"


def span(low: float, high: float, dimension: str, unit: str = "") -> str:
    """Return the least and the most of some samples."""
    first, last = value(low, dimension, unit), value(high, dimension, unit)
    same = first.rpartition(" ")[2] == last.rpartition(" ")[2] and " " in first
    return f"{first.rpartition(' ')[0]}-{last}" if same else f"{first} to {last}"
