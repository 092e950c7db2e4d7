"""One process that plays the steps of a job, as it is seen from outside."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_KEPT = 1 << 18
"""Bytes of output that are kept of each stream."""
_FLOOD = 16 << 20
"""Bytes of output after which an example is stopped."""
_BODY = 4 << 20
_LOOK = 0.001
"""Seconds between two looks at a process that says it has come to its end."""
_BELIEVED = 1.0
"""Seconds that it may take until it is seen there."""


class Player:
    """State of one process: which step it is at, what it printed, what it says, when its time is up."""

    def __init__(self, job: dict[str, Any], folder: str) -> None:
        self.job, self.folder = job, folder
        self.steps: list[dict[str, Any]] = list(job["steps"])
        self.step: dict[str, Any] | None = None
        self.pid = 0
        self.status: int | None = None
        self.answered = False
        self.gone = self.violated = self.flooded = False
        out, self._out = os.pipe()
        err, self._err = os.pipe()
        self.out, self.err = out, err
        self.control, self._control = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self.control.setblocking(False)
        for one in (out, err):
            os.set_blocking(one, False)
        self.theirs = [self._out, self._err, self._control.fileno()]
        self._reset()

    def _reset(self) -> None:
        self.printed: dict[int, bytearray] = {self.out: bytearray(), self.err: bytearray()}
        self.count = 0
        self.said = bytearray()
        self.claimed = 0.0
        self.report: dict[str, Any] | None = None

    def began(self, pid: int) -> None:
        """Close here what the new process has now; without a process everything is lost."""
        self.pid = pid
        os.close(self._out)
        os.close(self._err)
        self._control.close()
        self.gone = not pid

    def descriptors(self) -> list[int]:
        """Return what there is to be read from."""
        return [self.out, self.err, self.control.fileno()] if not self.gone and self.status is None else []

    @property
    def more(self) -> bool:
        """Whether steps are left."""
        return bool(self.steps)

    def untried(self) -> list[int]:
        """Return the keys of the steps that were not begun."""
        return [step["key"] for step in self.steps]

    def next(self) -> dict[str, Any] | None:
        """Send the next step to the process and start its clock."""
        self._reset()
        self.step = step = self.steps.pop(0)
        shown = {key: value for key, value in step.items() if key not in ("key", "nonce", "timeout")}
        body = json.dumps(shown).encode("ascii")
        self.control.setblocking(True)
        with contextlib.suppress(OSError):
            # To go on from the step before is the only thing that a process waits for besides a step.
            self.control.sendall((b"+" if self.answered else b"") + len(body).to_bytes(4, "big") + body)
        self.answered = True
        self.control.setblocking(False)
        self.start = time.monotonic()
        return step

    def due(self) -> float:
        """Return when to look again, on the clock of this process."""
        if self.claimed:
            return time.monotonic() + _LOOK
        return self.start + self.step["timeout"] if self.step else time.monotonic()

    def read(self, descriptor: int) -> None:
        """Take what the process printed or said."""
        try:
            chunk = os.read(descriptor, 1 << 16)
        except OSError:
            return
        if descriptor not in self.printed:
            self.said += chunk
            self.violated = self.violated or not chunk
            return
        self.count += len(chunk)
        self.flooded = self.flooded or self.count > _FLOOD
        kept = self.printed[descriptor]
        kept += chunk[: max(0, _KEPT - len(kept))]

    def ended(self, status: int) -> None:
        """Note how the process ended, after taking what it left."""
        self._drain()
        self.status = status

    def lost(self) -> None:
        """The process is gone, and nobody knows how."""
        self.gone = True

    def judge(self, places: set[tuple[str, ...]]) -> dict[str, Any] | None:
        """Return what became of the step, or ``None`` as long as it runs."""
        heard = self._message()
        if heard is not None and heard["kind"] == "O" and self.report is None:
            self.report = heard["body"]
            heard = self._message()
        if heard is not None and heard["kind"] == "F" and self.report is None:
            self._drain()
            return self._answer("failed", **heard["body"])
        if heard is not None:
            return self._answer("forged")
        if self.said[:1] == b"E":
            self.claimed = self.claimed or time.monotonic()
            if self.report is not None and self.said == b"E" and self.status is None and self.place() in places:
                self._drain()
                return self._answer("reached", **self.report)
            if time.monotonic() - self.claimed > _BELIEVED:
                return self._answer("forged")
        if self.gone:
            return self._answer("lost")
        if self.status is not None:
            return self._answer("died", status=self.status)
        if self.flooded:
            return self._answer("flood")
        if time.monotonic() > self.start + (self.step or {})["timeout"]:
            return self._answer("late")
        return None

    def _message(self) -> dict[str, Any] | None:
        """Return a whole message that the process sent; one that is none stands for an attempt at one."""
        if not self.said or self.said[:1] == b"E":
            return None
        kind = self.said[:1].decode("latin-1")
        size = int.from_bytes(self.said[1:5], "big")
        if kind not in ("F", "O") or size > _BODY:
            return {"kind": "?", "body": {}}
        if len(self.said) < 5 + size:
            return None
        try:
            body = json.loads(bytes(self.said[5 : 5 + size]))
        except ValueError:
            return {"kind": "?", "body": {}}
        del self.said[: 5 + size]
        return {"kind": kind, "body": body} if isinstance(body, dict) else {"kind": "?", "body": {}}

    def _answer(self, end: str, **more: Any) -> dict[str, Any]:
        step = self.step or {}
        return {
            **more,
            "key": step["key"],
            "nonce": step["nonce"],
            "end": end,
            "out": self.printed[self.out].decode("utf-8", "replace"),
            "err": self.printed[self.err].decode("utf-8", "replace"),
            "count": self.count,
            "seconds": time.monotonic() - self.start,
        }

    def place(self) -> tuple[str, ...]:
        """Return in which system call the process waits, on what, and where its stack stands; empty while it runs."""
        try:
            shown = os.open(f"/proc/{self.pid}/syscall", os.O_RDONLY | os.O_CLOEXEC)
            try:
                words = os.read(shown, 1024).decode("ascii").split()
            finally:
                os.close(shown)
        except OSError:
            return ()
        return (words[0], words[1], words[3], *words[-2:]) if len(words) > 4 else ()

    def calibrate(self) -> tuple[str, ...] | None:
        """Return the place of a process whose code is ours once it waits at its end; ``None`` if it cannot be seen."""
        until = time.monotonic() + 10
        while time.monotonic() < until and not self.gone:
            self.read(self.control.fileno())
            if self.said[-1:] == b"E":
                place = self.place()
                if place and place[1:3] == ("0x3", "0x1") and place == self.place():
                    return place
            time.sleep(_LOOK)
        return None

    def _drain(self) -> None:
        for descriptor in (self.out, self.err, self.control.fileno()):
            before = -1
            while before != self.count + len(self.said) and not self.flooded:
                before = self.count + len(self.said)
                self.read(descriptor)

    def close(self) -> None:
        """Stop the process and all of its group, and remove what it wrote."""
        if self.pid and self.status is None:
            for stop in (os.killpg, os.kill):
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    stop(self.pid, signal.SIGKILL)
        os.close(self.out)
        os.close(self.err)
        self.control.close()
        if self.job["job"]:
            _remove(self.folder)


def _remove(folder: str) -> None:
    """Remove a folder; most are empty, and what removes the others takes time to load."""
    try:
        os.rmdir(folder)
    except OSError:
        import shutil

        shutil.rmtree(folder, ignore_errors=True)
