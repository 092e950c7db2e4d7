"""A server that behaves badly in every way of :data:`WAYS`, one for each path; it counts what it is asked."""

import asyncio
import gzip
import ssl
import threading
from collections import Counter
from contextlib import contextmanager
from email.utils import formatdate

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 21\r\n\r\n<p id='here'>There.  "
HEADED = OK.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
WAYS = {}


def way(function):
    """Register a way to behave under the function's name, with dashes."""
    WAYS[function.__name__.replace("_", "-")] = function
    return function


def _plain(name, status, *headers):
    """Register a plain answer without a body."""

    async def answer(server, method, write, _):
        lines = "".join(f"{line}\r\n" for line in headers)
        await write(
            f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n{lines}\r\n".encode().replace(b"PORT", b"%d" % server.port)
        )

    WAYS[name] = answer


_plain("not-found", "404 Not Found")
_plain("gone", "410 Gone")
_plain("forbidden", "403 Forbidden")
_plain("failing", "500 Internal Server Error")
_plain("odd-status", "999 No Robots")
_plain("come-back-next-year", "429 Too Many Requests", "Retry-After: 31536000")
_plain("redirect-to-itself", "302 Found", "Location: /redirect-to-itself")
_plain("redirect-to-private", "302 Found", "Location: http://10.0.0.1/")
_plain("redirect-to-decimal-metadata", "301 Moved", "Location: http://2852039166/latest/meta-data/")
_plain("redirect-to-mapped-loopback", "302 Found", "Location: http://[::ffff:7f00:1]/")
_plain("redirect-to-file", "302 Found", "Location: file:///etc/passwd")
_plain("redirect-with-password", "302 Found", "Location: http://user:secret@10.0.0.2/")
_plain("redirect-to-nonsense", "302 Found", "Location: http://[")
_plain("redirect-to-another-protocol", "302 Found", "Location: http://127.0.0.1:22/")
_plain("redirect-without-location", "302 Found")
_plain("redirect-to-the-front", "301 Moved", "Location: /")
_plain("moved-twice", "301 Moved", "Location: /moved-once")
_plain("moved-once", "308 Moved", "Location: /fine")
_plain("moved-to-markup", "301 Moved", "Location: /fine?a)![x](http://10.0.0.1/y)[z]: <b>|`c`")
_plain("moved-then-lent", "301 Moved", "Location: /lent")
_plain("lent", "302 Found", "Location: /fine")
_plain("not-modified-unasked", "304 Not Modified")


@way
async def fine(server, method, write, _):
    await write(HEADED if method == "HEAD" else OK)


@way
async def counted(server, method, write, _):
    server.now += 1
    server.most = max(server.most, server.now)
    await asyncio.sleep(0.005)
    server.now -= 1
    await write(HEADED if method == "HEAD" else OK)


@way
async def validated(server, method, write, _):
    if "If-None-Match" in server.seen[-1]:
        await write(b'HTTP/1.1 304 Same\r\nETag: "one"\r\n\r\n')
    else:
        await write((HEADED if method == "HEAD" else OK).replace(b"\r\n\r\n", b'\r\nETag: "one"\r\n\r\n'))


@way
async def no_head(server, method, write, _):
    await write(b"HTTP/1.1 405 No\r\nContent-Length: 0\r\n\r\n" if method == "HEAD" else OK)


@way
async def head_says_it_is_gone(server, method, write, _):
    await write(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n" if method == "HEAD" else OK)


@way
async def head_with_a_body(server, method, write, _):
    await write(OK)


@way
async def head_is_garbage(server, method, write, _):
    await write(b"\x00\x01\x02\r\n\r\n" if method == "HEAD" else OK)


@way
async def busy_at_first(server, method, write, _):
    first = server.asked["/busy-at-first"] == 1
    await write(
        b"HTTP/1.1 429 Later\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"
        if first
        else HEADED
        if method == "HEAD"
        else OK
    )


@way
async def down_until_a_date(server, method, write, _):
    first = server.asked["/down-until-a-date"] <= 2
    when = formatdate(0, usegmt=True)
    later = f"HTTP/1.1 503 Later\r\nRetry-After: {when}\r\nContent-Length: 0\r\n\r\n".encode()
    await write(later if first else HEADED if method == "HEAD" else OK)


@way
async def endless_redirects(server, method, write, path):
    number = int(path.rpartition("?")[2] or 0) if "?" in path else 0
    await write(
        f"HTTP/1.1 302 Found\r\nLocation: /endless-redirects?{number + 1}\r\nContent-Length: 0\r\n\r\n".encode()
    )


@way
async def silent(server, method, write, _):
    await asyncio.sleep(60)


@way
async def drips_headers(server, method, write, _):
    await write(b"HTTP/1.1 200 OK\r\n")
    for number in range(600):
        await write(b"X-%d: 1\r\n" % number)
        await asyncio.sleep(0.1)


@way
async def drips_the_body(server, method, write, _):
    await write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n")
    for _ in range(600 if method == "GET" else 0):
        await write(b"x")
        await asyncio.sleep(0.1)


@way
async def hangs_up(server, method, write, _):
    return


@way
async def hangs_up_within_the_headers(server, method, write, _):
    await write(b"HTTP/1.1 200 OK\r\nContent-")


@way
async def hangs_up_within_the_body(server, method, write, _):
    await write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n"
        + (b"<p>" if method == "GET" else b"")
    )


