"""Compiled examples run, one process each, in one sandbox; how each ended is known by its receipt."""

import json
import os
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from holdfast.model.example import Example, Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Fault, Trial
from holdfast.verifiers import Bench, Unit
from holdfast.verifiers.node.modules import Module, fault_in
from holdfast.verifiers.node.project import Project
from holdfast.verifiers.session.matching import differs
from holdfast.world.sandbox import Finished, Session, SessionLost

_WRAPPER = os.path.join(os.path.dirname(__file__), "inside", "receipt.mjs")
_ERROR = re.compile(r"^(?:\w*Error|[A-Z]\w*Error)\b.*$", re.MULTILINE)
_ABSENT = re.compile(r"Cannot find (?:package|module) '(?P<name>[^'./][^']*)'")
_UNCOMPILED = re.compile(r"ERR_UNKNOWN_FILE_EXTENSION|Unknown file extension|ERR_UNSUPPORTED_(?:DIR_IMPORT|TYPESCRIPT)")
_EXTENSIONLESS = re.compile(r"Cannot find module '(?P<path>/[^']*)' imported from")


def run_all(
    session: Session,
    work: str,
    found: Project,
    made: dict[tuple[str, int], Module],
    units: Sequence[Unit],
    bench: Bench,
) -> Iterator[tuple[Unit, Trial]]:
    """Run every unit; one that takes its sandbox down is unproven, and so are those behind it."""
    with open(_WRAPPER, "rb") as file:
        session.store(f"{work}/holdfast-receipt.mjs", file.read())
    lost = ""
    for unit in units:
        if lost:
            yield unit, Trial(Outcome.UNPROVEN, Level.RAN, found=lost, remedy="run it alone: --select")
            continue
        bench.begin(unit)
        module = made[unit.example.document, unit.example.ordinal]
        try:
            yield unit, _run(session, work, found, module, bench)
        except SessionLost as error:
            lost = error.found
            yield unit, Trial(Outcome.UNPROVEN, Level.RAN, found=lost, remedy=error.remedy)


def _run(session: Session, work: str, found: Project, module: Module, bench: Bench) -> Trial:
    words = secrets.token_hex(16)
    loader = ["--import", f"file://{found.runner}"] if found.runner else []
    target = f"{work}/{module.name}.mts" if found.runner else f"{work}/.out/{module.name}.mjs"
    command = [found.node, "--no-warnings", "--enable-source-maps", *loader, "holdfast-receipt.mjs", target, work]
    done = session.run(command, cwd=work, stdin=words.encode(), seconds=bench.timeout)
    printed = done.stdout.decode("utf-8", "replace")
    said, receipt = _receipt(done.stderr.decode("utf-8", "replace"), words)
    reads = frozenset(_project_path(path, found, bench) for path in receipt.get("reads", ()))
    trial = _judged(module.example, done, printed, said, receipt, bench)
    return Trial(trial.outcome, trial.level, trial.fault, trial.found, trial.remedy, printed, reads, done.wall)


def _judged(example: Example, done: Finished, printed: str, said: str, receipt: dict[str, Any], bench: Bench) -> Trial:
    if done.timed_out:
        return _unproven(f"it ran longer than {bench.timeout:g} s", "raise --timeout, or say no_run")
    if done.killed_for:
        return _unproven(f"it was ended for its {done.killed_for}", "make it smaller, or say no_run")
    if absent := _ABSENT.search(said):
        package = "/".join(absent["name"].split("/")[: 2 if absent["name"].startswith("@") else 1])
        return _unproven(f"{package} is not installed", f"npm install {package}")
    if _UNCOMPILED.search(said) or _EXTENSIONLESS.search(said):
        return _unproven("it imports sources that Node alone does not load", "npm install --save-dev tsx")
    failed = bool(done.exit) or not receipt.get("finished")
    if example.raises:
        return _meant_to_fail(example, said, failed=bool(done.exit))
    if done.exit:
        found = _ERROR.search(said)
        message = (found[0] if found else (said.strip().splitlines() or [f"exits with {done.exit}"])[-1])[:200]
        return Trial(
            Outcome.BROKEN, Level.RAN, _place(example, said, message), "fails", "mend the example, or what it speaks of"
        )
    if failed:
        return Trial(Outcome.BROKEN, Level.RAN, None, "ends the process before its last line", "let it come to its end")
    if example.expected:
        difference = differs([line.text for line in example.expected.lines], printed)
        if difference:
            return Trial(
                Outcome.BROKEN,
                Level.COMPARED,
                _expected_at(example, *difference),
                "prints something else",
                "holdfast verify --update output",
            )
        return Trial(Outcome.HOLDS, Level.COMPARED)
    return Trial(Outcome.HOLDS, Level.RAN)


def _meant_to_fail(example: Example, said: str, *, failed: bool) -> Trial:
    if not failed:
        return Trial(Outcome.BROKEN, Level.RAN, None, "is said to fail, and does not", "take should_raise away")
    if example.raises != "*" and not re.search(rf"\b{re.escape(example.raises)}\b", said):
        found = _ERROR.search(said)
        message = f"is said to fail with {example.raises}; it fails with {found[0] if found else 'something else'}"
        return Trial(Outcome.BROKEN, Level.RAN, None, message[:200], "name the error that it fails with")
    return Trial(Outcome.HOLDS, Level.RAN)


def _receipt(stderr: str, words: str) -> tuple[str, dict[str, Any]]:
    """Split what a process said from its receipt; a receipt in other words is none."""
    for line in stderr.splitlines():
        if not line.startswith('{"receipt":') or words not in line:
            continue
        with suppress(ValueError):
            receipt = json.loads(line)
            if receipt["receipt"] == words:
                return stderr.replace(line, "", 1), receipt
    return stderr, {}


def _project_path(path: object, found: Project, bench: Bench) -> str:
    return os.path.relpath(os.path.join(found.root, str(path)), bench.root).replace(os.sep, "/")


def _place(example: Example, said: str, message: str) -> Fault | None:
    """Return the last place of a stack that lies in the example."""
    at = re.search(r"holdfast-\d+\.m[tj]s:(?P<line>\d+)(?::(?P<column>\d+))?", said)
    if at is None:
        return Fault(1, 1, message)
    fault = fault_in(int(at["line"]), int(at["column"] or 1), message)
    return fault if fault.line <= len(example.lines) else Fault(1, 1, message)


def _expected_at(example: Example, line: int, message: str) -> Fault:
    """Return the place of an expected line; one behind the example is shown at its last line."""
    at = example.expected.lines[line].start if example.expected else 0
    inside = next((number for number, one in enumerate(example.lines, 1) if one.start >= at), len(example.lines))
    return Fault(inside, 1, message)


def _unproven(found: str, remedy: str) -> Trial:
    return Trial(Outcome.UNPROVEN, Level.RAN, found=found, remedy=remedy)
