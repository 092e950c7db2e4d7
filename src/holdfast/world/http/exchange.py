"""One question to one address on the web, redirects followed by hand so that each is vetted, and all of it bounded."""

import asyncio
import os
import ssl
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote, urldefrag, urljoin

import httpcore2
import httpx2

from holdfast.version import __version__
from holdfast.world.http.guard import Guard
from holdfast.world.http.limits import Limits
from holdfast.world.http.policy import Target
from holdfast.world.http.proxies import proxy_for
from holdfast.world.http.transport import VettedTransport
from holdfast.world.http.trouble import Trouble

AGENT = f"holdfast/{__version__} (+https://holdfast-docs.github.io)"
_FAILURES = (
    *(httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.TimeoutException, httpcore2.ProxyError),
    *(httpcore2.UnsupportedProtocol, httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError, UnicodeError),
)
_MOVED = frozenset((301, 302, 303, 307, 308))
_URL_BYTES = "%/:=&?~#+!$,;'@()*[]"


class Hop(NamedTuple):
    """A redirect that was followed."""

    status: int
    url: str
    """Where it leads, absolute."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back in the end."""

    url: str
    """Of the last hop, without a fragment."""
    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes = b""
    cut: bool = False
    """Whether the body was longer than the limit."""
    hops: tuple[Hop, ...] = ()


@dataclass(slots=True)
class Door:
    """Asks over the network; one for each run. Use it in one event loop, and close it."""

    guard: Guard
    limits: Limits = field(default_factory=Limits)
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    context: ssl.SSLContext | None = None
    _transports: dict[str, VettedTransport] = field(default_factory=dict)

    async def ask(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bool = True,
        content: bytes = b"",
    ) -> Reply:
        """Ask one address and follow where it leads; ``headers`` go to the first host only.

        Raises :class:`Trouble` where there is no answer.
        """
        try:
            async with asyncio.timeout(self.limits.seconds):
                return await self._follow(url, method, dict(headers or {}), body, content)
        except TimeoutError:
            raise Trouble("slow", f"no answer within {self.limits.seconds:g} seconds") from None

    async def close(self) -> None:
        """Close all connections."""
        for one in self._transports.values():
            await one.aclose()

    async def _follow(self, url: str, method: str, headers: dict[str, str], body: bool, content: bytes) -> Reply:
        url = quote(urldefrag(url).url, safe=_URL_BYTES)
        hops: list[Hop] = []
        first = None
        while True:
            target = self.guard.policy.target(url)
            if isinstance(target, str):
                raise Trouble(
                    "refused" if not hops else "redirect", f"{'leads to an address that ' if hops else ''}{target}"
                )
            first = first or target
            reply = await self._once(url, target, method, headers if target == first else {}, body, content)
            where = reply.headers.get("location", "")
            if reply.status not in _MOVED or not where:
                return Reply(url, reply.status, reply.headers, reply.body, reply.cut, tuple(hops))
            if len(hops) >= self.limits.hops:
                raise Trouble("loop", f"more than {self.limits.hops} redirects")
            try:
                url = quote(urldefrag(urljoin(url, where)).url, safe=_URL_BYTES)
            except ValueError:
                raise Trouble("redirect", "redirects to something that is no address on the web") from None
            if any(url == hop.url and reply.status == hop.status for hop in hops):
                raise Trouble("loop", "redirects in a circle")
            hops.append(Hop(reply.status, url))
            if reply.status == 303 and method != "HEAD":
                method, content = "GET", b""

    async def _once(
        self, url: str, target: Target, method: str, headers: dict[str, str], body: bool, content: bytes
    ) -> Reply:
        transport = await self._transport(target)
        sent = {"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "gzip", **headers}
        seconds = {
            "connect": self.limits.connect,
            "read": self.limits.seconds,
            "write": self.limits.connect,
            "pool": self.limits.seconds,
        }
        for attempt in (1, 2):
            try:
                request = httpx2.Request(
                    method, url, headers=sent, content=content or None, extensions={"timeout": seconds}
                )
                response = await transport.handle_async_request(request)
                break
            except (httpcore2.ReadError, httpcore2.WriteError, httpcore2.RemoteProtocolError) as error:
                # A connection that was kept may have been closed by its server in the meantime.
                early = not isinstance(error, httpcore2.RemoteProtocolError) or "without sending" in str(error)
                if attempt == 2 or not early:
                    raise _trouble(error, self.limits) from None
            except _FAILURES as error:
                raise _trouble(error, self.limits) from None
        try:
            wanted = body and method != "HEAD" and response.status_code not in _MOVED
            data, cut = await self._body(response) if wanted else (b"", False)
        except _FAILURES as error:
            raise _trouble(error, self.limits) from None
        finally:
            await response.aclose()
        found = {name.lower(): value for name, value in response.headers.items()}
        return Reply(url, response.status_code, found, data, cut)

    async def _body(self, response: httpx2.Response) -> tuple[bytes, bool]:
        """Return a body, never more of it than the limit, in memory neither: a bomb is defused while it unfolds."""
        packed = response.headers.get("content-encoding", "").strip().lower()
        if packed not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise Trouble("protocol", f"answers in an encoding that was not asked for ({packed[:30]!r})")
        unpack = zlib.decompressobj(wbits=47) if packed not in ("", "identity") else None
        limit = self.limits.bytes
        data = bytearray()
        taken = 0
        async for part in response.aiter_raw(65536):
            taken += len(part)
            try:
                data += unpack.decompress(part, max(1, limit + 1 - len(data))) if unpack else part
            except zlib.error:
                raise Trouble("protocol", "its compressed answer cannot be unpacked") from None
            if len(data) > limit or taken > limit:
                return bytes(data[:limit]), True
        return bytes(data), False

    async def _transport(self, target: Target) -> VettedTransport:
        """Return the way to a host: directly, or through the proxy that the user's environment names."""
        proxy = proxy_for(target, self.environment)
        if proxy:
            await self._vet_for_proxy(target)
        if proxy not in self._transports:
            context = self.context or httpx2.create_ssl_context(trust_env=True)
            self.context = context
            if proxy and not proxy.startswith(("http://", "https://")):
                raise Trouble(
                    "refused",
                    f"the environment names a proxy of a kind that is not supported: {proxy.partition(':')[0]}",
                )
            try:
                self._transports[proxy] = VettedTransport(self.guard, self.limits, context, proxy)
            except (ValueError, httpx2.InvalidURL):
                raise Trouble("refused", "the environment names a proxy whose address is none") from None
        return self._transports[proxy]

    async def _vet_for_proxy(self, target: Target) -> None:
        """Refuse what is refused by its name, and by its addresses where this machine can look it up at all."""
        why = self.guard.policy.refuses_name(target)
        if why:
            raise Trouble("refused", why)
        try:
            await self.guard.addresses(target)
        except Trouble as trouble:
            if trouble.kind == "refused":
                raise


def _trouble(error: Exception, limits: Limits) -> Trouble:
    """Return what a failure of the libraries below means."""
    text = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            reason = getattr(cause, "verify_message", "") or cause.reason or "handshake failed"
            return Trouble("tls", f"no trustworthy encryption: {reason}")
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpcore2.ConnectTimeout):
        return Trouble("slow", f"no connection within {limits.connect:g} seconds")
    if isinstance(error, httpcore2.TimeoutException):
        return Trouble("slow", f"no answer within {limits.seconds:g} seconds")
    if isinstance(error, httpcore2.ConnectError | httpcore2.ProxyError):
        return Trouble("connect", "no connection")
    return Trouble("protocol", f"no valid answer: {text}")
