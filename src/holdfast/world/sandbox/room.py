"""Rooms: where commands run, either walled off (strict) or, when the user has said so, with the user's own rights."""

import os
import shutil
import socket
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from types import TracebackType
from typing import Self

from holdfast.errors import Refused
from holdfast.records import replace
from holdfast.world.sandbox import inside
from holdfast.world.sandbox.known import forget
from holdfast.world.sandbox.limits import Finished, Limits, View
from holdfast.world.sandbox.masks import Masks, masks
from holdfast.world.sandbox.mounts import HOME, INPUTS, WORK, place_inputs
from holdfast.world.sandbox.probe import Level, require
from holdfast.world.sandbox.process import Running, Started
from holdfast.world.sandbox.session import Session
from holdfast.world.toolchains import python_paths

_PATH = "/usr/local/bin:/usr/bin:/bin"


class Room:
    """Where commands run. Made by :func:`strict` or :func:`trusted`; a context manager.

    ``work``, ``home`` and ``tmp`` can be written, ``inputs`` holds what the view hands in. All four are paths as
    the commands see them. Under strict each :meth:`run` has these places anew and empty; in a :meth:`session` they
    stay. A command sees the small environment of :meth:`environment` and nothing of the caller's.
    """

    level: Level
    work: str
    inputs: str
    home: str
    tmp: str

    def __init__(self, view: View, limits: Limits) -> None:
        """Keep what is shown and what may be used."""
        self.view = view
        self.limits = limits

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove what the room needed on this machine."""

    def environment(self) -> dict[str, str]:
        """Return the variables that every command has."""
        return {
            "PATH": _PATH,
            "HOME": self.home,
            "TMPDIR": self.tmp,
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "USER": "holdfast",
            "LOGNAME": "holdfast",
            "SHELL": "/bin/sh",
            "TERM": "dumb",
            "NO_COLOR": "1",
        }

    def run(
        self,
        command: Sequence[str],
        *,
        environment: Mapping[str, str] | None = None,
        cwd: str = "",
        stdin: bytes = b"",
    ) -> Finished:
        """Run one command to its end and return what became of it; its exit and output say whether it worked.

        Raises :class:`~holdfast.errors.Refused` where the sandbox cannot be set up.
        """
        return self.start(command, environment=environment, cwd=cwd, stdin=stdin).wait()

    def start(
        self,
        command: Sequence[str],
        *,
        environment: Mapping[str, str] | None = None,
        cwd: str = "",
        stdin: bytes = b"",
        channel: bool = False,
    ) -> Running:
        """Start a command and return at once.

        With ``channel`` it inherits one end of a stream as descriptor ``$HOLDFAST_CHANNEL``, and
        ``running.channel`` is the other. Closing the result, or the end of this process, ends the command.
        """
        variables = {**self.environment(), **(environment or {})}
        ours, theirs = socket.socketpair() if channel else (None, None)
        if theirs:
            variables["HOLDFAST_CHANNEL"] = str(theirs.fileno())
        descriptors = (theirs.fileno(),) if theirs else ()
        begin = partial(self._launch, command, variables, cwd or self.work, stdin, descriptors)
        try:
            return Running(begin, self.limits, channel=ours)
        except BaseException:
            if ours:
                ours.close()
            raise
        finally:
            if theirs:
                theirs.close()

    def session(self, *, environment: Mapping[str, str] | None = None, cwd: str = "") -> Session:
        """Start a sandbox that takes one command after the other."""
        raise NotImplementedError

    def _session(self, environment: Mapping[str, str] | None, cwd: str) -> Session:
        source = inside.source("supervisor.py").decode()
        python = os.path.realpath(sys.executable)
        running = self.start((python, "-I", "-S", "-B", "-c", source), channel=True)
        return Session(running, {**self.environment(), **(environment or {})}, cwd or self.work)

    def _launch(
        self, command: Sequence[str], environment: Mapping[str, str], cwd: str, stdin: bytes, pass_fds: Sequence[int]
    ) -> Started:
        raise NotImplementedError


class _Strict(Room):
    work, inputs, home, tmp = WORK, INPUTS, HOME, "/tmp"  # noqa: S108 - The sandbox's own.

    def __init__(self, view: View, limits: Limits) -> None:
        super().__init__(view, limits)
        self.capability = require()
        self.level = self.capability.level
        self.covers = masks(view.repository) if view.repository else Masks((), ())

    def session(self, *, environment: Mapping[str, str] | None = None, cwd: str = "") -> Session:
        paths = dict.fromkeys((*self.view.read_only, *python_paths(sys.executable)))
        room = _Strict.__new__(_Strict)
        room.__dict__.update(self.__dict__, view=replace(self.view, read_only=tuple(paths), guard=True))
        return room._session(environment, cwd)  # noqa: SLF001 - The same class.

    def _launch(
        self, command: Sequence[str], environment: Mapping[str, str], cwd: str, stdin: bytes, pass_fds: Sequence[int]
    ) -> Started:
        from holdfast.world.sandbox.walled import launch

        try:
            return launch(
                command,
                view=self.view,
                covers=self.covers,
                limits=self.limits,
                environment=environment,
                cwd=cwd,
                stdin=stdin,
                pass_fds=pass_fds,
                groups=self.capability.groups,
            )
        except Refused:
            forget()
            raise


class _Trusted(Room):
    level = Level.TRUSTED

    def __init__(self, view: View, limits: Limits) -> None:
        from tempfile import mkdtemp

        super().__init__(view, limits)
        self.folder = mkdtemp(prefix="holdfast-")
        self.work, self.inputs, self.home, self.tmp = (
            os.path.join(self.folder, one) for one in ("work", "in", "home", "tmp")
        )
        for folder in (self.work, self.inputs, self.home, self.tmp):
            os.mkdir(folder)
        place_inputs(view.inputs, self.inputs)

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def session(self, *, environment: Mapping[str, str] | None = None, cwd: str = "") -> Session:
        return self._session(environment, cwd)

    def _launch(
        self, command: Sequence[str], environment: Mapping[str, str], cwd: str, stdin: bytes, pass_fds: Sequence[int]
    ) -> Started:
        from holdfast.world.sandbox.unwalled import launch

        try:
            return launch(command, limits=self.limits, environment=environment, cwd=cwd, stdin=stdin, pass_fds=pass_fds)
        except OSError as error:
            raise Refused(f"cannot be started: {error.strerror}", where=command[0], remedy="install it") from error


def strict(view: View | None = None, limits: Limits | None = None) -> Room:
    """Return a room behind walls.

    Raises :class:`~holdfast.errors.Refused` (exit code 4), with the command that mends it, where this machine
    cannot build one; :class:`~holdfast.errors.UsageError` for a view that would show too much. Never falls back.
    """
    return _Strict(view or View(), limits or Limits())


def trusted(view: View | None = None, limits: Limits | None = None) -> Room:
    """Return a room without walls, for what the user has trusted on the command line and for nothing else.

    What the view shows is not restricted to it; its inputs lie in a temporary folder.
    """
    return _Trusted(view or View(), limits or Limits())
