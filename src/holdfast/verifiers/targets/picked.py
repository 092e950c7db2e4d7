"""The series of a result file that a row speaks of, in base units."""

from collections.abc import Iterable

from holdfast.binding.quantity import read_quantity
from holdfast.markdown.plain import key
from holdfast.records import replace
from holdfast.verifiers.targets.wanted import Wanted
from holdfast.world.results import ResultError, Results, Source, read_results
from holdfast.world.results.pointer import is_path, value_at
from holdfast.world.results.series import Series

_SHOWN = 6
_KINDS = {"time": "a time", "bytes": "a size", "bytes/s": "bytes per second", "op/s": "operations per second"}


def read(one: Wanted, source: Source) -> Results:
    """Return what a result file holds, or a single value of it as the only series.

    Raises :class:`~holdfast.world.results.source.ResultError`.
    """
    if is_path(one.metric) and not one.format:
        paths = dict.fromkeys((one.metric, *filter(is_path, (one.against,))))
        return Results("", tuple(value_at(source, path) for path in paths))
    return read_results(source, one.format)


def pick(one: Wanted, results: Results, name: str, dimension: str, unit: str) -> Series:
    """Return the series of a metric; without a name that of the row, or the only one.

    ``dimension`` is that of the target, empty for any; ``unit`` that of the row, for numbers whose file names none.

    Raises :class:`~holdfast.world.results.source.ResultError` where there is none, or none of that dimension.
    """
    known = list(dict.fromkeys(series.name for series in results.series))
    part = ""
    base, colon, last = name.rpartition(":")
    if colon and name not in known and any(series.part == last for series in results.series):
        name, part = base, last
    found = _named(results.series, name or one.goal.name)
    if not found and not name and len(known) == 1:
        found = list(results.series)
    if not found:
        shown = ", ".join(known[:_SHOWN]) + (f" and {len(known) - _SHOWN} more" if len(known) > _SHOWN else "")
        what = f"has no metric {name!r}" if name else "has several metrics, and the row names none"
        raise ResultError(f"{one.file or one.name} {what}", f"name one behind #: {shown or 'it holds none'}")
    found = [
        _in_units(series, one.unit or series.part or unit) if series.dimension == "?" else series for series in found
    ]
    fitting = [series for series in found if (series.part == part if part else _fits(series, dimension))]
    if not fitting:
        first = _KINDS.get(found[0].dimension, found[0].dimension or "a plain number")
        wanted = _KINDS.get(dimension, dimension or "a plain number")
        raise ResultError(f"{found[0].name} is {first}, and the target is {wanted}", "compare what is of one kind")
    return fitting[0]


def _named(every: Iterable[Series], name: str) -> list[Series]:
    """Return the series that answer to a name: exactly, else by the end of a longer name, else by its words."""
    series = list(every)
    for answers in (
        lambda known: known == name,
        lambda known: known.endswith((f"::{name}", f"/{name}", f"> {name}")),
        lambda known: key(known) == key(name),
    ):
        found = [one for one in series if any(answers(known) for known in (one.name, *one.aliases))]
        if len({one.name for one in found}) == 1:
            return found
    return []


def _fits(series: Series, dimension: str) -> bool:
    """Tell whether a series may be what a target of a dimension speaks of."""
    if dimension in ("any", series.dimension):
        return True
    if dimension.endswith("/s") and dimension != "bytes/s":
        return series.dimension == "op/s"
    return series.dimension == "" and dimension not in ("time", "bytes", "bytes/s")


def _in_units(series: Series, unit: str) -> Series:
    """Return a series whose file leaves the dimension open in base units."""
    one = read_quantity(f"1 {unit}") if unit else None
    if unit and one is None:
        raise ResultError(f"{unit!r} is no unit that is known", "such as ms, MiB, % or req/s")
    scale, dimension = (one.low, one.dimension) if one else (1.0, "")
    return replace(series, dimension=dimension, samples=tuple(value * scale for value in series.samples))
