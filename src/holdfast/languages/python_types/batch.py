"""Types of many units, checked by one process; a batch whose known fault is not reported proves nothing."""

import json
import re
import sys
import time
from collections.abc import Sequence

from holdfast.languages import Answers, Unit
from holdfast.languages.python_run.environment import Environment
from holdfast.languages.python_run.outcome import is_missing, missing_module, relative
from holdfast.languages.python_run.reads import Modules
from holdfast.languages.python_run.source import source_of
from holdfast.languages.python_types.checkers import CANARY, CANARY_TEXT, Checker, Reported, program_of, sentence
from holdfast.languages.python_types.files import File, files_of
from holdfast.languages.python_types.left import guarded, left_to_readers
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Fault, Trial
from holdfast.records import replace
from holdfast.world.bench import Bench
from holdfast.world.sandbox import MIB, Finished, Limits, View
from holdfast.world.sandbox.inside import source
from holdfast.world.toolchains import program_paths, python_paths

_AWAIT = re.compile(r"outside of an async|only be used inside an async|outside an async")
_MAYBE = re.compile(r"`None` in union|[Ff]ound `(?P<type>[^`]+)`")
"""A value that may be of a type which does not fit, as far as a checker can tell, and may well be of another."""
_MODULE = re.compile(r"[`'\"]([\w.]+)[`'\"]")
_PANIC = frozenset({"panic", "internal-error", "io"})
_SECONDS = 300


def check(units: Sequence[Unit], bench: Bench, environment: Environment, checker: Checker) -> Answers:
    """Yield a trial for every unit; raises :class:`~holdfast.errors.Refused` where there is no sandbox."""
    files = files_of(units)
    for file in files:
        bench.begin(file.unit)
    began = time.monotonic()
    finished = _checked(files, bench, environment, checker)
    said, masked = _read(finished, checker)
    each = (time.monotonic() - began) / max(1, len(files))
    modules = Modules(bench.root, environment.sources)
    for file in files:
        if masked:
            yield file.unit, Trial(Outcome.UNPROVEN, Level.TYPED, found=masked, remedy="holdfast doctor tells more")
            continue
        trial = _trial(file, said.get(file.name, []), bench.root, environment, checker)
        texts = [source_of(one).text for one in (*file.unit.before, file.unit.example)]
        yield file.unit, replace(trial, reads=modules.behind(texts), seconds=each)


def _checked(files: Sequence[File], bench: Bench, environment: Environment, checker: Checker) -> Finished:
    """Run the checker on all files at once."""
    program = program_of(checker)
    inside = f"{bench.root.rstrip('/')}/"
    paths = (
        *environment.folders,
        *python_paths(environment.python),
        *program_paths(program),
        *python_paths(sys.executable),
    )
    contents = {CANARY: CANARY_TEXT, **{file.name: file.text for file in files}}
    view = View(
        repository=bench.root,
        read_only=tuple(dict.fromkeys(path for path in paths if not path.startswith(inside))),
        inputs={
            "spread.py": source("spread.py", __file__),
            "batch.json": json.dumps(contents).encode("ascii"),
        },
        unix_sockets=False,
    )
    output = MIB + 4096 * len(files)
    with bench.room(view, Limits(wall=_SECONDS, cpu=_SECONDS, output=output)) as room:
        spread = [sys.executable, "-I", "-S", "-B", f"{room.inputs}/spread.py", f"{room.inputs}/batch.json"]
        return room.run([*spread, f"{room.work}/batch", *checker.command(program, environment)])


def _read(finished: Finished, checker: Checker) -> tuple[dict[str, list[Reported]], str]:
    """Return what was reported for each file, and why nothing of it counts where that is so."""
    text = finished.stdout.decode("utf-8", "replace")
    try:
        found = checker.read(text)
    except (ValueError, KeyError, TypeError, IndexError):
        why = finished.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = finished.killed_for or (why[-1] if why else f"exit code {finished.exit}")
        return {}, f"{checker.name} did not report (masked): {reason}"
    by_file: dict[str, list[Reported]] = {}
    for one in found:
        by_file.setdefault(one.file, []).append(one)
    if CANARY not in by_file:
        return {}, f"{checker.name} did not report a fault that is known to be there (masked)"
    return by_file, ""


def _trial(file: File, said: Sequence[Reported], root: str, environment: Environment, checker: Checker) -> Trial:
    """Return what the reports about one file say of its example."""
    example = file.unit.example
    told = [one for one in said if not _no_fault(one, checker)]
    if any(one.rule in _PANIC for one in told):
        return Trial(
            Outcome.UNPROVEN, Level.TYPED, found=f"{checker.name} failed on it", remedy="report it to its authors"
        )
    missing = [one for one in told if one.rule in checker.unresolved and _missing(one, environment)]
    caught = guarded(source_of(example).text) if told else set()
    placed = [(file.place(one.line, one.column), one) for one in told if one not in missing]
    placed = [each for each in placed if each[0].example is not example or each[0].line not in caught]
    # What a session shows is what happens: its run decides, whatever a checker thinks of it.
    placed = [each for each in placed if each[1].rule in checker.undefined or not source_of(each[0].example).statements]
    own = [Fault(place.line, place.column, one.message) for place, one in placed if place.example is example]
    if example.fails_to_compile:
        if own:
            return Trial(Outcome.HOLDS, Level.TYPED)
        found = "it is shown because it is wrong, and the type checker finds nothing wrong with it"
        return Trial(Outcome.BROKEN, Level.TYPED, found=found, remedy="mend it, or remove compile_fail")
    if own and example.raises:
        # What is meant to fail when it runs may well be what a checker warns of.
        return Trial(Outcome.HOLDS, Level.PARSED)
    other = next((place.example for place, _ in placed if place.example is not example), None)
    if other is not None:
        found = f"it rests on the example on line {other.position.line}, which the type checker does not accept"
        return Trial(Outcome.UNPROVEN, Level.TYPED, found=found, remedy="mend that one first", settled=True)
    if own:
        here = [(place, one) for place, one in placed if place.example is example]
        return left_to_readers(file.unit, here, checker) or _broken(own)
    if missing:
        module = _module(missing[0])
        return (
            relative(module, Level.TYPED)
            if module[0] == "."
            else missing_module(module, environment, root, Level.TYPED)
        )
    return Trial(Outcome.HOLDS, Level.TYPED)


def _broken(own: list[Fault]) -> Trial:
    own.sort()
    output = "".join(f"{one.line}:{one.column} {one.message}\n" for one in own)
    remedy = 'mend it, or say why it is shown: ignore="why"'
    return Trial(Outcome.BROKEN, Level.TYPED, own[0], sentence([one.message for one in own]), remedy, output)


def _no_fault(one: Reported, checker: Checker) -> bool:
    """Tell whether a report is none of an example: ``await`` at the top is allowed here, and what may be wrong is not wrong."""
    return one.rule in checker.passed or _AWAIT.search(one.message) is not None or _may_be_right(one.message)


def _may_be_right(message: str) -> bool:
    found = _MAYBE.search(message)
    if found is None or found["type"] is None:
        return found is not None
    kind = found["type"]
    while (inner := re.sub(r"\[[^\[\]]*\]|\([^()]*\)", "", kind)) != kind:
        kind = inner
    return " | " in kind


def _missing(one: Reported, environment: Environment) -> bool:
    module = _module(one)
    return bool(module) and (module[0] == "." or is_missing(module, environment))


def _module(one: Reported) -> str:
    found = _MODULE.search(one.message)
    return found[1] if found else ""
