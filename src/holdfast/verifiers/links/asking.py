"""Pages asked: HEAD where that is enough, GET where it is not, validators where there is an answer from before."""

import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from holdfast.errors import UsageError
from holdfast.records import replace
from holdfast.verifiers.links.page import WebPage, kept, recalled
from holdfast.world.http.anchors import Anchors
from holdfast.world.http.asking import Again, ask_all, in_order_of_arrival
from holdfast.world.http.exchange import Door, Hop, Reply
from holdfast.world.http.retryafter import seconds_to_wait
from holdfast.world.http.trouble import Trouble
from holdfast.world.ledger.recordings import Recordings

KIND = "link"
"""Of the recordings."""
_PERMANENT = frozenset((301, 308))


class Asker:
    """Asks for many pages through one door."""

    def __init__(self, door: Door, recordings: Recordings | None) -> None:
        """Take the door, and what earlier runs kept."""
        self._door = door
        self._recordings = recordings

    def pages(self, wanted: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, WebPage]]:
        """Yield each address with its page as soon as it is known; ``wanted`` maps addresses to the fragments looked for."""
        urls = list(wanted)
        hosts = [urlsplit(url).netloc.lower() for url in urls]

        async def question(number: int) -> WebPage:
            return await self._page(urls[number], wanted[urls[number]])

        async def answers() -> AsyncIterator[tuple[str, WebPage]]:
            async for number, page in ask_all(hosts, question, self._door.limits):
                yield urls[number], page

        fresh: list[tuple[str, dict[str, Any]]] = []
        since = time.monotonic()
        try:
            for url, page in in_order_of_arrival(answers, self._door.close):
                fresh.append((url, kept(page)))
                if time.monotonic() - since > 1:
                    self._keep(fresh)
                    fresh, since = [], time.monotonic()
                yield url, page
        finally:
            self._keep(fresh)

    def _keep(self, fresh: list[tuple[str, dict[str, Any]]]) -> None:
        """Keep pages for later runs; where that cannot be, they are asked again without validators."""
        if self._recordings is not None and fresh:
            with suppress(UsageError):
                self._recordings.record_all(KIND, fresh)

    async def _page(self, url: str, fragments: Sequence[str]) -> WebPage:
        before = self._before(url)
        usable = before is not None and set(fragments) <= before.anchors.keys()
        headers = _validators(before) if before and usable else {}
        try:
            reply = await self._ask(url, headers, whole=bool(fragments))
        except Trouble as trouble:
            return WebPage(trouble=trouble.kind, found=trouble.found)
        if reply.status == 304 and before:
            return before
        page = _read(url, reply, fragments)
        if reply.status in (429, 503) and (reply.status == 429 or "retry-after" in reply.headers):
            raise Again(seconds_to_wait(reply.headers.get("retry-after", ""), time.time()), page)
        return page

    async def _ask(self, url: str, headers: Mapping[str, str], *, whole: bool) -> Reply:
        """Ask for a page; a server that does not know HEAD, or answers it with an error, is asked again with GET."""
        if not whole:
            try:
                reply = await self._door.ask(url, method="HEAD", headers=headers)
            except Trouble as trouble:
                if trouble.kind != "protocol":
                    raise
            else:
                if reply.status < 400 or reply.status == 429:
                    return reply
        return await self._door.ask(url, headers=headers, body=whole)

    def _before(self, url: str) -> WebPage | None:
        """Return what an earlier run found, where it was an answer that its server can confirm."""
        if self._recordings is None:
            return None
        found = self._recordings.recorded(KIND, url)
        page = recalled(found[0].data) if found else None
        return page if page and page.fine and (page.etag or page.modified) else None


def _validators(page: WebPage) -> dict[str, str]:
    found = {"If-None-Match": page.etag, "If-Modified-Since": page.modified}
    return {name: value for name, value in found.items() if value}


def _read(url: str, reply: Reply, fragments: Sequence[str]) -> WebPage:
    """Return what a reply says of a page."""
    kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    page = WebPage(
        status=reply.status,
        moved=_moved(url, reply.hops) if 200 <= reply.status < 300 else "",
        html=kind in ("text/html", "application/xhtml+xml"),
        cut=reply.cut,
        etag=reply.headers.get("etag", "")[:500],
        modified=reply.headers.get("last-modified", "")[:100],
    )
    if not fragments or not page.html or not page.fine:
        return page
    anchors = Anchors(_text(reply))
    found = {one: anchors.has(one) for one in fragments}
    made = anchors.built_by_script or any(anchors.may_make(one) for one, there in found.items() if not there)
    return replace(page, scripted=made, anchors=found)


def _moved(url: str, hops: Sequence[Hop]) -> str:
    """Return where permanent redirects lead; empty where there is none, and where a page became only a front page."""
    where = ""
    for hop in hops:
        if hop.status not in _PERMANENT:
            break
        where = hop.url
    if not where or where == url or len(where) > 2000:
        return ""
    lost = urlsplit(url).path.strip("/") and not urlsplit(where).path.strip("/")
    return "" if lost else where


def _text(reply: Reply) -> str:
    """Return a body as text, in the encoding that its server names, or as UTF-8."""
    name = reply.headers.get("content-type", "").partition("charset=")[2].partition(";")[0].strip(" \"'")[:40]
    try:
        return reply.body.decode(name or "utf-8", "replace")
    except (LookupError, ValueError):
        return reply.body.decode("utf-8", "replace")
