"""Connections that go to vetted addresses only: the transport that httpx2 is given in place of its own.

The name of the host still goes into the ``Host`` header and the TLS handshake, and the certificate is held against it;
only the look-up is ours. So no second look-up can answer otherwise than the one that was vetted (DNS rebinding).
"""

import ssl
from collections.abc import AsyncIterator, Iterable
from typing import Any

import httpcore2
import httpx2
from httpcore2 import AnyIOBackend, AsyncNetworkBackend, AsyncNetworkStream

from holdfast.world.http.guard import Guard
from holdfast.world.http.limits import Limits
from holdfast.world.http.policy import Target

_TRIED = 3
"""So many of a host's addresses are tried."""


class VettedBackend(AsyncNetworkBackend):
    """Opens connections to the addresses that a guard lets through."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._tcp = AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - The signature is httpcore's.
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> AsyncNetworkStream:
        found = await self._guard.addresses(Target("", host.lower().rstrip(".").strip("[]"), port))
        *others, last = found[:_TRIED]
        for address in others:
            try:
                return await self._tcp.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
        return await self._tcp.connect_tcp(last, port, timeout, local_address, socket_options)

    async def sleep(self, seconds: float) -> None:
        await self._tcp.sleep(seconds)


class VettedTransport(httpx2.AsyncBaseTransport):
    """httpx2 over connections of ours: to vetted addresses, or to a proxy, which is the user's own and may lie anywhere.

    httpx2's own transport would look names up by itself. Failures come as httpcore2 raises them.
    """

    def __init__(self, guard: Guard, limits: Limits, context: ssl.SSLContext, proxy: str = "") -> None:
        """Open nothing yet."""
        shared: dict[str, Any] = {
            "ssl_context": context,
            "max_connections": limits.sockets,
            "max_keepalive_connections": limits.sockets,
            "keepalive_expiry": 5.0,
        }
        self._pool: httpcore2.AsyncConnectionPool
        if proxy:
            found = httpx2.Proxy(proxy)
            self._pool = httpcore2.AsyncHTTPProxy(
                proxy_url=_url(found.url), proxy_auth=found.raw_auth, proxy_ssl_context=None, **shared
            )
        else:
            self._pool = httpcore2.AsyncConnectionPool(network_backend=VettedBackend(guard), **shared)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request; the response's body is read by whoever asked."""
        response = await self._pool.handle_async_request(
            httpcore2.Request(
                method=request.method,
                url=_url(request.url),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx2.Response(
            response.status, headers=response.headers, stream=_Body(response), extensions=response.extensions
        )

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()


class _Body(httpx2.AsyncByteStream):
    def __init__(self, response: httpcore2.Response) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._response.aiter_stream():
            yield part

    async def aclose(self) -> None:
        await self._response.aclose()


def _url(url: httpx2.URL) -> httpcore2.URL:
    return httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
