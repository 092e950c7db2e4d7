"""``verify`` from a page: started by who has the token of the terminal, one run at a time, in the sandbox as ever."""

import asyncio
import hmac
import os
from collections.abc import Callable
from urllib.parse import parse_qsl

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from holdfast.errors import HoldfastError
from holdfast.model.claim import Claim
from holdfast.model.trial import Trial
from holdfast.web.addresses import link
from holdfast.web.live import Bell
from holdfast.web.opened import Opened

_LARGEST = 4096
"""So many bytes a form may have."""
_PAUSE = 0.5
"""Seconds that a wrong token waits for its answer."""


class Verifying:
    """Starts runs, and says how far they are."""

    def __init__(self, opened: Opened, bell: Bell, token: str) -> None:
        """``token`` is what the terminal shows; without one nothing can be started."""
        self.opened = opened
        self.bell = bell
        self.token = token
        self.running: asyncio.Task[None] | None = None

    async def start(self, request: Request) -> Response:
        """Start a run that a form asks for: of a document, of a claim, or of everything."""
        asked = await _form(request)
        if asked is None:
            return PlainTextResponse("this is no form of these pages\n", 400)
        if not self.token or not hmac.compare_digest(asked.get("token", "").encode(), self.token.encode()):
            await asyncio.sleep(_PAUSE)
            return PlainTextResponse("the token is not the one that the terminal shows\n", 403)
        if self.running and not self.running.done():
            return PlainTextResponse("a run is under way\n", 409)
        path, claim = asked.get("path", ""), asked.get("claim", "")
        site = self.opened.site
        if (path and path not in site.panorama.documents) or (claim and claim not in site.panorama.claims):
            return PlainTextResponse("there is no such document or claim\n", 404)
        self.running = asyncio.create_task(self._run(path, claim))
        there = site.addresses.claim(claim) if claim else site.addresses.document(path) if path else "index.html"
        return RedirectResponse(f"/{link('', there)}", 303)

    async def _run(self, path: str, claim: str) -> None:
        loop = asyncio.get_running_loop()

        def say(words: str) -> None:
            self.opened.say(words)
            loop.call_soon_threadsafe(self.bell.ring)

        say("verifying")
        try:
            await to_thread.run_sync(self._verify, path, claim, _Watch(say))
            await to_thread.run_sync(self.opened.refresh)
            say("")
        except HoldfastError as error:
            say(f"not verified: {error}")
        except Exception as error:
            say(f"not verified: this is our bug, please report it: {type(error).__name__}: {error}")

    def _verify(self, path: str, claim: str, watch: "_Watch") -> None:
        from holdfast.engine.verify import Asked, verify

        panorama = self.opened.site.panorama
        paths = (os.path.join(panorama.root, path),) if path else ()
        asked = Asked(paths=paths, config=panorama.config, select=(claim,) if claim else (), again=bool(claim))
        verify(panorama.start, asked, watch)


class _Watch:
    """Tells everybody who looks how far a run is."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.total = self.done = 0

    def planned(self, total: int, known: int) -> None:
        self.total, self.done = total, known

    def begins(self, claim: Claim) -> None:
        """It is told when it ends."""

    def answered(self, claim: Claim, trial: Trial) -> None:  # noqa: ARG002 - Only how many is said.
        self.done += 1
        self.say(f"verifying {min(self.done, self.total)}/{self.total}")


async def _form(request: Request) -> dict[str, str] | None:
    """Return the fields of a form; ``None`` for anything else, and for more than a form of ours has."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/x-www-form-urlencoded":
        return None
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LARGEST:
            return None
    try:
        return dict(parse_qsl(body.decode(), max_num_fields=10))
    except (UnicodeDecodeError, ValueError):
        return None
