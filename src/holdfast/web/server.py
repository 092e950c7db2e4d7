"""The server: one application whose every answer comes from a state of the project, behind the guard."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from urllib.parse import unquote_to_bytes, urlencode

from anyio import to_thread
from sse_starlette import EventSourceResponse
from starlette.applications import Starlette
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from holdfast.web.addresses import PAGES
from holdfast.web.files import PICTURES, assets
from holdfast.web.guard import FRAME_POLICY, FRAMED, Guard
from holdfast.web.live import Bell, changes, watch
from holdfast.web.opened import Opened, Ready
from holdfast.web.trying import Verifying

_LONGEST = 2000
"""So many characters of a query are looked at."""
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_ANEW = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding, HX-Request"}


def application(
    opened: Opened, hosts: frozenset[str], token: str = "", begun: Callable[[], None] = lambda: None
) -> ASGIApp:
    """Return the application; ``token`` lets who has it start ``verify``, ``begun`` is called once it can answer."""
    return Guard(_Server(opened, token, begun).app, hosts)


class _Server:
    """The routes."""

    def __init__(self, opened: Opened, token: str, begun: Callable[[], None]) -> None:
        self.opened = opened
        self.token = token
        self.begun = begun
        self.app = Starlette(
            routes=[
                Route("/assets/{name}", self.asset),
                Route("/pictures/{path:path}", self.picture),
                Route("/live", self.live),
                Route("/verify", self.verify, methods=["POST"]),
                Route("/{address:any}", self.page),
            ],
            lifespan=self.lifespan,
        )

    @asynccontextmanager
    async def lifespan(self, app: Starlette) -> AsyncIterator[None]:  # noqa: ARG002 - Starlette calls it with one.
        self.bell = Bell()
        self.verifying = Verifying(self.opened, self.bell, self.token)
        watching = asyncio.create_task(watch(self.opened, self.bell))
        self.begun()
        try:
            yield
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching
            self.opened.close()

    async def asset(self, request: Request) -> Response:
        found = assets().get(request.path_params["name"])
        if found is None:
            return _missing()
        headers = dict(_FOREVER if request.query_params.get("v") == found.version else _ANEW)
        if found.name == "diagram.html":
            origin = f"{request.url.scheme}://{request.headers['host']}"
            headers |= {
                "Content-Security-Policy": FRAME_POLICY.format(origin=f"{origin}/assets/"),
                "X-Frame-Options": "SAMEORIGIN",
            }
        if f"/assets/{found.name}" in FRAMED:
            # The frame that draws diagrams has no origin, so for it these come from another one.
            headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return _packed(request, found.content, found.kind, headers)

    async def picture(self, request: Request) -> Response:
        path = request.path_params["path"]
        site = self.opened.site
        if not await to_thread.run_sync(site.is_picture, path):
            return _missing()
        kind = PICTURES[path.rpartition(".")[2].lower()]
        raw = await to_thread.run_sync(site.panorama.raw, path)
        return Response(
            raw,
            media_type=kind,
            headers={**_ANEW, "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"},
        )

    async def page(self, request: Request) -> Response:
        address = _address(request) or PAGES["corpus"]
        asked, query = _asked(request)
        if address.endswith(".json"):
            return await self.record(f"{address.removesuffix('.json')}.html", asked)
        if address == "llms.txt":
            return Response(await to_thread.run_sync(self.opened.listed), media_type="text/plain", headers=_ANEW)
        ready = self.opened.ready(address, query) or await to_thread.run_sync(self.opened.page, address, query, asked)
        if ready is None:
            return _missing()
        return _sent(request, ready)

    async def record(self, address: str, asked: dict[str, str]) -> Response:
        found = await to_thread.run_sync(self.opened.exported, address, asked)
        return _missing() if found is None else Response(found, media_type="application/json", headers=_ANEW)

    async def verify(self, request: Request) -> Response:
        return await self.verifying.start(request)

    async def live(self, request: Request) -> Response:
        asked = {name: value[:_LONGEST] for name, value in request.query_params.items()}
        seen = request.headers.get("last-event-id") or asked.get("seen", "")
        query = asked.get("query", "")
        from urllib.parse import parse_qsl

        page = asked.get("page", "")
        stream = changes(self.opened, self.bell, page, query, dict(parse_qsl(query)), seen)
        return EventSourceResponse(stream, ping=15, send_timeout=10)


class _Any(StringConvertor):
    """Any text at all: a name can hold the end of a line as well."""

    regex = r"[\s\S]*"


register_url_convertor("any", _Any())


def _address(request: Request) -> str:
    """Return the address that is asked for; bytes that are no text are those of a name."""
    return unquote_to_bytes(request.scope["raw_path"]).decode("utf-8", "surrogateescape").removeprefix("/")


def _asked(request: Request) -> tuple[dict[str, str], str]:
    """Return the query of a page, and the same as one text in which order does not matter."""
    asked = {name: value[:_LONGEST] for name, value in sorted(request.query_params.items())[:20] if value}
    return asked, urlencode(asked)


def _sent(request: Request, ready: Ready) -> Response:
    tag = f'"{ready.version}"'
    headers = {**_ANEW, "ETag": tag}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(ready.packed, media_type="text/html", headers={**headers, "Content-Encoding": "gzip"})
    return Response(ready.plain, media_type="text/html", headers=headers)


def _packed(request: Request, content: bytes, kind: str, headers: dict[str, str]) -> Response:
    if "gzip" in request.headers.get("accept-encoding", "") and not kind.startswith(("font/", "image/")):
        return Response(
            _gzip(content), media_type=kind, headers={**headers, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        )
    return Response(content, media_type=kind, headers=headers)


def _gzip(content: bytes) -> bytes:
    found = _PACKED.get(content)
    if found is None:
        import gzip

        found = _PACKED[content] = gzip.compress(content, 6, mtime=0)
    return found


_PACKED: dict[bytes, bytes] = {}
"""Our own files, compressed once."""


def _missing() -> Response:
    return Response("There is no such page here.\n", 404, media_type="text/plain")
