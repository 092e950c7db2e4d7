"""The timeline: the phases of all documents between their first and their last possible day, and what is late."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from holdfast.model.progress import Phase
from holdfast.model.role import SETTLED
from holdfast.web.addresses import PAGES
from holdfast.web.rendering import Page
from holdfast.web.site import Site

_WIDE = 1000
_ROW = 26
_HEAD = 30
_NEAR = 70
"""So close to today no other label has room."""
_MOST = 400
"""So many phases are drawn; the list below the drawing has all."""


class Bar(NamedTuple):
    """A phase as it is drawn, in units of the drawing."""

    x: float
    wide: float
    sure: float
    """How much of it is certain: from the latest first day to the earliest last one."""
    sure_x: float
    y: int
    label: str
    document: str
    state: str
    """``late``, ``done`` or ``open``."""
    share: float


def page(site: Site, asked: Mapping[str, str]) -> Page:
    """Return the timeline; ``state=late`` or ``state=open`` of the query narrows it."""
    state = asked.get("state", "")
    phases = [(one.path, phase, _state(site, one.path, phase)) for one in site.state.documents for phase in one.phases]
    if state:
        phases = [found for found in phases if found[2] == state]
    dated = [found for found in phases if found[1].days]
    dated.sort(key=lambda found: (found[1].days.ends[1], found[0]) if found[1].days else (date.max, ""))
    data: dict[str, Any] = {
        "state": state,
        "today": site.state.today,
        "drawing": _drawing(site, dated[:_MOST]),
        "dated": dated,
        "undated": [found for found in phases if not found[1].days and found[1].timeline],
        "without": sum(1 for found in phases if not found[1].timeline),
        "titles": {path: site.title(path) for path, _, _ in phases},
    }
    return Page(PAGES["timeline"], "timeline.html", "Timeline", data)


def _state(site: Site, path: str, phase: Phase) -> str:
    one = site.panorama.documents[path]
    if phase.total and phase.done == phase.total:
        return "done"
    return "late" if phase in one.overdue(site.state.today) else "open" if one.role not in SETTLED else "done"


def _drawing(site: Site, dated: list[tuple[str, Phase, str]]) -> dict[str, Any] | None:
    """Return what is drawn: bars, months, and where today is; ``None`` where nothing has a date."""
    spans = [(phase.days.starts or phase.days.ends, phase.days.ends) for _, phase, _ in dated if phase.days]
    if not spans:
        return None
    first = min(*(begin[0] for begin, _ in spans), site.state.today)
    last = max(*(end[1] for _, end in spans), site.state.today)
    whole = max(1, (last - first).days)

    def at(day: date) -> float:
        return round(_WIDE * (day - first).days / whole, 1)

    bars = []
    for place, ((path, phase, state), (begin, end)) in enumerate(zip(dated, spans, strict=True)):
        x, sure = at(begin[0]), at(max(begin[1], begin[0]))
        bars.append(
            Bar(
                x=x,
                wide=max(at(end[1]) - x, 5),
                sure_x=sure,
                sure=max(at(end[0]) - sure, 3),
                y=_HEAD + place * _ROW,
                label=phase.title,
                document=path,
                state=state,
                share=phase.done / phase.total if phase.total else 0.0,
            )
        )
    return {
        "bars": bars,
        "ticks": [
            (at(day), label if abs(at(day) - at(site.state.today)) > _NEAR else "")
            for day, label in _ticks(first, last)
        ],
        "today": at(site.state.today),
        "wide": _WIDE,
        "high": _HEAD + len(bars) * _ROW + 8,
    }


def _ticks(first: date, last: date) -> list[tuple[date, str]]:
    """Return first days of months, quarters or years, about ten of them."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((one for one in (1, 3, 6, 12, 24, 60) if months / one <= 12), 120)
    found = []
    for number in range(months):
        year, month = divmod(first.year * 12 + first.month - 1 + number, 12)
        if (year * 12 + month) % step == 0 and date(year, month + 1, 1) >= first:
            found.append(
                (date(year, month + 1, 1), f"{year}" if step >= 12 else date(year, month + 1, 1).strftime("%b %Y"))
            )
    return found
