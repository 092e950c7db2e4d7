"""Built examples run, one process each, from a program that none of them can change."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from holdfast.languages import Unit
from holdfast.languages.rust_crate.source import Module, fault_of
from holdfast.languages.session.matching import compared
from holdfast.languages.session.pool import run_all as run_pool
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Fault, Trial
from holdfast.records import replace
from holdfast.world.bench import Bench
from holdfast.world.sandbox import MIB, Finished, Limits, Session, View

_PANIC = re.compile(r"panicked at (?:src/)?(?P<file>[\w./-]+)\.rs:(?P<line>\d+):(?P<column>\d+):?\s*(?P<said>[^\n]*)")
_ERROR = re.compile(r"^Error: (?P<said>.*)$", re.MULTILINE)
_LIMITS = Limits(wall=3600, cpu=600, work=1024 * MIB)
_PANICS = 101


def run_all(program: bytes, modules: Sequence[Module], bench: Bench) -> Iterator[tuple[Unit, Trial]]:
    """Run every module of a program."""
    by_unit: Mapping[int, Module] = {id(one.unit): one for one in modules}

    @contextmanager
    def opened() -> Iterator[Session]:
        view = View(repository=bench.root, inputs={"program": program})
        with bench.room(view, _LIMITS) as room, room.session(cwd=bench.root) as session:
            session.environment |= {"HOLDFAST_PROGRAM": f"{room.inputs}/program", "HOLDFAST_WORK": room.work}
            yield session

    def attempt(session: Session, unit: Unit) -> Trial:
        module = by_unit[id(unit)]
        words = os.urandom(16).hex()
        # What is handed in cannot be changed, and cannot be executed: each example gets a copy where none will look.
        own = f"{session.environment['HOLDFAST_WORK']}/{os.urandom(8).hex()}"
        script = f'cp "$HOLDFAST_PROGRAM" {own} && chmod 700 {own} || exit 126; unset HOLDFAST_PROGRAM HOLDFAST_WORK; exec {own} {module.name}'
        done = session.run(["/bin/sh", "-c", script], stdin=words.encode(), seconds=bench.timeout)
        session.run(["/bin/rm", "-f", own])
        printed = done.stdout.decode("utf-8", "replace")
        return replace(_judged(module, done, printed, words, bench), output=printed, seconds=done.wall)

    return run_pool([one.unit for one in modules], bench, opened, attempt)


def _judged(module: Module, done: Finished, printed: str, words: str, bench: Bench) -> Trial:
    example = module.unit.example
    said = done.stderr.decode("utf-8", "replace")
    if done.timed_out:
        return _unproven(f"it ran longer than {bench.timeout:g} s", 'raise --timeout, or say no_run="why"')
    if done.killed_for:
        return _unproven(f"it was ended for its use of {done.killed_for}", 'make it smaller, or say no_run="why"')
    # The words come only from behind the example's last line; a process that ends itself cannot say them.
    ended = said.rstrip("\n").rpartition("\n")[2] == words
    if example.raises:
        return _meant_to_fail(example.raises, done, said, ended=ended)
    if done.exit:
        remedy = "mend the example, or what it speaks of"
        return Trial(Outcome.BROKEN, Level.RAN, _place(module, said, done), "fails", remedy)
    if not ended:
        found = "ends the process before its last line"
        return Trial(Outcome.BROKEN, Level.RAN, Fault(1, 1, found), found, "let it come to its end")
    return compared(example, printed)


def _meant_to_fail(wanted: str, done: Finished, said: str, *, ended: bool) -> Trial:
    if done.exit != _PANICS and not (ended and done.exit):
        return Trial(Outcome.BROKEN, Level.RAN, None, "is said to panic, and does not", "take should_panic away")
    if wanted != "*" and wanted not in said:
        found = f"is said to panic with {wanted!r}; it says {_message(said, done)!r}"[:200]
        return Trial(Outcome.BROKEN, Level.RAN, None, found, "say what it panics with")
    return Trial(Outcome.HOLDS, Level.RAN)


def _message(said: str, done: Finished) -> str:
    """Return what a program that failed says of it."""
    panic, error = _PANIC.search(said), _ERROR.search(said)
    if panic:
        message = panic["said"] or said[panic.end() :].strip().split("\n", 1)[0]
    elif error:
        message = error["said"]
    else:
        message = f"a signal ends it: {done.signal}" if done.signal else f"it exits with {done.exit}"
    sides = re.findall(r"^ +(?:left|right): .*$", said, re.MULTILINE)
    return ", ".join([message, *(" ".join(side.split()) for side in sides[:2])])


def _place(module: Module, said: str, done: Finished) -> Fault:
    message = _message(said, done)[:200]
    panic = _PANIC.search(said)
    if panic and panic["file"].rpartition("/")[2] == module.name:
        fault, example = fault_of(module, int(panic["line"]), int(panic["column"]), f"panics: {message}")
        if example.ordinal == module.unit.example.ordinal:
            return fault
    return Fault(1, 1, message)


def _unproven(found: str, remedy: str) -> Trial:
    return Trial(Outcome.UNPROVEN, Level.RAN, found=found, remedy=remedy)
