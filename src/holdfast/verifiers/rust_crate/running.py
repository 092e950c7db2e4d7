"""Built examples run, one process each, in the sandbox they were built in."""

import re
import secrets
from collections.abc import Iterator, Sequence

from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Fault, Trial
from holdfast.verifiers import Bench, Unit
from holdfast.verifiers.rust_crate.source import Module
from holdfast.verifiers.session.matching import differs
from holdfast.world.sandbox import Finished, Session, SessionLost

_PANIC = re.compile(r"panicked at (?:src/)?(?P<file>[\w./-]+)\.rs:(?P<line>\d+):(?P<column>\d+):?\s*(?P<said>[^\n]*)")
_ERROR = re.compile(r"^Error: (?P<said>.*)$", re.MULTILINE)


def run_all(session: Session, program: str, modules: Sequence[Module], bench: Bench) -> Iterator[tuple[Unit, Trial]]:
    """Run every module; one that takes its sandbox down is unproven, and so are those behind it."""
    lost = ""
    for module in modules:
        if lost:
            yield module.unit, _unproven(lost, "run it alone: --select")
            continue
        bench.begin(module.unit)
        words = secrets.token_hex(16)
        try:
            done = session.run([program, module.name], stdin=words.encode(), seconds=bench.timeout)
        except SessionLost as error:
            lost = error.found
            yield module.unit, _unproven(lost, error.remedy)
            continue
        yield module.unit, _judged(module, done, words, bench)


def _judged(module: Module, done: Finished, words: str, bench: Bench) -> Trial:
    example = module.unit.example
    printed = done.stdout.decode("utf-8", "replace")
    said = done.stderr.decode("utf-8", "replace")
    if done.timed_out:
        return _unproven(f"it ran longer than {bench.timeout:g} s", "raise --timeout, or say no_run")
    if done.killed_for:
        return _unproven(f"it was ended for its {done.killed_for}", "make it smaller, or say no_run")
    # The words come only from behind the example's last line; a process that ends itself cannot say them.
    ended = said.rstrip("\n").rpartition("\n")[2] == words
    if example.raises:
        failed = done.exit == 101 or (ended and done.exit)
        return (
            _held(Level.RAN, printed, done)
            if failed
            else _broken("is said to panic, and does not", "take should_panic away", printed, done)
        )
    if done.exit:
        return _broken(
            "fails", "mend the example, or what it speaks of", printed, done, _place(module, said, done.exit)
        )
    if not ended:
        return _broken("ends the process before its last line", "let it come to its end", printed, done)
    if example.expected:
        difference = differs([line.text for line in example.expected.lines], printed)
        if difference:
            fault = Fault(len(example.lines), 1, difference[1])
            found = _broken("prints something else", "holdfast verify --update output", printed, done, fault)
            return Trial(found.outcome, Level.COMPARED, fault, found.found, found.remedy, printed, seconds=done.wall)
        return _held(Level.COMPARED, printed, done)
    return _held(Level.RAN, printed, done)


def _place(module: Module, said: str, code: int) -> Fault:
    """Return where a module panicked, in its example; or what its result says."""
    panic = _PANIC.search(said)
    error = _ERROR.search(said)
    message = (
        (panic["said"] or said[panic.end() :].strip().split("\n", 1)[0])
        if panic
        else error["said"]
        if error
        else f"exits with {code}"
    )
    sides = re.findall(r"^ +(?:left|right): .*$", said, re.MULTILINE)
    message = ", ".join([message, *(" ".join(side.split()) for side in sides[:2])])
    if panic and panic["file"].endswith(module.name) and int(panic["line"]) <= len(module.lines):
        origin = module.lines[int(panic["line"]) - 1]
        if origin and origin[0] is module.unit.example:
            return Fault(origin[1], int(panic["column"]), f"panics: {message}"[:200])
    return Fault(1, 1, message[:200])


def _held(level: Level, printed: str, done: Finished) -> Trial:
    return Trial(Outcome.HOLDS, level, output=printed, seconds=done.wall)


def _broken(found: str, remedy: str, printed: str, done: Finished, fault: Fault | None = None) -> Trial:
    return Trial(Outcome.BROKEN, Level.RAN, fault, found, remedy, printed, seconds=done.wall)


def _unproven(found: str, remedy: str) -> Trial:
    return Trial(Outcome.UNPROVEN, Level.RAN, found=found, remedy=remedy)
