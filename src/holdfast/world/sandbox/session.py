"""Several commands in one sandbox, one after the other, with files that stay from one to the next.

A supervisor inside starts them and tells how each ended, see :mod:`holdfast.world.sandbox.inside.supervisor`. A
second command costs some milliseconds instead of a whole sandbox, and how it ended is known exactly.
"""

import base64
import json
import os
import struct
from collections.abc import Mapping, Sequence
from typing import Any, Self

from holdfast.errors import HoldfastError
from holdfast.world.sandbox.limits import MIB, Finished
from holdfast.world.sandbox.process import Running


class SessionLost(HoldfastError):  # noqa: N818 - It names what happened, as the errors of the house do.
    """A session ended before it answered: its supervisor, or the whole sandbox, was killed. Nothing was proven."""

    def __init__(self, reason: str) -> None:
        """Say why, in the words of :attr:`Finished.killed_for`."""
        super().__init__(f"the sandbox ended before it answered ({reason})", remedy="run the example alone")
        self.reason = reason


class Session:
    """A sandbox that takes commands. Not for use by two threads at once; open one for each instead."""

    def __init__(self, running: Running, environment: Mapping[str, str], cwd: str) -> None:
        """Talk to a supervisor that runs."""
        self.running = running
        self.environment = dict(environment)
        self.cwd = cwd
        self.alive = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the sandbox with everything in it."""
        self.alive = False
        self.running.close()

    def run(
        self,
        command: Sequence[str],
        *,
        environment: Mapping[str, str] | None = None,
        cwd: str = "",
        stdin: bytes = b"",
        seconds: float = 60.0,
        output: int = MIB,
    ) -> Finished:
        """Run a command to its end and return what became of it.

        Processes that it leaves behind are ended. Exit 127 is a command that could not be started. Raises
        :class:`SessionLost` where nobody can tell what became of it.
        """
        answer = self._ask(
            kind="run",
            command=list(command),
            environment={**self.environment, **(environment or {})},
            cwd=cwd or self.cwd,
            stdin=base64.b64encode(stdin).decode(),
            seconds=seconds,
            output=output,
        )
        _raise_problem(answer)
        self.alive = self.alive and answer["clean"]
        return Finished(
            exit=128 + answer["signal"] if answer["exit"] is None else answer["exit"],
            stdout=base64.b64decode(answer["stdout"]),
            stderr=base64.b64decode(answer["stderr"]),
            truncated=answer["truncated"],
            killed_for="wall" if answer["timed_out"] else "cpu" if answer["signal"] == 24 else "",  # SIGXCPU
            wall=answer["wall"],
            cpu=answer["cpu"],
            max_rss=answer["max_rss"],
        )

    def store(self, contents: Mapping[str, bytes]) -> None:
        """Write files below ``room.work`` by their paths, in one message; raises :class:`OSError` where that fails."""
        encoded = {path: base64.b64encode(content).decode() for path, content in contents.items()}
        _raise_problem(self._ask(kind="store", contents=encoded))

    def fetch(self, path: str, limit: int = 16 * MIB) -> bytes:
        """Return the content of a regular file; raises :class:`OSError` where there is none or it is larger."""
        answer = self._ask(kind="fetch", path=path, limit=limit)
        _raise_problem(answer)
        return base64.b64decode(answer["content"])

    def _ask(self, **question: Any) -> dict[str, Any]:
        channel = self.running.channel
        if not self.alive or channel is None:
            raise SessionLost("closed")
        nonce = os.urandom(16).hex()
        body = json.dumps({**question, "nonce": nonce}).encode()
        try:
            channel.sendall(struct.pack(">I", len(body)) + body)
            answer: dict[str, Any] = json.loads(self._read(struct.unpack(">I", self._read(4))[0]))
        except (OSError, ValueError) as error:
            raise self._lost() from error
        if answer.get("nonce") != nonce:
            raise self._lost()
        return answer

    def _read(self, size: int) -> bytes:
        channel = self.running.channel
        parts = bytearray()
        while channel and len(parts) < size:
            chunk = channel.recv(min(size - len(parts), 1 << 20))
            if not chunk:
                raise ConnectionResetError
            parts += chunk
        return bytes(parts)

    def _lost(self) -> SessionLost:
        self.close()
        finished = self.running.finished
        return SessionLost((finished and finished.killed_for) or "killed")


def _raise_problem(answer: Mapping[str, Any]) -> None:
    if "problem" in answer:
        raise OSError(answer["problem"])
