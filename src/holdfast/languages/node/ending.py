"""What the end of an example's process says of the example."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from holdfast.languages import Unit
from holdfast.languages.node.modules import Key, Module, fault_in, key
from holdfast.languages.node.project import Project
from holdfast.languages.session.matching import compared
from holdfast.languages.session.partial import lacks, misspelt, not_here
from holdfast.model.example import Example, Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Fault, Trial
from holdfast.world.bench import Bench
from holdfast.world.sandbox import Finished

_ERROR = re.compile(
    r"^(?:Uncaught )?\[?(?:\w+ \[)?[A-Z]\w*(?:Error|Exception)?(?: \[[\w ]+\])?\]?(?:: .*)?(?: \{)?$", re.MULTILINE
)
_ABSENT = re.compile(r"Cannot find (?:package|module) '(?P<name>[^'./][^']*)'")
_UNLOADABLE = re.compile(
    r"ERR_UNKNOWN_FILE_EXTENSION|Unknown file extension|ERR_UNSUPPORTED_(?:DIR_IMPORT|TYPESCRIPT)|"
    r"Cannot find module '/[^']*' imported from"
)
_WAITS = 13
"""How Node ends where something is awaited and nothing is left that could happen."""
_UNDEFINED = re.compile(r"^ReferenceError: (?P<name>[\w$]+) is not defined$", re.MULTILINE)
_NO_FILE = re.compile(
    r"ENOENT: no such file or directory[^\n]*?'(?P<path>[^'\n]*)'|"
    r"Cannot find module '(?:file://)?(?P<beside>\.{1,2}/[^']*|/[^']*)'|spawn (?P<program>\S+) ENOENT"
)
_NETWORK = re.compile(
    r"(?:getaddrinfo (?:ENOTFOUND|EAI_AGAIN) \S+|connect (?:ECONNREFUSED|ENETUNREACH) \S+)|ERR_UNSUPPORTED_ESM_URL_SCHEME"
)
_FRAME = re.compile(r"(?P<stem>holdfast-\d+)\.\w+:(?P<line>\d+)(?::(?P<column>\d+))?")


class Ended(NamedTuple):
    """How a process ended."""

    done: Finished
    printed: str
    said: str
    """Its standard error, without the receipt."""
    finished: bool
    """Whether its receipt says that the last line is behind it."""
    reads: tuple[str, ...]
    kinds: tuple[str, ...]
    """The names of the classes of the error that ended it."""

    @property
    def unloadable(self) -> bool:
        """Whether it asks for files that only a loader such as tsx understands."""
        return bool(self.done.exit and (_UNLOADABLE.search(self.said) or _ABSENT.search(self.said)))


def judged(
    module: Module, made: Mapping[Key, Module], ended: Ended, bench: Bench, found: Project, aliases: tuple[str, ...]
) -> Trial:
    """Return the trial of a module that was run."""
    example, done = module.example, ended.done
    if done.timed_out and ended.finished:
        said = "its last line was reached, and something keeps it running: a server, a timer"
        return _unproven(said, 'close it at the end, or say no_run="why"')
    if done.timed_out:
        return _unproven(f"it ran longer than {bench.timeout:g} s", 'raise --timeout, or say no_run="why"')
    if done.killed_for:
        return _unproven(f"it was ended for its use of {done.killed_for}", 'make it smaller, or say no_run="why"')
    if done.truncated and not ended.finished:
        return _unproven("it printed more than can be read", "print less")
    if done.exit and (missing := _missing(ended, found, aliases)):
        return _unproven(*missing)
    if example.raises:
        return _meant_to_fail(example, ended)
    if done.exit:
        message = _message(ended)
        place, where = _place(module, made, ended.said, message)
        if where != key(example):
            return _unproven("it rests on an earlier example, which fails when it runs", "mend that one first")
        if wants := _wants(module, ended, place):
            return wants
        return Trial(Outcome.BROKEN, Level.RAN, place, "fails", "mend the example, or what it speaks of")
    if not ended.finished:
        found_out = "ends the process before its last line"
        return Trial(Outcome.BROKEN, Level.RAN, Fault(1, 1, found_out), found_out, "let it come to its end")
    return compared(example, ended.printed)


def _wants(module: Module, ended: Ended, at: Fault) -> Trial | None:
    """Return the trial of a module that lacks a name, a file, an answer or a network, and fails for nothing else."""
    said = ended.said
    if ended.done.exit == _WAITS:
        return not_here("it waits for what does not come while examples are tried: an answer, an event", at)
    if found := _UNDEFINED.search(said):
        meant = misspelt(found["name"], Unit(module.example))
        return None if meant else lacks([found["name"]], at, Level.RAN, setup=module.example.language)
    if found := _NO_FILE.search(said):
        return not_here(f"it wants {found['path'] or found['beside'] or found['program']}, which is not here", at)
    if found := _NETWORK.search(said):
        return not_here(f"it needs a network: {found[0]}", at)
    return None


def _missing(ended: Ended, found: Project, aliases: tuple[str, ...]) -> tuple[str, str] | None:
    """Return what could not be loaded, and what to do about it."""
    tsx = "npm install --save-dev tsx"
    absent = _ABSENT.search(ended.said)
    if absent and not absent["name"].startswith(aliases or ("\0",)):
        package = "/".join(absent["name"].split("/")[: 2 if absent["name"].startswith("@") else 1])
        if package == found.name:
            return f"{package}, the project itself, is not built", "build it, as its package.json says"
        return f"{package} is not installed", f"npm install {package}"
    if absent or _UNLOADABLE.search(ended.said):
        return "it imports sources that Node alone does not load", tsx
    return None


def _meant_to_fail(example: Example, ended: Ended) -> Trial:
    if not ended.done.exit:
        return Trial(Outcome.BROKEN, Level.RAN, None, "is said to fail, and does not", "take should_raise away")
    if example.raises not in ("*", *ended.kinds):
        message = f"is said to fail with {example.raises}; it fails with: {_message(ended)}"
        return Trial(Outcome.BROKEN, Level.RAN, None, message[:200], "name the error that it fails with")
    return Trial(Outcome.HOLDS, Level.RAN)


def _message(ended: Ended) -> str:
    """Return the line that names the error."""
    lines = [line.strip() for line in ended.said.splitlines() if line.strip()]
    kinds = tuple(kind for kind in ended.kinds if kind)
    named = next((line for line in lines if line.startswith(kinds)), "") if kinds else ""
    found = _ERROR.search(ended.said)
    signal = f"a signal ends it: {ended.done.signal}" if ended.done.signal else f"it exits with {ended.done.exit}"
    return (named or (found[0] if found else "") or (lines[-1] if lines else signal))[:200]


def _place(module: Module, made: Mapping[Key, Module], said: str, message: str) -> tuple[Fault, Key]:
    """Return the innermost place of a stack that lies in the example, else in one it rests on."""
    frames = [(one["stem"], int(one["line"]), int(one["column"] or 1)) for one in _FRAME.finditer(said)]
    by_stem = {one.name.partition(".")[0]: one for one in made.values()}
    own = [frame for frame in frames if frame[0] == module.name.partition(".")[0]]
    # The line above the stack has no column; the same place stands in the stack with one.
    exact = [frame for frame in own or frames if frame[2] > 1]
    for stem, line, column in (*exact, *own, *frames):
        if stem in by_stem:
            fault, where = fault_in(by_stem[stem], line, column, message)
            return fault, where
    return Fault(1, 1, message), key(module.example)


def _unproven(found: str, remedy: str) -> Trial:
    return Trial(Outcome.UNPROVEN, Level.RAN, found=found, remedy=remedy)
