"""One side started in a sandbox of its own, asked every request in order, and its OpenAPI document fetched."""

import base64
import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from holdfast.model.guide import Request, Side
from holdfast.model.trial import WHOLE
from holdfast.records import replace
from holdfast.verifiers.replayed.answers import Answer, Played, answer_of
from holdfast.verifiers.replayed.inside import source
from holdfast.verifiers.replayed.kinds import READS, SIDE, Prepared
from holdfast.world.bench import Bench
from holdfast.world.sandbox import MIB, Level, Limits, Room, Session, SessionLost, View, inside
from holdfast.world.sandbox.mounts import INPUTS, WORK
from holdfast.world.toolchains import python_paths

_PROGRAMS = ("replayer.py", "exchange.py")
HEAD = 64 << 10
BODY = 4 << 20
"""Bytes of headers and of body that one answer may have."""
_PORT = 8000
_WALL = 60.0
_BUILD = 60.0
_START = 10.0
_DOCUMENTS = ("/openapi.json", "/api-json", "/docs-json", "/swagger.json", "/api/openapi.json")
_PATIENCE = 2
"""After so many requests in a row without an answer a side is asked no more."""
_GONE = ("refused", "closed", "cut short")
_READS = 4 << 20
_FILES = 5000
"""A side that opens more files of the project rests on all of it."""
_ABSENT = 127
"""How a shell, and the replayer, end for a program that is not there."""


class Replayer(Session):
    """The program inside that starts the side and speaks HTTP with it."""

    def begin(
        self, command: Sequence[str], environment: dict[str, str], cwd: str, port: int, seconds: float
    ) -> dict[str, Any]:
        """Start the side and wait until it listens on ``port``, or on any where that is 0; return what became of that."""
        environment = {**self.environment, **environment}
        told = {"command": list(command), "environment": environment, "cwd": cwd, "port": port, "seconds": seconds}
        return self._ask(kind="begin", **told)

    def ask(self, request: Request, seconds: float) -> Answer:
        """Send a request and return the answer."""
        return answer_of(
            self._ask(
                kind="ask",
                method=request.method,
                target=request.target,
                headers=[list(one) for one in request.headers],
                body=base64.b64encode(request.body.encode("utf-8", "surrogateescape")).decode(),
                seconds=seconds,
                head=HEAD,
                size=BODY,
            )
        )


class Stage:
    """The sandboxes of a guide that are open, so that somebody who is interrupted can close them all."""

    def __init__(self) -> None:
        self._open: list[Session] = []
        self._over = False

    def enter(self, session: Session) -> None:
        """Take a sandbox that was opened; it is closed at once where all is over."""
        self._open.append(session)
        if self._over:
            session.close()

    def close(self) -> None:
        """End everything, and whatever is opened from now on."""
        self._over = True
        for session in list(self._open):
            session.close()


def play(
    side: Side,
    prepare: Callable[[tuple[str, str]], Prepared],
    requests: Sequence[Request],
    bench: Bench,
    stage: Stage,
) -> Played:
    """Play one side and return what it answered; whatever it does, nothing of it is left behind.

    ``prepare`` is told where the side will find its folders for work and for input.

    Raises :class:`~holdfast.errors.Refused` where there is no sandbox.
    """
    prepared = prepare((WORK, INPUTS))
    if side.fault or prepared.missing:
        return Played(side.fault or prepared.missing, prepared.remedy or "mend the guide", proven=bool(side.fault))
    begun = time.monotonic()
    ours = {"supervisor.py": inside.source("supervisor.py"), **{name: source(name) for name in _PROGRAMS}}
    shown = dict.fromkeys((*prepared.read_only, *python_paths(sys.executable)))
    view = View(repository=bench.root, read_only=tuple(shown), inputs={**ours, **prepared.inputs}, guard=True)
    limits = Limits(
        wall=_WALL + bench.timeout + (_BUILD if prepared.build else 0), cpu=120, memory=3072 * MIB, files=2048
    )
    with bench.room(view, limits) as room, _open(room) as replayer:
        stage.enter(replayer)
        try:
            if (room.work, room.inputs) != (WORK, INPUTS):
                prepared = prepare((room.work, room.inputs))
            played = _played(side, prepared, requests, bench, room, replayer)
        except SessionLost as lost:
            said = {"wall": "it took longer than its side may", "killed": "the sandbox was taken down"}
            why = said.get(lost.reason, f"it ran into its limit of {lost.reason}")
            played = Played(
                f"{why}: nothing it answered counts", "make it smaller, or show what stays inside", proven=False
            )
        except OSError as error:
            played = Played(f"its files cannot be laid out: {error}", "give each of them a place of its own")
    return replace(played, seconds=time.monotonic() - begun)


def _open(room: Room) -> Replayer:
    command = (os.path.realpath(sys.executable), "-I", "-S", "-B", f"{room.inputs}/replayer.py")
    return Replayer(room.start(command, channel=True), room.environment(), room.work)


