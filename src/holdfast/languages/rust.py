"""Rust: all examples compiled as the modules of one crate, beside the project's own crates, then run.

As in rustdoc an example without a ``fn main`` becomes one, and lines that begin with ``# `` are hidden code. Nothing
is fetched: dependencies are what Cargo fetched earlier.
"""

import re
from collections.abc import Iterator, Sequence

from holdfast.digest import sha256
from holdfast.languages import Answers, Unit
from holdfast.languages.rust_crate import names as naming
from holdfast.languages.rust_crate.compile import Compiled, build, lay_out, read_files
from holdfast.languages.rust_crate.compile import check as compile_check
from holdfast.languages.rust_crate.left import left_to_readers
from holdfast.languages.rust_crate.project import Project, project, toolchain, view
from holdfast.languages.rust_crate.running import run_all
from holdfast.languages.rust_crate.source import Module, fault_of, module, visible_code
from holdfast.languages.session.verdicts import meant_to_fail, rests_on_broken
from holdfast.model.example import Example, Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Fault, Trial
from holdfast.world.bench import Bench
from holdfast.world.sandbox import MIB, Limits, Room, Session, SessionLost

__all__ = ["LANGUAGE", "NAMES", "PARSE_IS_A_GUESS", "check", "excerpt", "parse", "rests_on", "run", "toolchain"]

LANGUAGE = "rust"
NAMES = ("rs",)
PARSE_IS_A_GUESS = True
_LIMITS = Limits(
    wall=3600, cpu=1200, memory=4096 * MIB, data=4096 * MIB, work=2048 * MIB, processes=512, file_size=1024 * MIB
)
_ABSENT = re.compile(
    r"(?:undeclared crate or module|maybe a missing crate|unlinked crate|can't find crate for|unresolved import) `(?P<name>[a-z]\w*)`|"
    r"cannot find module or crate `(?P<other>[a-z]\w*)`"
)
_NIGHTLY = re.compile(r"E0554|E0658|is unstable|may not be used on the stable release")
_NEVER_ABSENT = ("crate", "self", "super", "std", "core", "alloc")
_built: dict[str, bytes] = {}
"""The programs that checking built along the way, until they are run."""


def parse(example: Example) -> Fault | None:
    """Return the first place that a tolerant parser cannot make sense of."""
    return naming.names(visible_code(example)).fault


def excerpt(example: Example) -> str:
    """Return of what an example that is neither statements nor items is a part; empty where it is of nothing known."""
    return naming.part_of(visible_code(example))


def rests_on(found: Sequence[Example]) -> list[tuple[int, ...]]:
    """Return which earlier examples each one needs: those whose names it uses, and those its author names."""
    return naming.rests_on(found, visible_code)


def check(units: Sequence[Unit], bench: Bench) -> Answers:
    """Check all units as one crate; one that says something about its whole crate has a crate of its own."""
    found = project(bench)
    for batch in _batches(units):
        compiled, files = _checked(batch, found, bench)
        for one in batch:
            yield one.unit, _judged(one, compiled, found, _reads(one.unit, found, files))


def run(units: Sequence[Unit], bench: Bench) -> Answers:
    """Build the units that compile into one program, and run each in a process of its own."""
    found = project(bench)
    for batch in _batches([one for one in units if not one.example.fails_to_compile]):
        program, compiled = _built.pop(_name(batch), b""), Compiled({})
        if not program:
            with bench.room(view(found, bench), _LIMITS) as room, room.session(cwd=room.work) as session:
                lay_out(session, room, found, batch)
                program, compiled = build(session, room, found, batch)
        if program:
            yield from run_all(program, batch, bench)
            continue
        for one in batch:
            yield one.unit, Trial(Outcome.UNPROVEN, Level.RAN, found=compiled.masked, remedy=compiled.remedy)


def _batches(units: Sequence[Unit]) -> Iterator[list[Module]]:
    """Yield modules that can share a crate; their names stay the same whatever is left out."""
    alone: list[Module] = []
    together: dict[str, list[Module]] = {}
    for unit in units:
        name = f"example_{sha256(f'{unit.example.document}:{unit.example.ordinal}'.encode()).hexdigest()[:10]}"
        one = module(name, unit)
        (alone if one.attributes else together.setdefault(one.edition, [])).append(one)
    yield from together.values()
    yield from ([one] for one in alone)


