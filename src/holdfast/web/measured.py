"""Tables of targets: what was aimed at, what was measured, and how that went over the commits."""

from typing import NamedTuple

from holdfast.binding.measures import measures
from holdfast.binding.quantity import misses, read_quantity
from holdfast.web.charts import Sample
from holdfast.web.site import Site


class Row(NamedTuple):
    """One target with what was measured."""

    name: str
    target: str
    actual: str
    state: str
    """``met``, ``missed``, or empty where that cannot be told."""
    samples: tuple[Sample, ...]
    goal: float | None
    """The target as a number, in the unit of the samples; ``None`` where that is none."""
    unit: str
    line: int


def tables(site: Site, path: str) -> list[tuple[str, list[Row]]]:
    """Return each table of targets of a document: what its column of measured values is called, and its rows."""
    document = site.panorama.bound(path)
    found = []
    for rows in measures(document):
        made = []
        for row in rows:
            target, actual = (
                read_quantity(text, row.unit) if row.unit != "?" else None for text in (row.target, row.actual)
            )
            state = ("missed" if misses(target, actual) else "met") if target and actual else ""
            made.append(Row(row.name, row.target, row.actual, state, (), None, "", document.parse.line(row.span.start)))
        found.append((rows[0].column, made))
    return found
