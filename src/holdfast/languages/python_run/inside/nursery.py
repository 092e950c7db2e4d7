"""The zygote as the warden sees it: started, asked to load and to fork, started again when it is gone."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_PATIENCE = 20.0
"""Seconds for loading what examples import."""


class Nursery:
    """One zygote and the socket to it; Unix sockets keep the borders of messages and carry descriptors."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.command, self.environment = command, environment
        self.socket: socket.socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.pid = 0
        self.late: list[dict[str, Any]] = []

    def start(self) -> None:
        self.socket.close()
        self.socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.pid = os.fork()
        if not self.pid:
            try:
                empty = os.open(os.devnull, os.O_RDWR)
                low = os.dup2(theirs.fileno(), 200)
                for at in range(3):
                    os.dup2(empty, at)
                os.dup2(low, 3)
                os.closerange(4, 256)
                os.execve(self.command[0], self.command, self.environment)  # noqa: S606
            finally:
                os._exit(127)
        theirs.close()

    def restart(self) -> None:
        """Start a new one; all that the old one forked goes with it."""
        self.late.clear()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.sweep(set(), all_of_them=True)
        self.start()

    def load(self, names: list[str]) -> dict[str, Any] | None:
        """Return what came of loading modules; ``None`` where the zygote did not survive it, or takes for ever."""
        return self._ask({"load": names}, (), "loaded")

    def fork(self, descriptors: list[int], folder: str) -> int:
        """Return the process id of a new process that has these descriptors; 0 where there is none."""
        answer = self._ask({"folder": folder}, descriptors, "pid")
        return answer["pid"] if answer else 0

    def hear(self) -> dict[str, Any] | None:
        """Return the next thing the zygote says; ``None`` when it is gone."""
        if self.late:
            return self.late.pop(0)
        try:
            message = self.socket.recv(1 << 20)
        except OSError:
            return None
        return json.loads(message) if message else None

    def _ask(self, what: dict[str, Any], descriptors: Any, key: str) -> dict[str, Any] | None:
        try:
            socket.send_fds(self.socket, [json.dumps(what).encode("ascii")], descriptors)
        except OSError:
            return None
        until = time.monotonic() + _PATIENCE
        poll = select.poll()
        poll.register(self.socket, select.POLLIN)
        while poll.poll(max(0.0, until - time.monotonic()) * 1000):
            try:
                message = self.socket.recv(1 << 20)
            except OSError:
                return None
            if not message:
                return None
            answer: dict[str, Any] = json.loads(message)
            if key in answer:
                return answer
            self.late.append(answer)
        return None

    def sweep(self, keep: set[int], *, all_of_them: bool = False) -> None:
        """Kill what outlived the process that started it: the kernel hands it to the warden."""
        for _ in range(50):
            found = [pid for pid in _children() if pid not in keep and (all_of_them or pid != self.pid)]
            for pid in found:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                while True:
                    pid, _ = os.waitpid(-1, os.WNOHANG)
                    if not pid:
                        break
            if not found:
                return


def _children() -> list[int]:
    try:
        with open(f"/proc/self/task/{os.getpid()}/children") as file:
            return [int(one) for one in file.read().split()]
    except OSError:
        return []