def _played(
    side: Side, prepared: Prepared, requests: Sequence[Request], bench: Bench, room: Room, replayer: Replayer
) -> Played:
    folder = f"{room.work}/{SIDE}"
    replayer.store({f"{folder}/{path}": content for path, content in prepared.files.items()})
    if not prepared.files:
        replayer.run(["mkdir", "-p", folder])
    environment = dict(prepared.environment)
    for command in prepared.build:
        done = replayer.run(command, environment=environment, cwd=folder, seconds=_BUILD)
        if done.exit:
            said = (done.stdout + done.stderr).decode("utf-8", "replace")
            name = os.path.basename(next((one for one in command[1:] if one[-3:] in ("mjs", "tsc")), command[0]))
            found = (
                "building it took too long" if done.timed_out else f"it cannot be built: {name} exits with {done.exit}"
            )
            return Played(found, "mend what is shown", proven=not done.timed_out, log=said)
    seconds = max(_START, bench.timeout)
    # Without walls there is one network for all, in which somebody else may have that port.
    port = 0 if room.level is Level.TRUSTED else _PORT
    told = replayer.begin(prepared.command, environment, folder, port, seconds)
    if not told["listening"] or told["ended"] is not None:
        return _not_started(told, seconds)
    answers = _answers(replayer, requests, bench.timeout)
    document = _document(side, replayer, bench.timeout, answers)
    return Played(log=told["log"], answers=answers, document=document, reads=_reads(prepared, replayer, room))


def _not_started(told: dict[str, Any], seconds: float) -> Played:
    """Say why a side is not there: it ended, listens elsewhere, or not at all."""
    log, remedy = str(told["log"]), "mend what is shown, or what it needs"
    if told["ended"] is not None:
        code = int(told["ended"])
        if code == _ABSENT:
            return Played("a program that starts it is not here", "install it", proven=False, log=log)
        how = f"signal {code - 128} ended it" if code > 128 else f"it ended with {code}"
        when = "at the first connection" if told["listening"] else "before it listened"
        return Played(f"{how} {when}", remedy, log=log)
    if told["elsewhere"]:
        ports = ", ".join(str(one) for one in told["elsewhere"][:5])
        return Played(f"it listens on {ports} and not on $PORT, {told['port']}", "let it listen on $PORT", log=log)
    found = f"it did not listen on $PORT within {seconds:g} s"
    return Played(found, "let it listen on 127.0.0.1:$PORT, or raise --timeout", proven=False, log=log)


def _answers(replayer: Replayer, requests: Sequence[Request], seconds: float) -> tuple[Answer | None, ...]:
    """Ask every request in order; once the side is gone, or stays silent, nothing more is asked of it."""
    found: list[Answer | None] = []
    gone: Answer | None = None
    silent = 0
    for request in requests:
        if request.fault:
            found.append(None)
        elif gone:
            found.append(gone)
        else:
            answer = replayer.ask(request, seconds)
            found.append(answer)
            silent = silent + 1 if answer.problem == "no answer" else 0
            if answer.ended is not None and answer.problem in _GONE:
                gone = answer._replace(problem="gone", status=0, headers=(), body=b"")
            elif silent == _PATIENCE:
                gone = answer._replace(problem="given up", status=0, headers=(), body=b"")
    return tuple(found)


def _document(side: Side, replayer: Replayer, seconds: float, answers: Sequence[Answer | None]) -> str:
    """Return the OpenAPI document that a side serves; empty where it serves none."""
    if any(one and one.problem in ("gone", "given up") for one in answers):
        return ""
    for path in (side.openapi,) if side.openapi else _DOCUMENTS:
        answer = replayer.ask(Request("", "GET", path, (), "", side.span, 0), seconds)
        text = answer.body.decode("utf-8", "replace")
        if (
            answer.status == 200
            and not answer.problem
            and '"paths"' in text
            and ('"openapi"' in text or '"swagger"' in text)
        ):
            return text
        if answer.problem:
            return ""
    return ""


def _reads(prepared: Prepared, replayer: Replayer, room: Room) -> frozenset[str]:
    """Return which files of the project a side opened, as it says itself: it can only be late about its own."""
    if prepared.whole:
        return frozenset({WHOLE})
    try:
        text = replayer.fetch(f"{room.work}/{READS}", _READS).decode("utf-8", "surrogateescape")
    except OSError:
        return frozenset()
    if text.count("\n") > _FILES:
        return frozenset({WHOLE})
    hidden = (".venv/", "venv/", "env/", ".env/", ".git/")
    found = {os.path.normpath(_source(one)) for one in text.splitlines() if one}
    return frozenset(
        one
        for one in found
        if not one.startswith((*hidden, "..", "/"))
        and "/node_modules/" not in f"/{one}"
        and "site-packages/" not in one
    )


def _source(path: str) -> str:
    """Return the file that a compiled one was made from."""
    folder, mark, name = path.rpartition("__pycache__/")
    return f"{folder}{name.partition('.')[0]}.py" if mark else path
