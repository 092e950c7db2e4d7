"""Go: every example a package of its own in the project's module, compiled at once and run one process each.

An example without ``func main`` becomes one; one that says ``package`` something else is compiled and not run.
Nothing is fetched: dependencies are what is vendored or what Go fetched earlier.
"""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache

from holdfast.digest import sha256
from holdfast.languages import Answers, Unit
from holdfast.languages.go_module.building import LIMITS, build, go_root, lay_out, standard_packages, unpack, view, warm
from holdfast.languages.go_module.ending import ended, fault_at
from holdfast.languages.go_module.left import left_to_readers
from holdfast.languages.go_module.source import Package, package, package_of, rests_on
from holdfast.languages.session.pool import run_all
from holdfast.languages.session.verdicts import meant_to_fail, rests_on_broken
from holdfast.model.example import Example, Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Fault, Toolchain, Trial
from holdfast.records import replace
from holdfast.world.bench import Bench
from holdfast.world.sandbox import MIB, Limits, Session, View

__all__ = ["LANGUAGE", "NAMES", "check", "parse", "reach", "rests_on", "run", "toolchain"]

LANGUAGE = "go"
NAMES = ("golang",)
_SAID = re.compile(
    r"^(?:vet: )?(?P<folder>\S*?)(?:holdfast_example_(?P<ordinal>\d+)\.go):(?P<line>\d+)(?::(?P<column>\d+))?: (?P<text>.*)$",
    re.MULTILINE,
)
_GROUP = re.compile(r"^# \S*/(?P<name>example\d+|canary)\b", re.MULTILINE)
_FOLDER = re.compile(r"holdfast_examples/(?P<name>example\d+)/")
_PLACE = re.compile(r"^(?:package \S+: |\S+?:\d+(?::\d+)?: )+")
_ROUNDS = 5
_ABSENT = re.compile(
    r"no required module provides package (?P<name>[^\s;:]+)|package (?P<other>\S+) is not in std|cannot find module providing package (?P<third>\S+)"
)
_CANARY = {"canary.go": 'package main\nfunc main() { var _ int = "holdfast" }\n'}
_RUN = Limits(wall=3600, cpu=600)
_PROGRAM = 128 * MIB


def parse(example: Example) -> Fault | None:
    """Return nothing: what Go makes of a text only its compiler can tell."""
    return None


def reach(example: Example) -> Level:
    """Return how far an example can be tried: only a program can be run."""
    return Level.COMPARED if package_of(example) == "main" else Level.TYPED


def toolchain(bench: Bench) -> Toolchain:
    """Return the version of Go and a hash of what the project depends on."""
    if not go_root():
        return Toolchain((), Level.PARSED, "there is no go", "apt-get install golang-go")
    depends = sha256()
    manifests = [os.path.join(bench.root, name) for name in ("go.mod", "go.sum")]
    for path in manifests:
        if os.path.isfile(path):
            with open(path, "rb") as file:
                depends.update(file.read())
    versions = (("dependencies", depends.hexdigest()[:16]), ("go", _version()))
    return Toolchain(versions, Level.COMPARED, rests_on=(f"{go_root()}/bin/go", *manifests))


def check(units: Sequence[Unit], bench: Bench) -> Answers:
    """Compile every package; each is looked at by itself, so that none hides another."""
    packages = _packages(units)
    archive = warm(bench, _version(), standard_packages(packages))
    said = _told(packages, archive, bench)
    for one in packages:
        yield one.unit, _judged(one, said, _reads(one.unit, bench))


def run(units: Sequence[Unit], bench: Bench) -> Answers:
    """Build all programs and run each in a process of its own."""
    packages = {id(one.unit): one for one in _packages(units) if one.program}
    archive = warm(bench, _version(), standard_packages(list(packages.values())))
    with bench.room(view(bench, archive), LIMITS) as room, room.session(cwd=room.work) as session:
        unpack(session, room.inputs, room.work)
        folder = lay_out(session, bench, room.work, {one.name: one.files for one in packages.values()})
        build(session, folder, room.work, "-ldflags=-s -w", "-o", f"{room.work}/bin/")
        programs = {one.name: _fetched(session, f"{room.work}/bin/{one.name}") for one in packages.values()}

    @contextmanager
    def opened() -> Iterator[Session]:
        with (
            bench.room(View(repository=bench.root, inputs=programs), _RUN) as room,
            room.session(cwd=bench.root) as one,
        ):
            one.environment |= {"HOLDFAST_INPUTS": room.inputs, "HOLDFAST_WORK": room.work}
            yield one

    def attempt(session: Session, unit: Unit) -> Trial:
        if not programs[packages[id(unit)].name]:
            return Trial(Outcome.UNPROVEN, Level.RAN, found="it compiles and cannot be linked", remedy="go build")
        words = os.urandom(16).hex()
        # What is handed in cannot be changed, and cannot be executed: each example gets a copy where none will look.
        own = f"{session.environment['HOLDFAST_WORK']}/{os.urandom(8).hex()}"
        source = f"{session.environment['HOLDFAST_INPUTS']}/{packages[id(unit)].name}"
        script = f"cp '{source}' {own} && chmod 700 {own} || exit 126; unset HOLDFAST_INPUTS HOLDFAST_WORK; exec {own}"
        done = session.run(["/bin/sh", "-c", script], stdin=words.encode(), seconds=bench.timeout)
        session.run(["/bin/rm", "-f", own])
        printed = done.stdout.decode("utf-8", "replace")
        return replace(ended(unit.example, done, printed, words, bench), output=printed, seconds=done.wall)

    yield from run_all(units, bench, opened, attempt)


