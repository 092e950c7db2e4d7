"""Runs inside of a sandbox: starts one side of a guide there, asks it what it is told to, and tells what it answered.

It stands on :mod:`supervisor`, which lies beside it and says why nothing that the side starts can speak for it: only
this process has the channel, every answer repeats the nonce of its question, and how the side ended comes from the
kernel. The other side of the guide is in another sandbox. HTTP is spoken here byte for byte, so that nothing between
mends, follows or hides what a side answers. Standard library only; Python 3.9 or later.
"""

from __future__ import annotations

import base64
import os
import re
import socket
import sys
import threading
import time
from contextlib import suppress

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from supervisor import Channel, fetch, fork, harden, run, store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_PORT = 8000
"""Where nobody else listens: the loopback is the sandbox's own."""
_KEPT = 1 << 14
_LINE = re.compile(rb"HTTP/1\.[01] (?P<status>[1-9]\d\d)(?: [^\r\n]*)?\r?\n")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CHUNK = re.compile(rb"(?P<size>[0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")


class Stop(Exception):  # noqa: N818 - It ends one answer and is no fault of ours.
    """What is wrong with an answer, as one word."""


class Side:
    """The server under test: its first process, and what it printed."""

    def __init__(self, question: Mapping[str, Any]) -> None:
        self.port = _free_port()
        self.log = bytearray()
        self.dropped = 0
        read, write = os.pipe()
        nothing = os.open("/dev/null", os.O_RDONLY)
        self.pid = fork((nothing, write, write))
        if not self.pid:
            _become(question, self.port)
        os.close(write)
        os.close(nothing)
        threading.Thread(target=self._drain, args=(read,), daemon=True).start()

    def _drain(self, descriptor: int) -> None:
        """Keep the beginning and the end of what is printed, so that a flood neither blocks the side nor fills us."""
        while chunk := os.read(descriptor, 1 << 16):
            self.log += chunk
            if len(self.log) > 2 * _KEPT:
                cut = len(self.log) - 2 * _KEPT
                self.dropped += cut
                del self.log[_KEPT : _KEPT + cut]

    def ended(self) -> int | None:
        """Return how its first process ended, as a shell says it; ``None`` while it lives."""
        with suppress(ChildProcessError):
            found = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if found is None:
                return None
            return found.si_status if found.si_code == os.CLD_EXITED else 128 + found.si_status
        return 0

    def said(self) -> str:
        """Return the end of what it printed."""
        return bytes(self.log).decode("utf-8", "replace")


def _become(question: Mapping[str, Any], port: int) -> None:
    """Become the side's command; never returns."""
    try:
        os.chdir(question["cwd"])
        command = question["command"]
        os.execvpe(command[0], command, {**question["environment"], "PORT": str(port)})  # noqa: S606 - What we are for.
    except OSError as error:
        os.write(2, f"{question['command'][0]}: {error.strerror}\n".encode())
    os._exit(127)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            probe.bind(("127.0.0.1", _PORT))
            return _PORT
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def begin(question: Mapping[str, Any], state: dict[str, Side]) -> dict[str, Any]:
    """Start the side and wait until it listens on its port, has ended, or the time is up."""
    side = state["side"] = Side(question)
    deadline = time.monotonic() + question["seconds"]
    listening = False
    while not listening and time.monotonic() < deadline and side.ended() is None:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", side.port), 1.0).close()
            listening = True
        if not listening:
            time.sleep(0.01)
    ended = side.ended()
    if ended is not None:
        time.sleep(0.05)
    return {
        "listening": listening and ended is None,
        "ended": ended,
        "elsewhere": [] if listening else _listening(),
        "port": side.port,
        "log": side.said(),
    }


def _listening() -> list[str]:
    """Return the addresses at which anything in this sandbox listens."""
    found = set()
    for name in ("tcp", "tcp6"):
        with suppress(OSError), open(f"/proc/self/net/{name}", encoding="ascii") as file:
            for line in list(file)[1:]:
                fields = line.split()
                if fields[3] == "0A":
                    found.add(str(int(fields[1].rpartition(":")[2], 16)))
    return sorted(found)


def ask(question: Mapping[str, Any], state: dict[str, Side]) -> dict[str, Any]:
    """Send one request and return the answer: status, headers and body, or what is wrong with it."""
    side = state["side"]
    answer = Answer(question)
    begun = time.monotonic()
    moment = time.time()
    try:
        with socket.create_connection(("127.0.0.1", side.port), question["seconds"]) as connection:
            answer.connection = connection
            answer.send(_written(question, side.port))
            answer.receive()
        problem = ""
    except Stop as stop:
        problem = str(stop)
    except TimeoutError:
        problem = "no answer" if not answer.status else "endless"
    except ConnectionRefusedError:
        problem = "refused"
    except OSError:
        problem = "closed"
    ended = side.ended()
    return {
        "problem": problem,
        "ended": ended,
        "status": answer.status,
        "headers": answer.headers,
        "body": base64.b64encode(bytes(answer.body)).decode(),
        "seconds": time.monotonic() - begun,
        "moment": moment,
        "log": side.said() if problem else "",
    }


def _written(question: Mapping[str, Any], port: int) -> bytes:
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
        self.buffer = bytearray()
        self.status = 0
        self.headers: list[tuple[str, str]] = []
        self.body = bytearray()

    def send(self, data: bytes) -> None:
        """Send all of a request; a side may answer and close before it has read it."""
        with suppress(BrokenPipeError, ConnectionResetError):
            self.connection.sendall(data)

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
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.connection.settimeout(left)
        chunk = self.connection.recv(1 << 16)
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


def serve(channel: Channel) -> None:
    """Answer questions until there are no more."""
    state: dict[str, Side] = {}
    while True:
        question = channel.receive()
        if question is None:
            return
        try:
            kind = question["kind"]
            if kind in ("begin", "ask"):
                answer = {"begin": begin, "ask": ask}[kind](question, state)
            elif kind == "log":
                answer = {"log": state["side"].said(), "ended": state["side"].ended()}
            else:
                answer = {"run": run, "store": store, "fetch": fetch}[kind](question)
        except OSError as error:
            answer = {"problem": str(error)}
        channel.send({**answer, "nonce": question["nonce"]})


if __name__ == "__main__":
    harden()
    serve(Channel(int(os.environ["HOLDFAST_CHANNEL"])))
