"""Documents found by words, status, type and state, as one types; without words all of them are listed."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from holdfast.engine.query import read_query
from holdfast.engine.search import Line, Match, Searcher
from holdfast.errors import HoldfastError
from holdfast.formats.state.words import need, status_word, statuses
from holdfast.markdown.plain import key
from holdfast.model.state import DocumentState
from holdfast.web.addresses import PAGES
from holdfast.web.pages.corpus import row
from holdfast.web.rendering import Page
from holdfast.web.site import Site

_ON_A_PAGE = 50
_LONGEST = 200
"""So many characters of a line are shown around its first match."""
STATES = {
    "errors": "errors",
    "warnings": "warnings",
    "overdue": "overdue phases",
    "doubt": "claims in doubt",
    "questions": "open questions",
    "tasks": "open tasks",
    "waived": "waived verdicts",
}
"""What may be asked of a document, with its words."""


def page(site: Site, asked: Mapping[str, str]) -> Page:
    """Return the documents that are asked for: ``q``, ``status``, ``type``, ``state`` and ``page`` of the query."""
    words = asked.get("q", "").strip()
    lines: dict[str, tuple[tuple[Line, ...], int]] = {}
    failed = ""
    if words:
        try:
            ordered, lines = _found(site, words)
        except HoldfastError as error:
            ordered, failed = [], str(error)
    else:
        ordered = sorted(site.state.documents, key=lambda one: (need(one, site.state.today), one.path))
    matching = [one for one in ordered if takes(one, asked, site)]
    number = max(1, int(asked.get("page", "1")) if asked.get("page", "1").isdigit() else 1)
    shown = matching[(number - 1) * _ON_A_PAGE : number * _ON_A_PAGE]
    filters = {name: asked[name] for name in ("q", "status", "type", "state") if asked.get(name)}
    data: dict[str, Any] = {
        "words_asked": words,
        "asked": dict(asked),
        "statuses": [word for word, _, _ in statuses(site.state)],
        "types": sorted({one.type for one in site.state.documents}),
        "states": STATES,
        "documents": [row(site, one) | {"lines": _marked(lines.get(one.path))} for one in shown],
        "total": len(matching),
        "number": number,
        "before": _at(filters, number - 1) if number > 1 else "",
        "after": _at(filters, number + 1) if number * _ON_A_PAGE < len(matching) else "",
        "failed": failed,
    }
    return Page(PAGES["search"], "search.html", "Documents", data)


def takes(one: DocumentState, asked: Mapping[str, str], site: Site) -> bool:
    """Tell whether a document is asked for, its words aside."""
    status, kind, state = asked.get("status", ""), asked.get("type", ""), asked.get("state", "")
    own = "none" if one.status is None else status_word(one)
    if status and key(status) not in (key(own), "no status" if one.status is None else one.role.value):
        return False
    if kind and key(kind) != key(one.type):
        return False
    return not state or _is(one, state, site)


def _is(one: DocumentState, state: str, site: Site) -> bool:
    words = [found.word for found in one.verdicts]
    known = {
        "errors": "error" in words,
        "warnings": "warning" in words,
        "overdue": bool(one.overdue(site.state.today)),
        "doubt": bool(one.doubts),
        "questions": bool(one.open_questions),
        "tasks": one.done < len(one.tasks),
        "waived": bool(one.waived),
    }
    return known.get(state, True)


def _found(site: Site, words: str) -> tuple[list[DocumentState], dict[str, tuple[tuple[Line, ...], int]]]:
    """Search; the last word may go on, because somebody may still be typing it."""
    open_ended = words if words.endswith(('"', "*")) or not words[-1].isalnum() else f"{words}*"
    searcher = Searcher(site.panorama.start, config=site.panorama.config)
    try:
        matches: tuple[Match, ...] = searcher.search(read_query([open_ended]), limit=500).matches
    finally:
        searcher.close()
    known = [(site.panorama.documents[one.hit.path], one) for one in matches if one.hit.path in site.panorama.documents]
    return [state for state, _ in known], {one.hit.path: (one.lines, one.more) for _, one in known}


def _marked(found: tuple[tuple[Line, ...], int] | None) -> list[tuple[int, list[tuple[str, bool]]]]:
    """Return each line with its number, in pieces of which some match."""
    return [(line.line, list(_pieces(line))) for line in found[0]] if found else []


def _pieces(line: Line) -> Iterator[tuple[str, bool]]:
    start = max(0, line.matches[0][0] - 60)
    place = start
    for begin, end in line.matches:
        if begin >= start + _LONGEST:
            break
        yield line.text[place:begin], False
        yield line.text[begin:end], True
        place = end
    yield line.text[place : start + _LONGEST], False


def _at(filters: dict[str, str], number: int) -> str:
    return urlencode({**filters, "page": str(number)} if number > 1 else filters)
