"""What changed between two revisions, in the terms of the documents."""

from collections.abc import Mapping
from typing import Any

from holdfast.errors import HoldfastError
from holdfast.model.contrast import Comparison
from holdfast.web.addresses import PAGES
from holdfast.web.rendering import Page
from holdfast.web.site import Site

_WORDS = 120
"""So many characters of a revision are looked at."""


def page(site: Site, asked: Mapping[str, str]) -> Page:
    """Return the difference between ``from`` and ``to`` of the query; without ``to``, the files as they lie there."""
    old, new = _revisions(asked)
    failed, found = "", None
    if old:
        try:
            found = compared(site, asked)
        except HoldfastError as error:
            failed = str(error)
    data: dict[str, Any] = {
        "old": old,
        "new": new,
        "failed": failed,
        "found": found,
        "titles": {one.path: site.title(one.path) or one.title for one in found.documents} if found else {},
        "links": _by_document(found),
        "recent": site.state.recent,
        "unknown": site.state.unknown,
        "today": site.state.today,
        "revisions": site.revisions,
    }
    return Page(PAGES["changes"], "changes.html", "Changes", data)


def compared(site: Site, asked: Mapping[str, str]) -> Comparison:
    """Return what differs between the revisions of a query; a comparison that was made is kept.

    Raises :class:`~holdfast.errors.HoldfastError` where that cannot be told.
    """
    return site.compared(*_revisions(asked))


def _revisions(asked: Mapping[str, str]) -> tuple[str, str]:
    return asked.get("from", "")[:_WORDS].strip(), asked.get("to", "")[:_WORDS].strip()


def _by_document(found: Comparison | None) -> dict[str, list[Any]]:
    links: dict[str, list[Any]] = {}
    for one in found.links if found else ():
        links.setdefault(one.path, []).append(one)
    return links
