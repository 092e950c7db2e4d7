"""Metrics: every target of every document, what was measured against it, and how that went over the commits."""

from collections.abc import Mapping
from typing import Any

from holdfast.web.addresses import PAGES
from holdfast.web.measured import tables
from holdfast.web.rendering import Page
from holdfast.web.site import Site


def page(site: Site, asked: Mapping[str, str]) -> Page:
    """Return the metrics; ``state=missed`` or ``state=met`` of the query narrows them."""
    wanted = asked.get("state", "")
    documents = []
    for one in site.state.documents:
        found = [row for _, rows in (tables(site, one.path) if one.living else []) for row in rows]
        rows = [row for row in found if not wanted or (row.state or "open") == wanted]
        if rows:
            # What was measured says most, and what is missed wants to be seen.
            rows.sort(key=lambda row: (not row.samples, row.state != "missed"))
            documents.append((one.path, site.title(one.path), rows))
    documents.sort(key=lambda found: not any(row.samples for row in found[2]))
    every = [row for _, _, rows in documents for row in rows]
    data: dict[str, Any] = {
        "documents": documents,
        "missed": sum(1 for row in every if row.state == "missed"),
        "met": sum(1 for row in every if row.state == "met"),
        "count": len(every),
        "wanted": wanted,
    }
    return Page(PAGES["metrics"], "metrics.html", "Metrics", data)
