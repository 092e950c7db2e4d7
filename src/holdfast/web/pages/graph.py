"""The graph: documents, what they say of each other, and what is alone or goes round in a circle."""

from collections.abc import Mapping
from typing import Any

from holdfast.engine.graph import KINDS, Edge
from holdfast.web.addresses import PAGES, link
from holdfast.web.drawing import Box, draw
from holdfast.web.pages.search import takes
from holdfast.web.rendering import Page
from holdfast.web.site import Site

_DRAWN = 160
"""So many documents are drawn, those with the most links; the table has all."""

_LAYERED = 70
"""So many documents are laid out in layers, by the browser where Graphviz is missing; more are clearer as arcs."""


def page(site: Site, asked: Mapping[str, str]) -> Page:
    """Return the graph; ``status``, ``kind`` and ``around`` (a path) of the query narrow it."""
    whole = site.panorama.graph
    kind, around = asked.get("kind", ""), asked.get("around", "")
    edges = [one for one in whole.edges if not kind or one.kind == kind]
    if around:
        edges = [one for one in edges if around in one[1:]]
    wanted = {
        path for path, one in site.panorama.documents.items() if takes(one, {"status": asked.get("status", "")}, site)
    }
    edges = [one for one in edges if one.source in wanted and one.target in wanted]
    boxes, drawn = _boxes(site, edges)
    drawing = draw(boxes, drawn)
    data: dict[str, Any] = {
        "drawing": drawing,
        "layered": 2 <= len(boxes) <= _LAYERED and "<rect" not in drawing,
        "edges": [(one.kind, one.source, site.title(one.source), one.target, site.title(one.target)) for one in edges],
        "left": len({path for one in edges for path in one[1:]}) - len(boxes),
        "orphans": [(path, site.title(path)) for path in whole.orphans if path in wanted],
        "cycles": [(one.kind, [(path, site.title(path)) for path in one.paths]) for one in whole.cycles],
        "kinds": KINDS,
        "kind": kind,
        "around": around,
        "around_title": site.title(around) if around in site.panorama.documents else around,
        "status": asked.get("status", ""),
        "count": len(whole.nodes),
    }
    return Page(PAGES["graph"], "graph.html", "Graph", data)


def _boxes(site: Site, edges: list[Edge]) -> tuple[list[Box], list[Edge]]:
    """Return the documents to draw in the order of their paths, and the edges between them."""
    degree: dict[str, int] = {}
    for one in edges:
        for path in one[1:]:
            degree[path] = degree.get(path, 0) + 1
    kept = set(sorted(degree, key=lambda path: (-degree[path], path))[:_DRAWN])
    boxes = [
        Box(
            path,
            site.title(path),
            site.panorama.documents[path].role.value,
            link(PAGES["graph"], site.addresses.document(path)),
        )
        for path in sorted(kept)
        if path in site.panorama.documents
    ]
    return boxes, [one for one in edges if one.source in kept and one.target in kept]
