"""A static site: the pages of one state of a project, written where they differ from those that were written before."""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from holdfast.engine.panorama import Panorama
from holdfast.errors import UsageError
from holdfast.web.addresses import PAGES
from holdfast.web.exported import exported, listed
from holdfast.web.files import SERVED, assets
from holdfast.web.folder import Folder
from holdfast.web.guard import POLICY
from holdfast.web.hosting import hosting, llms
from holdfast.web.linkcheck import Dead, PageLinks, dead_links, page_links
from holdfast.web.pages import page_at
from holdfast.web.rendering import Frame, render
from holdfast.web.site import Site
from holdfast.world.cachefolder import code_stamp
from holdfast.world.processes import share
from holdfast.world.store import recall, remember

_FEW = 40
"""Below so many pages to write one process is faster than starting more."""
_PICTURE = re.compile(r"(?:^|/)pictures/(.+)\Z")
_LIVE = frozenset({"htmx.js", "hx-sse.js"})
"""Files that only a server's pages load."""


@dataclass(slots=True)
class Built:
    """What came of building a site."""

    folder: str
    pages: int = 0
    written: int = 0
    removed: int = 0
    dead: list[Dead] = field(default_factory=list)


def build(
    start: str,
    out: str,
    *,
    config: str | None = None,
    since: str = "",
    use_cache: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> Built:
    """Write the site of the project around a folder into the folder ``out``.

    ``since`` names a revision with which the page of changes compares. Raises :class:`~holdfast.errors.UsageError`
    for a configuration or a revision that cannot be followed, and for a folder that holds something else.
    """
    panorama = Panorama(start, config=config, use_cache=use_cache)
    try:
        return _Builder(Site(panorama), Folder(out, panorama.root), since, progress).built(use_cache=use_cache)
    finally:
        panorama.close()


class _Builder:
    """One run."""

    def __init__(self, site: Site, folder: Folder, since: str, progress: Callable[[int, int], None] | None) -> None:
        self.site = site
        self.folder = folder
        self.progress = progress
        self.asked = {PAGES["changes"]: {"from": since}} if since else {}
        self.frame = Frame(site.state.name, site.addresses, policy=POLICY)
        self.name = f"site-{site.digest(os.path.realpath(folder.path))} {code_stamp()}"

    def built(self, *, use_cache: bool) -> Built:
        before: dict[str, Any] = self._recalled() if use_cache else {}
        marks = {address: self._mark(address) for address in self._addresses()}
        kept = {
            address: found
            for address, found in before.items()
            if found["mark"]
            and marks.get(address) == found["mark"]
            and all(self.folder.holds(path, stamp) for path, stamp in found["stamps"].items())
        }
        made = self._write([address for address in marks if address not in kept])
        pages = {address: made.get(address) or kept[address] for address in marks}
        for address, found in made.items():
            found["mark"] = marks[address]
        others = self._others(pages)
        for path, content in others.items():
            self.folder.write(path, content)
        files = frozenset({*others, *(path for found in pages.values() for path in found["stamps"])})
        gone = {path for found in before.values() for path in found["stamps"]} - files
        removed = self.folder.remove(gone)
        self.folder.finish()
        remember(self.site.panorama.root, self.name, json.dumps(pages))
        dead = list(
            dead_links({address: PageLinks(found["links"], found["ids"]) for address, found in pages.items()}, files)
        )
        return Built(self.folder.path, len(pages), len(made), removed, dead)

    def _recalled(self) -> dict[str, Any]:
        text = recall(self.site.panorama.root, self.name)
        try:
            found = json.loads(text) if text else {}
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def _addresses(self) -> list[str]:
        site = self.site
        paths = [path for one in site.panorama.plan.sets for path in one.paths]
        found = [*PAGES.values(), *(site.addresses.document(path) for path in dict.fromkeys(paths))]
        found += [site.addresses.template(path) for path in site.templates]
        return [*found, *(site.addresses.claim(identity) for identity in site.panorama.claims)]

    def _mark(self, address: str) -> str:
        """Return what changes with everything that a page shows; empty for a page that is always written anew."""
        if not address.startswith("documents/"):
            return ""
        return self.site.mark(self.site.addresses.path(address))

    def _write(self, addresses: list[str]) -> dict[str, dict[str, Any]]:
        """Write pages, in several processes where that pays, and return what each says."""

        def work(address: str) -> str:
            return json.dumps(self._page(address))

        lines: Iterator[str]
        if len(addresses) < _FEW:
            lines = map(work, addresses)
        else:
            self.site.panorama.read_ahead()
            _ = self.site.panorama.backlinks, self.site.panorama.graph, self.site.panorama.claims, self.site.versions
            self.site.panorama.let_go()
            lines = share(addresses, work, self.progress)
        return {address: json.loads(line) for address, line in zip(addresses, lines, strict=True)}

    def _page(self, address: str) -> dict[str, Any]:
        made = page_at(self.site, address, self.asked.get(address, {}))
        beside = exported(self.site, address, {})
        if made is None or beside is None:
            raise UsageError(f"there is no page {address!r}", remedy="this is our bug; please report it")
        html = render(made, self.frame).html
        stamps = {
            path: self.folder.write(path, content)
            for path, content in (
                (address, html.encode("utf-8", "backslashreplace")),
                (f"{address.rpartition('.')[0]}.json", f"{beside}\n".encode()),
            )
        }
        found = page_links(html)
        path = self.site.addresses.path(address) if address.startswith("documents/") else ""
        words = self.site.words(path) if path else ""
        return {"stamps": stamps, "links": found.links, "ids": found.ids, "mark": "", "words": words}

    def _others(self, pages: dict[str, dict[str, Any]]) -> dict[str, bytes]:
        """Return what lies beside the pages: the files they load, pictures, and what hosts and programs read."""
        found = {
            f"assets/{name}": one.content
            for name, one in assets().items()
            if name not in _LIVE and name in _used(pages)
        }
        for path in sorted(_pictures(pages)):
            if self.site.is_picture(path):
                found[f"pictures/{path}"] = self.site.panorama.raw(path)
        found["search-index.json"] = json.dumps(self._index(pages), separators=(",", ":")).encode()
        found["llms.txt"] = llms(self.site).encode()
        return found | {name: text.encode() for name, text in hosting().items()}

    def _index(self, pages: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
        """Return what the search of the site looks through: titles, headings, fields and the beginning of each text."""
        from holdfast.web.addresses import link

        found = []
        for one, record in zip(self.site.state.documents, listed(self.site, {}), strict=True):
            state = self.site.panorama.documents[one.path]
            record |= {
                "address": link("", self.site.addresses.document(one.path)),
                "words": pages[self.site.addresses.document(one.path)]["words"],
                "waived": state.waived,
            }
            found.append(record)
        return found


def _used(pages: dict[str, dict[str, Any]]) -> set[str]:
    """Return the names of the files that pages load; what draws diagrams only where there is one."""
    linked = {
        one.partition("?")[0].rpartition("/")[2]
        for found in pages.values()
        for one in found["links"]
        if "assets/" in one
    }
    if "diagram.html" in linked:
        linked |= {"mermaid.js", "draw.js"}
    return {*linked, "inter.woff2"} & {*SERVED, *assets()}


def _pictures(pages: dict[str, dict[str, Any]]) -> Iterable[str]:
    from urllib.parse import unquote

    for found in pages.values():
        for one in found["links"]:
            if picture := _PICTURE.search(one):
                yield unquote(picture[1], errors="surrogateescape")
