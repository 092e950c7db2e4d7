"""The warden from outside: started in the sandbox, given jobs, and heard until every one of them is answered."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

from holdfast.languages.python_run.compare import is_error
from holdfast.languages.python_run.environment import Environment
from holdfast.languages.python_run.parts import parts
from holdfast.languages.python_run.plan import Process, Step
from holdfast.languages.python_run.source import source_of
from holdfast.model.trial import Trial
from holdfast.world.bench import Bench
from holdfast.world.sandbox import MIB, Limits, Room, Running, View
from holdfast.world.toolchains import python_paths

_DAY = 24 * 3600


class WardenLostError(Exception):
    """The sandbox ended before all jobs were answered."""


class BlindError(Exception):
    """The machine does not show where a process waits, so that nobody can tell whether an example came to its end."""


@dataclass(slots=True)
class Job:
    """The steps of one process on their way."""

    process: Process
    alone: bool = False
    """Whether it is repeated by itself, so that nothing but the example can be the cause."""
    keys: list[int] = field(default_factory=list)
    """One for each step."""
    done: int = 0
    """Steps that were answered."""
    failed: tuple[Step, Trial | None] | None = None
    """The step that did not come to its end, with what is thought of it unless it is tried again."""
    seen: list[tuple[int, frozenset[str], frozenset[str]]] = field(default_factory=list)
    """For each answered step its namespace, the files it opened and those behind its imports."""


class Session:
    """One sandbox with a warden. A context manager."""

    def __init__(self, bench: Bench, environment: Environment, mark: str, preload: Sequence[str] = ()) -> None:
        """Start it; raises :class:`~holdfast.errors.Refused` where there is no sandbox."""
        self.bench, self.mark = bench, mark
        self.nonces: dict[int, str] = {}
        self.pending = b""
        paths = dict.fromkeys((*environment.folders, *python_paths(environment.python)))
        programs = parts(environment.python)
        ending = "pyc" if "warden.pyc" in programs else "py"
        view = View(
            repository=bench.root,
            read_only=tuple(path for path in paths if not path.startswith(bench.root.rstrip("/") + "/")),
            inputs=programs,
            guard=True,
        )
        limits = Limits(wall=_DAY, cpu=3600, output=MIB // 4)
        self.room: Room = bench.room(view, limits)
        python, inputs = environment.python, self.room.inputs
        zygote = [python, "-I", "-B", f"{inputs}/zygote.{ending}", "3", bench.root, *environment.sources]
        asked = {
            "folder": self.room.work,
            "jobs": bench.jobs,
            "command": zygote,
            "preload": list(preload),
            "environment": {**self.room.environment(), "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"},
        }
        command = [python, "-E", "-S", "-B", f"{inputs}/warden.{ending}", json.dumps(asked)]
        self.running: Running = self.room.start(command, channel=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the sandbox and everything in it."""
        self.running.close()
        self.room.close()

    def give(self, number: int, job: Job) -> None:
        """Send a job; raises :class:`WardenLostError`."""
        steps = [self._step(step, key) for step, key in zip(job.process.steps, job.keys, strict=True)]
        self._send({"job": number, "steps": steps})

    def hear(self) -> Iterator[dict[str, Any]]:
        """Yield what the warden tells, until it is lost, which is :class:`WardenLostError`, or not able: :class:`BlindError`."""
        channel = self.running.channel
        while channel:
            try:
                chunk = channel.recv(1 << 16)
            except OSError:
                chunk = b""
            if not chunk:
                raise WardenLostError(self._last_words())
            *lines, self.pending = (self.pending + chunk).split(b"\n")
            for line in lines:
                told = json.loads(line)
                if told.get("blind"):
                    raise BlindError
                if "end" in told and told["nonce"] != self.nonces[told["key"]]:
                    raise WardenLostError
                yield told

    def _last_words(self) -> str:
        self.running.close()
        finished = self.running.finished
        if finished is None:
            return "killed"
        said = finished.stderr.decode("utf-8", "replace").strip().splitlines()
        return finished.killed_for or (said[-1] if said else f"exit code {finished.exit}")

    def _step(self, step: Step, key: int) -> dict[str, Any]:
        example, source = step.example, source_of(step.example)
        self.nonces[key] = os.urandom(16).hex()
        first = example.position.line
        found: dict[str, Any] = {
            "key": key,
            "nonce": self.nonces[key],
            "space": step.space,
            "file": example.document,
            "line": first,
            "code": source.text,
            "raises": example.raises,
            "timeout": self.bench.timeout,
        }
        if source.statements:
            found["mark"] = self.mark
            found["statements"] = [(first + one.line - 1, one.text, is_error(one)) for one in source.statements]
        return found

    def _send(self, what: dict[str, Any]) -> None:
        channel = self.running.channel
        if channel is None:
            raise WardenLostError
        with suppress(ConnectionError):
            # What ended it is told by the other direction.
            channel.sendall(json.dumps(what).encode() + b"\n")
