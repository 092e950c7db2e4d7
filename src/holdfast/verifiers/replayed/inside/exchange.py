"""One request and its answer over a socket, byte for byte and within bounds, for the replayer that lies beside this file.

While it waits it reads what the side prints as well: a side that nobody reads from would stand still, and a thread that
reads would have a number of its own, by which the side could end this process. Standard library only.
"""

from __future__ import annotations

import base64
import re
import socket
import time
from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

_LINE = re.compile(rb"HTTP/1\.[01] (?P<status>[1-9]\d\d)(?: [^\r\n]*)?\r?\n")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CHUNK = re.compile(rb"(?P<size>[0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")


class Stop(Exception):  # noqa: N818 - It ends one answer and is no fault of ours.
    """What is wrong with an answer, as one word."""


def written(question: Mapping[str, Any], port: int) -> bytes:
    """Return the bytes of a request; what it does not say and cannot do without is added."""
    headers = [tuple(one) for one in question["headers"]]
    given = {name.casefold() for name, _ in headers}
    body = base64.b64decode(question["body"])
    if "host" not in given:
        headers.insert(0, ("Host", f"127.0.0.1:{port}"))
    if "content-length" not in given and (body or question["method"] in ("POST", "PUT", "PATCH")):
        headers.append(("Content-Length", str(len(body))))
    if "connection" not in given:
        headers.append(("Connection", "close"))
    lines = [f"{question['method']} {question['target']} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join((*lines, "", "")).encode("utf-8", "surrogateescape") + body


class Answer:
    """One answer on its way; every read is bounded in time and size."""

    def __init__(self, question: Mapping[str, Any]) -> None:
        self.method = question["method"]
        self.deadline = time.monotonic() + question["seconds"]
        self.head_limit = question["head"]
        self.body_limit = question["size"]
        self.connection: Any = None
        self.wait: Callable[..., bool] = lambda *_, **__: False
        self.buffer = bytearray()
        self.status = 0
        self.headers: list[tuple[str, str]] = []
        self.body = bytearray()

    def open(self, connection: socket.socket, wait: Callable[..., bool]) -> None:
        """Use a connection; ``wait`` waits until it can be read or written, and sees to everything else meanwhile."""
        connection.setblocking(False)
        self.connection, self.wait = connection, wait

    def send(self, data: bytes) -> None:
        """Send all of a request; a side may answer and close before it has read it."""
        rest = memoryview(data)
        with suppress(BrokenPipeError, ConnectionResetError):
            while rest:
                self._ready(writing=True)
                with suppress(BlockingIOError):
                    rest = rest[self.connection.send(rest) :]

    def _ready(self, *, writing: bool = False) -> None:
        left = self.deadline - time.monotonic()
        if left <= 0 or not self.wait(left, self.connection, writing=writing):
            raise TimeoutError

    def receive(self) -> None:
        """Read the answer; raises :class:`Stop` where it is none, or more than may be."""
        self._head()
        while 100 <= self.status < 200:
            if self.status == 101:
                raise Stop("upgrade")
            self._head()
        named = {name.casefold(): value for name, value in self.headers}
        if named.get("content-type", "").casefold().startswith("text/event-stream"):
            raise Stop("events")
        if self.method == "HEAD" or self.status in (204, 304):
            return
        if "chunked" in named.get("transfer-encoding", "").casefold():
            self._chunks()
        elif "content-length" in named:
            self._sized(named["content-length"])
        else:
            while self._more(self.body_limit, "large"):
                pass
            self.body = self.buffer

    def _more(self, limit: int, word: str) -> bool:
        """Read what is there; return False at the end."""
        self._ready()
        try:
            chunk = self.connection.recv(1 << 16)
        except BlockingIOError:
            return True
        self.buffer += chunk
        if len(self.buffer) > limit:
            raise Stop(word)
        return bool(chunk)

    def _head(self) -> None:
        while not (found := _HEAD_END.search(self.buffer)):
            if not self._more(self.head_limit, "large head"):
                raise Stop("closed" if not self.buffer or self.buffer.startswith(b"HTTP/") else "not http")
            if len(self.buffer) > 4 and not self.buffer.startswith(b"HTTP/"):
                raise Stop("not http")
        if found.start() > self.head_limit:
            raise Stop("large head")
        head = bytes(self.buffer[: found.start()]) + b"\r\n"
        line = _LINE.match(head)
        if not line:
            raise Stop("not http")
        self.status = int(line["status"])
        self.headers = []
        for one in head[line.end() :].splitlines():
            name, colon, value = one.decode("latin-1").partition(":")
            if not colon or name != name.strip() or not name:
                raise Stop("not http")
            self.headers.append((name, value.strip()))
        del self.buffer[: found.end()]

    def _sized(self, length: str) -> None:
        if not re.fullmatch(r"\d{1,15}", length):
            raise Stop("not http")
        size = int(length)
        if size > self.body_limit:
            raise Stop("large")
        while len(self.buffer) < size:
            if not self._more(self.body_limit + (1 << 16), "large"):
                raise Stop("cut short")
        self.body = self.buffer[:size]

    def _chunks(self) -> None:
        while True:
            while not (found := _CHUNK.match(self.buffer)):
                if len(self.buffer) > 1 << 12 and not _CHUNK.match(self.buffer):
                    raise Stop("not http")
                if not self._more(self.body_limit, "large"):
                    raise Stop("cut short")
            size = int(found["size"], 16)
            del self.buffer[: found.end()]
            if not size:
                return
            if len(self.body) + size > self.body_limit:
                raise Stop("large")
            while len(self.buffer) < size + 1:
                if not self._more(self.body_limit + (1 << 17), "large"):
                    raise Stop("cut short")
            self.body += self.buffer[:size]
            del self.buffer[:size]
            while not (end := re.match(rb"\r?\n", self.buffer)):
                if len(self.buffer) > 2 or not self._more(self.body_limit, "large"):
                    raise Stop("not http")
            del self.buffer[: end.end()]
