"""Runs inside of a sandbox: starts one side of a guide there, asks it what it is told to, and tells what it answered.

It stands on :mod:`supervisor`, which lies beside it and says why nothing that the side starts can speak for it: only
this process has the channel, every answer repeats the nonce of its question, and how the side ended comes from the
kernel. The other side of the guide is in another sandbox. HTTP is spoken here byte for byte, so that nothing between
mends, follows or hides what a side answers. Standard library only.
"""

from __future__ import annotations

import base64
import os
import select
import socket
import sys
import time
from contextlib import suppress

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from exchange import Answer, Stop, written
from supervisor import Channel, fetch, fork, harden, run, store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_KEPT = 1 << 14


class Side:
    """The server under test: its first process, and what it printed."""

    def __init__(self, question: Mapping[str, Any]) -> None:
        self.port = question["port"] or _free_port()
        self.log = bytearray()
        self.descriptor: int | None = None
        read, write = os.pipe()
        nothing = os.open("/dev/null", os.O_RDONLY)
        self.pid = fork((nothing, write, write))
        if not self.pid:
            _become(question, self.port)
        os.close(write)
        os.close(nothing)
        os.set_blocking(read, False)
        self.descriptor = read

    def wait(self, seconds: float, connection: socket.socket | None = None, *, writing: bool = False) -> bool:
        """Read what the side prints until a connection can be used, or the time is up; return whether it can.

        The beginning and the end of it are kept: a flood neither stops the side nor fills this process.
        """
        deadline = time.monotonic() + seconds
        while True:
            left = max(0.0, deadline - time.monotonic())
            readers: list[Any] = [one for one in (self.descriptor, None if writing else connection) if one is not None]
            writers: list[Any] = [connection] if writing else []
            ready, able, _ = select.select(readers, writers, [], left)
            if self.descriptor is not None and self.descriptor in ready:
                self._take(self.descriptor)
            if connection is not None and (connection in ready or connection in able):
                return True
            if time.monotonic() >= deadline:
                return False

    def _take(self, descriptor: int) -> None:
        try:
            chunk = os.read(descriptor, 1 << 16)
        except BlockingIOError:
            return
        if not chunk:
            # Nobody is left who could print; a descriptor that stays readable would keep this process busy.
            os.close(descriptor)
            self.descriptor = None
            return
        self.log += chunk
        if len(self.log) > 2 * _KEPT:
            del self.log[_KEPT : len(self.log) - _KEPT]

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
        side.wait(0.0 if listening else 0.01)
    ended = side.ended()
    if ended is not None:
        # What it printed last is still on its way.
        side.wait(0.1)
    return {
        "listening": listening,
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
            answer.open(connection, side.wait)
            answer.send(written(question, side.port))
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
    if problem:
        side.wait(0.1)
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
