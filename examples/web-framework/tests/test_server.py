"""The small server, over real connections."""

import asyncio
import socket
from collections.abc import Iterator
from threading import Event, Thread

import pytest

from fairlead.server import serving
from harbour import app


@pytest.fixture
def port() -> Iterator[int]:
    """The port of a harbour that is served by another thread."""
    loop = asyncio.new_event_loop()
    over, found = asyncio.Event(), list[int]()
    ready = Event()

    async def serve() -> None:
        async with serving(app) as chosen:
            found.append(chosen)
            ready.set()
            await over.wait()

    thread = Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    assert ready.wait(30)
    yield found[0]
    loop.call_soon_threadsafe(over.set)
    thread.join()
    loop.close()


def said(port: int, sent: bytes) -> bytes:
    """Send bytes, and return everything that comes back until the server closes."""
    with socket.create_connection(("127.0.0.1", port), 30) as connection:
        connection.sendall(sent)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_a_connection_serves_several_requests(port):
    answers = said(port, b"GET /berths/1 HTTP/1.1\r\nHost: x\r\n\r\nHEAD /berths HTTP/1.1\r\nConnection: close\r\n\r\n")
    assert answers.count(b"HTTP/1.1 200 OK") == 2
    assert answers.endswith(b"connection: close\r\n\r\n")


def test_a_body_may_come_in_chunks(port):
    wish = b'{"boat": "Ada", "length": 8, "arrives": "2025-03-30"}'
    chunks = b"".join(b"%x;ext=1\r\n%s\r\n" % (len(part), part) for part in (wish[:9], wish[9:])) + b"0\r\n\r\n"
    head = b"POST /berths/1/bookings HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
    assert b"201 Created" in said(port, head + b"Connection: close\r\n\r\n" + chunks)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET berths HTTP/1.1\r\n\r\n", b"400"),
        (b"GET / HTTP/2.0\r\n\r\n", b"505"),
        (b"GET / HTTP/1.1\r\nHost : x\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nA: " + b"x" * 40_000 + b"\r\n\r\n", b"431"),
        (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", b"400"),
        (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", b"413"),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"400"),
    ],
)
def test_what_is_no_request_is_refused_and_the_connection_closed(port, sent, status):
    answer = said(port, sent)
    assert answer.startswith(b"HTTP/1.1 " + status)
    assert b"connection: close" in answer
