"""Connections that go to vetted addresses only: the transport that httpx2 is given in place of its own.

The name of the host still goes into the ``Host`` header and the TLS handshake, and the certificate is held against it;
only the look-up is ours. So no second look-up can answer otherwise than the one that was vetted (DNS rebinding).
"""

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore2
import httpx2
from httpcore2 import AsyncNetworkBackend, AsyncNetworkStream
from httpcore2._backends.anyio import AnyIOBackend

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


class VettedTransport(httpx2.AsyncHTTPTransport):
    """httpx2's transport over connections that were vetted; without a proxy, since that would do the look-up itself."""

    def __init__(self, guard: Guard, limits: Limits, context: ssl.SSLContext) -> None:
        """Open nothing yet."""
        super().__init__(verify=context, trust_env=False)
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=context,
            max_connections=limits.sockets,
            max_keepalive_connections=limits.sockets,
            keepalive_expiry=5.0,
            network_backend=VettedBackend(guard),
        )


def through_proxy(url: str, limits: Limits, context: ssl.SSLContext) -> httpx2.AsyncHTTPTransport:
    """Return a transport that asks a proxy, which is the user's own and may lie anywhere."""
    pool = httpx2.Limits(max_connections=limits.sockets, max_keepalive_connections=limits.sockets)
    return httpx2.AsyncHTTPTransport(verify=context, trust_env=False, limits=pool, proxy=url)