@cache
def _version_of(root: str, stamp: int) -> str:
    try:
        with open(os.path.join(root, "VERSION"), encoding="utf-8") as file:
            return file.readline().strip()
    except OSError:
        return ""


def _version() -> str:
    return (
        _version_of(go_root(), os.stat(f"{go_root()}/bin/go").st_mtime_ns)
        or f"{os.stat(f'{go_root()}/bin/go').st_size}"
    )


def _packages(units: Sequence[Unit]) -> list[Package]:
    words = os.urandom(8).hex()
    return [package(f"example{number}", unit, words) for number, unit in enumerate(units)]


def _fetched(session: Session, path: str) -> bytes:
    try:
        return session.fetch(path, _PROGRAM)
    except OSError:
        return b""


def _told(packages: Sequence[Package], archive: bytes, bench: Bench) -> dict[str, str]:
    """Return what the compiler says of each package, the known fault's among them.

    A package that cannot even be read keeps the others from being compiled, so it is left out and the rest is asked
    again. Where the known fault is not reported in the end, what Go says instead stands under the empty name.
    """
    told: dict[str, str] = {}
    with bench.room(view(bench, archive), LIMITS) as room, room.session(cwd=room.work) as session:
        unpack(session, room.inputs, room.work)
        for _ in range(_ROUNDS):
            left = {one.name: one.files for one in packages if one.name not in told}
            session.run(["/bin/rm", "-rf", f"{room.work}/holdfast_examples"])
            folder = lay_out(session, bench, room.work, {"canary": _CANARY, **left})
            said = build(session, folder, room.work, "-gcflags=-e")
            groups = _groups(said)
            told |= groups
            unread = {name: text for name, text in _unread(said).items() if name in left and name not in told}
            if "canary" in told or not unread:
                break
            told |= unread
    if "canary" not in told:
        told[""] = next((line for line in said.splitlines() if line.strip()), "nothing")
    return told


def _groups(said: str) -> dict[str, str]:
    """Return what the compiler says of each package."""
    marks = list(_GROUP.finditer(said))
    ends = [*(one.start() for one in marks[1:]), len(said)][: len(marks)]
    return {one["name"]: said[one.end() : end] for one, end in zip(marks, ends, strict=True)}


def _unread(said: str) -> dict[str, str]:
    """Return what keeps packages from being compiled at all, such as an import that is not there."""
    told: dict[str, str] = {}
    for line in said.splitlines():
        found = _FOLDER.search(line)
        if found:
            told[found["name"]] = f"{told.get(found['name'], '')}\n{line}"
    return told


def _judged(one: Package, said: dict[str, str], reads: frozenset[str]) -> Trial:
    unit, text = one.unit, said.get(one.name, "")
    if not text and "" in said:
        found = f"masked: a known fault was not reported; go says: {said[''][:150]}"
        return Trial(Outcome.UNPROVEN, Level.TYPED, found=found, remedy="mend what go says", reads=reads)
    faults: dict[tuple[str, int], list[Fault]] = {}
    for match in _SAID.finditer(text):
        example = next((each for each in (*unit.before, unit.example) if each.ordinal == int(match["ordinal"])), None)
        if example:
            fault = fault_at(example, int(match["line"]), int(match["column"] or 1), match["text"])
            faults.setdefault((example.document, example.ordinal), []).append(fault)
    own = faults.pop((unit.example.document, unit.example.ordinal), [])
    if blocked := rests_on_broken(unit, faults, reads):
        return blocked
    if not own and text.strip():
        first = next(line.strip() for line in text.splitlines() if line.strip())
        own = [Fault(1, 1, _PLACE.sub("", first)[:200])]
    if unit.example.fails_to_compile:
        return meant_to_fail(unit.example, [fault.message for fault in own], reads)
    if not own:
        return Trial(Outcome.HOLDS, Level.TYPED, reads=reads)
    for fault in own:
        if absent := _ABSENT.search(fault.message):
            name = absent["name"] or absent["other"] or absent["third"]
            why = f"{name} is not at hand"
            return Trial(
                Outcome.UNPROVEN,
                Level.TYPED,
                Fault(fault.line, fault.column, why),
                why,
                f"go get {name}",
                reads=reads,
            )
    if excused := left_to_readers(unit, own, reads):
        return excused
    return Trial(
        Outcome.BROKEN, Level.TYPED, own[0], "does not compile", "mend the example, or what it speaks of", reads=reads
    )


def _reads(unit: Unit, bench: Bench) -> frozenset[str]:
    """Return the project's Go files, where an example speaks of its module."""
    name = _module(bench.root)
    if not name or f'"{name}' not in "".join(one.code for one in (*unit.before, unit.example)):
        return frozenset()
    found = {"go.mod"}
    for folder, names, files in os.walk(bench.root):
        names[:] = [one for one in names if one not in ("node_modules", "vendor") and not one.startswith(".")]
        found |= {os.path.relpath(os.path.join(folder, one), bench.root) for one in files if one.endswith(".go")}
    return frozenset(found)


def _module(root: str) -> str:
    try:
        with open(os.path.join(root, "go.mod"), encoding="utf-8") as file:
            found = re.search(r"^module\s+(\S+)", file.read(), re.MULTILINE)
    except OSError:
        return ""
    return found[1] if found else ""
