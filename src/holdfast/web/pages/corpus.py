"""The first page: documents by status, obligations, progress, what is broken now and what changed."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from holdfast.formats.state.words import need, notes, status_word, statuses
from holdfast.model.outcome import Outcome
from holdfast.model.role import SETTLED, Role
from holdfast.model.severity import Severity
from holdfast.model.state import DocumentState
from holdfast.web.addresses import PAGES
from holdfast.web.charts import Share
from holdfast.web.rendering import Page
from holdfast.web.site import Site

_LISTED = 120
"""So many documents are listed on this page; the search lists all."""
_NOTED = 14
_PAGES = 5
"""So many findings about index pages are listed on this page; a check lists all."""
_ROLES = (Role.ACTIVE, Role.DRAFT, Role.RESEARCH, Role.DEPRECATED, Role.SUPERSEDED, Role.POINTER)
_CLAIMS = ("holds", "broken", "stale", "unproven", "waived", "untried")


def page(site: Site, asked: Mapping[str, str]) -> Page:
    """Return the page of the corpus."""
    state, counts = site.state, site.state.counts
    roles = Counter(one.role for one in state.documents)
    open_ = [one for one in site.panorama.found.result.verdicts if one.outcome is Outcome.BROKEN]
    written = {one.path for one in state.documents}
    elsewhere = [one for one in open_ if one.severity > Severity.NOTE and one.path not in written]
    claims = state.claims()
    ordered = sorted(state.documents, key=lambda one: (need(one, state.today), one.path))
    data: dict[str, Any] = {
        "state": state,
        "statuses": statuses(state),
        "roles": [Share(one.value, roles[one], one.value) for one in _ROLES],
        "standing": site.panorama.found.result.standing(),
        "severities": [("error", counts.errors), ("warning", counts.warnings), ("note", counts.notes)],
        "done": sum(one.done for one in state.documents),
        "tasks": sum(len(one.tasks) for one in state.documents),
        "questions": sum(len(one.open_questions) for one in state.documents),
        "oldest": _oldest(site),
        "claims": [Share(name, claims[name], name) for name in _CLAIMS],
        "held": claims["holds"],
        "claimed": claims.total(),
        "notes": list(notes(state))[:_NOTED],
        "noted": sum(1 for _ in notes(state)),
        "elsewhere": elsewhere[:_PAGES],
        "more_elsewhere": len(elsewhere) - _PAGES,
        "rules": Counter(one.slug for one in open_ if one.severity > Severity.NOTE).most_common(8),
        "documents": [row(site, one) for one in ordered[:_LISTED]],
        "burns": state.burns.get("", []),
        "now": site.now,
    }
    return Page(PAGES["corpus"], "corpus.html", state.name, data)


def row(site: Site, one: DocumentState) -> dict[str, Any]:
    """Return what a list shows of a document."""
    counts = Counter(found.severity for found in one.verdicts if found.outcome is Outcome.BROKEN)
    return {
        "path": one.path,
        "title": site.title(one.path),
        "status": status_word(one),
        "role": one.role.value,
        "settled": one.role in SETTLED,
        "errors": counts[Severity.ERROR],
        "warnings": counts[Severity.WARNING],
        "notes": counts[Severity.NOTE],
        "done": one.done,
        "tasks": len(one.tasks),
        "questions": len(one.open_questions),
        "overdue": len(one.overdue(site.state.today)),
        "claims": one.claims,
        "doubtful": one.claims["broken"] + one.claims["stale"],
    }


def _oldest(site: Site) -> int | None:
    """Return the age of the oldest open question in days; ``None`` where there is none or nobody knows."""
    from holdfast.formats.state.words import age

    days = [age(story, site.state.today) for one in site.state.documents for story in one.open_questions]
    return max((one for one in days if one is not None), default=None)
