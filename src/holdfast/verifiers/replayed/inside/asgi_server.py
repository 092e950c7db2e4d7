"""A small ASGI 3 server for environments that have none: HTTP/1.1, one request a connection, lifespan, no websockets."""

from __future__ import annotations

import asyncio
import sys
import traceback
from contextlib import suppress
from urllib.parse import unquote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    Message = dict[str, Any]
    Application = Callable[
        [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]
    ]

_LIMIT = 1 << 20
_REASONS = {
    200: "OK",
    201: "Created",
    204: "No Content",
    400: "Bad Request",
    404: "Not Found",
    500: "Internal Server Error",
}


class Lifespan:
    """Starts the application up, where it takes part in that."""

    def __init__(self, app: Application) -> None:
        self.app = app
        self.given: asyncio.Queue[Message] = asyncio.Queue()
        self.told: asyncio.Queue[Message] = asyncio.Queue()
        self.state: Message = {}

    async def start(self) -> None:
        """Wait until the application is ready; raises RuntimeError with what it says where it refuses."""
        await self.given.put({"type": "lifespan.startup"})
        self.task = asyncio.ensure_future(self._run())
        message = await self.told.get()
        if message["type"] == "lifespan.startup.failed":
            raise RuntimeError(message.get("message") or "the application did not start up")

    async def _run(self) -> None:
        scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": self.state}
        # An application without a lifespan may raise; one that fails in it has said so before.
        with suppress(Exception):
            await self.app(scope, self.given.get, self.told.put)
        await self.told.put({"type": "lifespan.over"})


class Exchange:
    """One request with its answer."""

    def __init__(
        self, app: Application, state: Message, streams: tuple[asyncio.StreamReader, asyncio.StreamWriter], port: int
    ) -> None:
        self.app, self.state, self.port = app, state, port
        self.reader, self.writer = streams
        self.method = ""
        self.body = b""
        self.sent = False
        self.started: Message | None = None
        self.headed = False
        self.chunked = False
        self.gone = asyncio.Event()

    async def run(self) -> None:
        """Read the request, call the application, and write what it sends."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")[:-2]
        self.method, target, _ = first.split(" ", 2)
        headers = [
            (name.strip().lower().encode("latin-1"), value.strip().encode("latin-1"))
            for name, _, value in (line.partition(":") for line in lines)
        ]
        length = int(dict(headers).get(b"content-length", b"0"))
        self.body = await self.reader.readexactly(length) if length else b""
        path, _, query = target.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": self.method,
            "scheme": "http",
            "path": unquote(path),
            "raw_path": path.encode("latin-1"),
            "query_string": query.encode("latin-1"),
            "root_path": "",
            "headers": headers,
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", self.port),
            "state": dict(self.state),
        }
        try:
            await self.app(scope, self.receive, self.send)
        except Exception:
            traceback.print_exc(file=sys.stderr)
            if self.started is None:
                await self.send(
                    {
                        "type": "http.response.start",
                        "status": 500,
                        "headers": [(b"content-type", b"text/plain; charset=utf-8")],
                    }
                )
                await self.send({"type": "http.response.body", "body": b"Internal Server Error"})

    async def receive(self) -> Message:
        """Give the application the body, then wait for the end."""
        if self.sent:
            await self.gone.wait()
            return {"type": "http.disconnect"}
        self.sent = True
        return {"type": "http.request", "body": self.body, "more_body": False}

    async def send(self, message: Message) -> None:
        """Write a part of the answer; a head waits for the first piece of the body."""
        if message["type"] == "http.response.start":
            self.started = message
            return
        more, body = message.get("more_body", False), bytes(message.get("body", b""))
        if self.started is None:
            raise RuntimeError("a body before its start")
        if not self.headed:
            self._head(self.started, body, more=more)
        if self.method != "HEAD":
            self.writer.write(
                b"%x\r\n%b\r\n" % (len(body), body) if self.chunked and body else b"" if self.chunked else body
            )
            if self.chunked and not more:
                self.writer.write(b"0\r\n\r\n")
        await self.writer.drain()
        if not more:
            self.gone.set()

    def _head(self, start: Message, body: bytes, *, more: bool) -> None:
        status = start["status"]
        headers = [(bytes(name), bytes(value)) for name, value in start.get("headers", ())]
        self.headed = True
        names = {name.lower() for name, _ in headers}
        if status not in (204, 304) and status >= 200 and b"content-length" not in names:
            self.chunked = more
            headers.append((b"transfer-encoding", b"chunked") if more else (b"content-length", str(len(body)).encode()))
        lines = [b"HTTP/1.1 %d %b" % (status, _REASONS.get(status, "Status").encode())]
        lines += [b"%b: %b" % pair for pair in headers] + [b"connection: close", b"", b""]
        self.writer.write(b"\r\n".join(lines))


def serve(app: Application, port: int) -> None:
    """Serve an application on the loopback until the process ends."""

    async def main() -> None:
        lifespan = Lifespan(app)
        await lifespan.start()

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            broken = (asyncio.IncompleteReadError, ConnectionError, ValueError, asyncio.LimitOverrunError)
            with suppress(*broken):
                await Exchange(app, lifespan.state, (reader, writer), port).run()
            writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", port, limit=_LIMIT)
        async with server:
            await server.serve_forever()

    asyncio.run(main())
