"""A running command: its output read, its limits watched, its end reported, whatever it does.

One thread starts the command and stays until it has ended. The kernel ends a sandbox when the *thread* that
started it is gone, so a caller may start from any thread, and no process outlives this one even when it is killed.
"""

import os
import selectors
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Self

from holdfast.world.sandbox.limits import Finished, Limits
from holdfast.world.sandbox.output import HeadAndTail
from holdfast.world.sandbox.watch import Watch

_GRACE = 2.0
"""Seconds in which the output of a killed command has to end."""


@dataclass(slots=True, kw_only=True)
class Started:
    """A command that a launcher has started."""

    process: subprocess.Popen[bytes]
    watch: Watch
    kill: Callable[[], None]
    """End every process of the command, at once; may be called more than once."""
    verdict: Callable[[int], tuple[int, str]]
    """From the return code of ``process`` to the command's exit, and to why the kernel ended it, if it says so."""


class Running:
    """A command on its way. Usable as a context manager, which ends it."""

    channel: socket.socket | None = None
    """Our end of a stream that the command finds as descriptor ``$HOLDFAST_CHANNEL``, where one was asked for."""

    def __init__(self, launch: Callable[[], Started], limits: Limits, *, channel: socket.socket | None = None) -> None:
        """Start the command; raises what ``launch`` raises."""
        self.limits = limits
        self.channel = channel
        self.launch = launch
        self.output = (HeadAndTail(limits.output), HeadAndTail(limits.output))
        self.reason = ""
        self.begun = time.monotonic()
        self.started: Started | None = None
        self.finished: Finished | None = None
        self.error: BaseException | None = None
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self._live, name="sandbox", daemon=True)
        self.thread.start()
        self.ready.wait()
        self._raise_unless_started()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _raise_unless_started(self) -> None:
        if self.started is None and self.error:
            self.thread.join()
            raise self.error

    def wait(self) -> Finished:
        """Wait for the end, which the limits bring near, and return it.

        Raises :class:`~holdfast.errors.Refused` where the sandbox could not be set up after all.
        """
        try:
            self.thread.join()
        finally:
            self.close()
        if self.finished is None:
            raise self.error or RuntimeError("the command ended without a trace")
        return self.finished

    def kill(self, reason: str = "closed") -> None:
        """End all processes of the command."""
        self.reason = self.reason or reason
        if self.started:
            self.started.kill()

    def close(self) -> None:
        """End what still runs, and let go of the channel."""
        if self.thread.is_alive():
            self.kill()
            self.thread.join()
        if self.channel:
            self.channel.close()

    def _live(self) -> None:
        try:
            started = self.launch()
        except BaseException as error:  # Raised again where the caller waits.
            self.error = error
            self.ready.set()
            return
        self.started = started
        self.ready.set()
        try:
            self._attend(started)
            self._conclude(started)
        except BaseException as error:
            self.error = error
        finally:
            started.kill()
            started.watch.close()

    def _attend(self, started: Started) -> None:
        """Read and watch until the command has ended and its output with it."""
        process = started.process
        with selectors.DefaultSelector() as selector:
            for stream, excerpt in zip((process.stdout, process.stderr), self.output, strict=True):
                if stream:
                    os.set_blocking(stream.fileno(), False)
                    selector.register(stream, selectors.EVENT_READ, excerpt)
            ended = os.pidfd_open(process.pid)
            try:
                selector.register(ended, selectors.EVENT_READ, None)
                self._loop(selector, started)
            finally:
                os.close(ended)

    def _loop(self, selector: selectors.BaseSelector, started: Started) -> None:
        deadline = self.begun + self.limits.wall
        next_look = 0.0
        over = False
        while selector.get_map():
            now = time.monotonic()
            if over and now > deadline:
                return
            if not over and now >= next_look:
                reason = started.watch.look() or ("wall" if now > deadline else "")
                if reason:
                    self.kill(reason)
                next_look = now + started.watch.interval
            until = deadline if over else min(next_look, max(deadline, now))
            for key, _ in selector.select(max(0.0, until - now)):
                if key.data is None:
                    over, deadline = True, time.monotonic() + _GRACE
                    selector.unregister(key.fileobj)
                    started.kill()
                elif not _read(key.fd, key.data):
                    selector.unregister(key.fileobj)

    def _conclude(self, started: Started) -> None:
        process = started.process
        code, reason = started.verdict(process.wait())
        for stream in (process.stdout, process.stderr):
            _close(stream)
        stdout, stderr = self.output
        self.finished = Finished(
            exit=code,
            stdout=stdout.value(),
            stderr=stderr.value(),
            truncated=stdout.truncated + stderr.truncated,
            killed_for=self.reason or reason or ("cpu" if code == 128 + signal.SIGXCPU else ""),
            wall=time.monotonic() - self.begun,
            cpu=started.watch.cpu,
            max_rss=started.watch.max_rss,
        )


def _read(descriptor: int, excerpt: HeadAndTail) -> bool:
    """Take what is there; return whether more may come."""
    try:
        chunk = os.read(descriptor, 1 << 18)
    except BlockingIOError:
        return True
    excerpt.add(chunk)
    return bool(chunk)


def _close(stream: IO[bytes] | None) -> None:
    if stream:
        stream.close()
