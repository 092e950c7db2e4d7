"""The pages: one file each, which turns what the engine found out into what its template shows."""

from collections.abc import Mapping

from holdfast.web.addresses import PAGES
from holdfast.web.pages import changes, claim, corpus, document, graph, metrics, search, templates, timeline
from holdfast.web.rendering import Page
from holdfast.web.site import Site

_SINGLE = {
    PAGES["changes"]: changes.page,
    PAGES["corpus"]: corpus.page,
    PAGES["graph"]: graph.page,
    PAGES["metrics"]: metrics.page,
    PAGES["search"]: search.page,
    PAGES["templates"]: templates.page,
    PAGES["timeline"]: timeline.page,
}


def page_at(site: Site, address: str, asked: Mapping[str, str]) -> Page | None:
    """Return the page at an address of a site, or ``None`` where there is none; ``asked`` is the query."""
    if made := _SINGLE.get(address):
        return made(site, asked)
    if path := site.addresses.path(address):
        return document.page(site, path) if address.startswith("documents/") else templates.one(site, path)
    if address.startswith("claims/"):
        return claim.page(site, address.removeprefix("claims/").removesuffix(".html"))
    return None