@way
async def header_flood(server, method, write, _):
    await write(b"HTTP/1.1 200 OK\r\n")
    while True:
        await write(b"X-Flood: " + b"a" * 8000 + b"\r\n")


@way
async def one_endless_header(server, method, write, _):
    await write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while True:
        await write(b"a" * 65536)


@way
async def endless_interim_answers(server, method, write, _):
    while True:
        await write(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100)
        await asyncio.sleep(0.01)


@way
async def endless_body(server, method, write, _):
    await write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while method == "GET":
        await write(b"<p>endless</p>" * 5000)


@way
async def bomb(server, method, write, _):
    body = server.bomb if method == "GET" else b""
    await write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
        % len(server.bomb)
        + body
    )


@way
async def broken_compression(server, method, write, _):
    await write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n"
        + (b"oops" if method == "GET" else b"")
    )


@way
async def unknown_compression(server, method, write, _):
    await write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: zstd\r\nContent-Length: 4\r\n\r\n"
        + (b"oops" if method == "GET" else b"")
    )


@way
async def broken_chunks(server, method, write, _):
    await write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
        + (b"zz\r\noops" if method == "GET" else b"")
    )


@way
async def two_lengths(server, method, write, _):
    await write(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde")


@way
async def negative_length(server, method, write, _):
    await write(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabcde")


@way
async def another_protocol(server, method, write, _):
    await write(b"SSH-2.0-OpenSSH_9.6\r\n")


@way
async def header_of_line_breaks(server, method, write, _):
    await write(b"HTTP/1.1 302 Found\r\nLocation: /fine\x00\x1b[31m\r\nContent-Length: 0\r\n\r\n")


@way
async def deep_page(server, method, write, _):
    body = b"<div>" * 15_000 + b"<i id=here>"
    await write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body)
        + (body if method == "GET" else b"")
    )


@way
async def unknown_charset(server, method, write, _):
    await write(OK.replace(b"text/html", b"text/html; charset=hex") if method == "GET" else HEADED)


class BadServer:
    """Runs in a thread of its own, on loopback."""

    def __init__(self):
        self.asked = Counter()
        self.seen = []
        """Each request as it came: the line and its headers."""
        self.now = 0
        self.most = 0
        self.port = 0
        self.bomb = gzip.compress(bytes(64 * 1024 * 1024))

    async def serve(self, reader, writer):
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            method, path, _ = head.split(b"\r\n")[0].decode().split(" ", 2)
            self.asked[path] += 1
            self.seen.append(head.decode())

            async def write(data):
                writer.write(data)
                await writer.drain()

            await WAYS.get(path.partition("?")[0].strip("/"), WAYS["fine"])(self, method, write, path)
            await writer.drain()
            writer.close()
            await writer.wait_closed()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ssl.SSLError):
            pass
        finally:
            writer.transport.abort()


@contextmanager
def bad_server(**options):
    """Serve until the block is left; ``options`` go to :func:`asyncio.start_server`."""
    server = BadServer()
    loop = asyncio.new_event_loop()
    ready = threading.Event()
    ended = asyncio.Event()

    async def main():
        found = await asyncio.start_server(server.serve, "127.0.0.1", 0, **options)
        server.port = found.sockets[0].getsockname()[1]
        ready.set()
        await ended.wait()
        found.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    thread = threading.Thread(target=loop.run_until_complete, args=(main(),), daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(10)
        loop.close()
