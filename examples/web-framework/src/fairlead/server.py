"""A small HTTP/1.1 server for one ASGI application, to develop and to test with; production has better ones.

It keeps connections open, reads bodies with a length or in chunks, and refuses what it does not understand. Of HTTP
(RFC 9112) it leaves out pipelining in parallel, trailers, upgrades and TLS.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from fairlead.asgi import Application, Message, Scope

_MOST_HEADERS = 32 * 1024
_MOST_BODY = 16 << 20
_IDLE = 15.0
"""Seconds that a connection may be silent between two requests, or inside of one."""


class _Refused(Exception):
    """A request that is no HTTP as understood here; ``args`` hold the status."""


@asynccontextmanager
async def serving(app: Application, host: str = "127.0.0.1", port: int = 0) -> AsyncGenerator[int]:
    """Serve an application while the block runs, and yield the port, a free one for 0.

    Raises:
        OSError: The port is taken.
        RuntimeError: The application's lifespan fails.
    """
    state: dict[str, Any] = {}
    connections: dict[asyncio.StreamWriter, asyncio.Task[Any] | None] = {}

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections[writer] = asyncio.current_task()
        try:
            while await asyncio.wait_for(_exchange(app, state, reader, writer), _IDLE):
                pass
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
            del connections[writer]

    async with living(app, state):
        server = await asyncio.start_server(connected, host, port, limit=_MOST_HEADERS)
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            server.close()
            # Closing ends the wait for a next request; what was written already is still sent.
            tasks = [task for task in connections.values() if task]
            for writer in connections:
                writer.close()
            await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def living(app: Application, state: dict[str, Any]) -> AsyncGenerator[None]:
    """Take an application through its lifespan."""
    told: asyncio.Queue[Message] = asyncio.Queue()
    said: asyncio.Queue[Message] = asyncio.Queue()
    scope: Scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": state}
    task = asyncio.ensure_future(app(scope, told.get, said.put))

    async def step(name: str) -> None:
        await told.put({"type": f"lifespan.{name}"})
        answer = await said.get()
        if answer["type"].endswith("failed"):
            raise RuntimeError(f"the application's {name} failed: {answer.get('message', '')}")

    await step("startup")
    try:
        yield
    finally:
        await step("shutdown")
        await task


async def _exchange(
    app: Application, state: dict[str, Any], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> bool:
    """Answer one request, and return whether another may follow on the connection."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return False
    except asyncio.LimitOverrunError:
        return await _refuse(writer, 431)
    try:
        scope = _scope(head)
        body = await _body(scope, reader)
    except _Refused as refused:
        return await _refuse(writer, refused.args[0])
    scope["state"] = dict(state)
    asked: bytes = dict(scope["headers"]).get(b"connection", b"")
    keep = asked.lower() != b"close" and scope["http_version"] == "1.1"
    given = iter([body])

    async def receive() -> Message:
        return {"type": "http.request", "body": next(given, b""), "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            lines = [*message.get("headers", []), (b"connection", b"keep-alive" if keep else b"close")]
            writer.write(_status(message["status"]) + b"".join(b"%s: %s\r\n" % line for line in lines) + b"\r\n")
        else:
            writer.write(message.get("body", b""))
            await writer.drain()

    await app(scope, receive, send)
    return keep


def _scope(head: bytes) -> Scope:
    """Return the ASGI scope of a request's head."""
    first, *lines = head[:-4].split(b"\r\n")
    try:
        method, target, version = first.decode("ascii").split(" ")
    except ValueError:
        raise _Refused(400) from None
    if version not in ("HTTP/1.1", "HTTP/1.0") or not target.startswith("/"):
        raise _Refused(400 if version.startswith("HTTP/1.") else 505)
    headers = []
    for line in lines:
        name, colon, value = line.partition(b":")
        if not colon or not name or name != name.strip():
            raise _Refused(400)
        headers.append((name.lower(), value.strip()))
    path, _, query = target.partition("?")
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": version[5:],
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": headers,
    }


async def _body(scope: Scope, reader: asyncio.StreamReader) -> bytes:
    """Return the body of a request; one that says its length in two ways is refused, as it may be smuggling."""
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    codings = [value.lower() for name, value in scope["headers"] if name == b"transfer-encoding"]
    if codings:
        if lengths or codings != [b"chunked"]:
            raise _Refused(400)
        return await _chunks(reader)
    if not lengths:
        return b""
    if len(set(lengths)) > 1 or not lengths[0].isdigit() or int(lengths[0]) > _MOST_BODY:
        raise _Refused(413 if lengths[0].isdigit() and len(set(lengths)) == 1 else 400)
    return await reader.readexactly(int(lengths[0]))


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while True:
        line = (await reader.readuntil(b"\r\n")).partition(b";")[0].strip()
        try:
            size = int(line, 16)
        except ValueError:
            raise _Refused(400) from None
        if size < 0 or len(body) + size > _MOST_BODY:
            raise _Refused(413)
        body += await reader.readexactly(size)
        if await reader.readexactly(2) != b"\r\n":
            raise _Refused(400)
        if not size:
            return body


async def _refuse(writer: asyncio.StreamWriter, status: int) -> bool:
    writer.write(_status(status) + b"connection: close\r\ncontent-length: 0\r\n\r\n")
    await writer.drain()
    return False


def _status(status: int) -> bytes:
    return f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n".encode()