def _checked(modules: Sequence[Module], found: Project, bench: Bench) -> tuple[Compiled, frozenset[str]]:
    """Check modules and, where some are to run, build those that compile while what they depend on is warm."""
    running = any(one.unit.example.asked > Level.TYPED for one in modules)
    try:
        with bench.room(view(found, bench), _LIMITS) as room, room.session(cwd=room.work) as session:
            lay_out(session, room, found, modules)
            compiled = compile_check(session, room, found, modules, build=running and bool(found.manifest))
            files = read_files(session, room, found)
            standing = [
                one
                for one in modules
                if one.name not in compiled.faults and one.unit.example.asked > Level.TYPED and not compiled.masked
            ]
            _build(session, room, found, standing, compiled)
            return compiled, files
    except SessionLost as error:
        return Compiled({}, error.found, error.remedy), frozenset()


def _build(session: Session, room: Room, found: Project, standing: list[Module], compiled: Compiled) -> None:
    """Build what checking let stand; what only building refuses, such as a literal out of range, is a fault as well."""
    while standing:
        program, built = build(session, room, found, standing)
        late = built.faults.keys() & {one.name for one in standing}
        if program or not late:
            _built[_name(standing)] = program
            return
        compiled.faults.update({name: built.faults[name] for name in late})
        standing = [one for one in standing if one.name not in late]


def _name(modules: Sequence[Module]) -> str:
    return sha256(repr(sorted((one.name, one.text) for one in modules)).encode("utf-8", "replace")).hexdigest()


def _judged(one: Module, compiled: Compiled, found: Project, reads: frozenset[str]) -> Trial:
    """Return the trial of one unit from the errors of its module."""
    example = one.unit.example
    if compiled.masked:
        remedy = compiled.remedy or "holdfast verify --select CLAIM"
        return Trial(Outcome.UNPROVEN, Level.TYPED, found=f"masked: {compiled.masked}", remedy=remedy, reads=reads)
    faults = [fault_of(one, said.line, said.column, said.message) for said in compiled.faults.get(one.name, [])]
    elsewhere = {(where.document, where.ordinal): [fault] for fault, where in faults if where is not example}
    if blocked := rests_on_broken(one.unit, elsewhere, reads):
        return blocked
    if example.fails_to_compile:
        return meant_to_fail(example, [fault.message for fault, _ in faults], reads)
    if not faults:
        return Trial(Outcome.HOLDS, Level.TYPED, reads=reads)
    for fault, _ in faults:
        if absent := _absent(fault, found, visible_code(example)):
            return Trial(Outcome.UNPROVEN, Level.TYPED, fault, *absent, reads=reads)
    if excused := left_to_readers(one.unit, [fault for fault, _ in faults], reads):
        return excused
    remedy = "mend the example, or what it speaks of"
    return Trial(Outcome.BROKEN, Level.TYPED, faults[0][0], "does not compile", remedy, reads=reads)


def _absent(fault: Fault, found: Project, code: str) -> tuple[str, str] | None:
    """Return what a fault misses here, and what to do about it; ``None`` for a fault of the example."""
    absent = _ABSENT.search(fault.message)
    if absent and absent["other"] and not re.search(rf"\b(?:use|extern crate) (?:::)?{absent['other']}\b", code):
        # A module of the standard library without its ``use`` is told in the same words.
        absent = None
    name = (absent["name"] or absent["other"]) if absent else ""
    if name and name not in (*found.own, *_NEVER_ABSENT):
        return f"the crate {name} is not at hand", f"cargo add --dev {name}"
    if _NIGHTLY.search(fault.message):
        return "it needs a nightly compiler", 'name one: [verify.rust] toolchain = "..."'
    return None


def _reads(unit: Unit, found: Project, files: frozenset[str]) -> frozenset[str]:
    """Return the project's files that a unit rests on: what was compiled of its crates, where it speaks of them."""
    codes = "\n".join(example.code for example in (*unit.before, unit.example))
    speaks = any(re.search(rf"\b{name}\b", codes) for name in found.own)
    return frozenset({*found.manifests, *files} if speaks else ())
