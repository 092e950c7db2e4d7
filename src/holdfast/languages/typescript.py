"""TypeScript: all examples checked in one program with the project's own compiler, settings and packages, then run.

Each example is a module of its own. It is run as the compiler writes it; where Node cannot load what it imports,
by the project's tsx.
"""

import re
from collections.abc import Iterator, Sequence

from holdfast.languages import Answers, Unit
from holdfast.languages.node.closure import closure
from holdfast.languages.node.left import left_to_readers
from holdfast.languages.node.modules import Key, Module, chain, key, modules
from holdfast.languages.node.names import names_of, rests_on
from holdfast.languages.node.parts import part_of
from holdfast.languages.node.program import Checked, effective, emit, lay_out
from holdfast.languages.node.program import check as check_program
from holdfast.languages.node.project import LIMITS, Project, project, toolchain, view
from holdfast.languages.node.running import Runner
from holdfast.languages.node.settings import Settings, settings
from holdfast.languages.session.verdicts import meant_to_fail, rests_on_broken
from holdfast.model.example import Example, Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Fault, Trial
from holdfast.world.bench import Bench
from holdfast.world.sandbox import SessionLost

__all__ = ["LANGUAGE", "NAMES", "PARSE_IS_A_GUESS", "check", "excerpt", "parse", "rests_on", "run", "toolchain"]

LANGUAGE = "typescript"
NAMES = ("ts", "mts", "cts", "tsx")
PARSE_IS_A_GUESS = True
_SECONDS = 300.0
_ABSENT = re.compile(
    r"TS(?:2307|2792|2882): Cannot find module '(?P<name>[^'./][^']*)'|"
    r"TS7016: Could not find a declaration file for module '(?P<untyped>[^'./][^']*)'|"
    r"TS2591: .*Try `npm i --save-dev (?P<types>@types/[\w-]+)`|"
    r"(?P<jsx>TS7026|TS2875): "
)


def parse(example: Example) -> Fault | None:
    """Return the first place that a tolerant parser cannot make sense of."""
    return names_of(example).fault


def excerpt(example: Example) -> str:
    """Return of what an example that is no module is a part; empty where it is of nothing known."""
    return part_of(example)


def check(units: Sequence[Unit], bench: Bench) -> Answers:
    """Check all units in one program; what speaks to all modules of its program has one of its own."""
    found = project(bench)
    made = modules(units, typed=True)
    for batch in _batches(units, made):
        needed = {one.name: one for unit in batch for one in chain(made[key(unit.example)], made)}
        checked, asked = _checked(list(needed.values()), found, bench)
        for unit in batch:
            reads = closure(unit, found, bench, asked.aliases)
            yield unit, _judged(unit, checked, reads, found, asked)


def run(units: Sequence[Unit], bench: Bench) -> Iterator[tuple[Unit, Trial]]:
    """Compile all units at once, and run each in a process of its own."""
    found = project(bench)
    made = modules(units, typed=True)
    with bench.room(view(found, bench), LIMITS) as room, room.session(cwd=room.work) as session:
        asked = settings(found, effective(session, room.work, found))
        lay_out(session, room.work, found, list(made.values()))
        archive, problem = emit(session, room.work, found, asked, list(made.values()), _SECONDS)
    if problem and not found.runner:
        for unit in units:
            yield unit, Trial(Outcome.UNPROVEN, Level.RAN, found=problem, remedy="npm install --save-dev tsx")
        return
    yield from Runner(found, made, bench, archive, asked.aliases).run(units)


def _batches(units: Sequence[Unit], made: dict[Key, Module]) -> Iterator[list[Unit]]:
    alone = [unit for unit in units if any(one.ambient for one in chain(made[key(unit.example)], made))]
    together = [unit for unit in units if unit not in alone]
    yield from ([together] if together else [])
    yield from ([unit] for unit in alone)


def _checked(made: Sequence[Module], found: Project, bench: Bench) -> tuple[Checked, Settings]:
    asked = settings(found, {})
    try:
        with bench.room(view(found, bench), LIMITS) as room, room.session(cwd=room.work) as session:
            asked = settings(found, effective(session, room.work, found))
            lay_out(session, room.work, found, made)
            return check_program(session, room.work, found, asked, made, _SECONDS), asked
    except SessionLost as error:
        return Checked({}, error.found), asked


def _judged(unit: Unit, checked: Checked, reads: frozenset[str], found: Project, asked: Settings) -> Trial:
    """Return the trial of one unit from the faults of each module it consists of."""
    if checked.masked:
        remedy = "mend what the compiler says, or holdfast verify --select CLAIM"
        return Trial(Outcome.UNPROVEN, Level.TYPED, found=f"masked: {checked.masked}", remedy=remedy, reads=reads)
    if blocked := rests_on_broken(unit, checked.faults, reads):
        return blocked
    faults = checked.faults.get(key(unit.example), [])
    if unit.example.fails_to_compile:
        return meant_to_fail(unit.example, [one.message for one in faults], reads)
    if not faults:
        return Trial(Outcome.HOLDS, Level.TYPED, reads=reads)
    for fault in faults:
        # What else is reported may only follow from it.
        if absent := _absent(fault, found, asked):
            return Trial(Outcome.UNPROVEN, Level.TYPED, fault, *absent, reads=reads)
    faults, excused = left_to_readers(unit, faults, found.root, reads)
    if excused:
        return excused
    return Trial(
        Outcome.BROKEN,
        Level.TYPED,
        faults[0],
        "does not compile",
        "mend the example, or what it speaks of",
        reads=reads,
    )


def _absent(fault: Fault, found: Project, asked: Settings) -> tuple[str, str] | None:
    """Return which package a fault misses, and the command that installs it; ``None`` for a fault of the example."""
    said = _ABSENT.search(fault.message)
    if said is None:
        return None
    if said["jsx"]:
        return "no package for JSX is installed", "npm install --save-dev react @types/react"
    if said["types"]:
        return f"{said['types']} is not installed", f"npm install --save-dev {said['types']}"
    name = said["name"] or said["untyped"]
    if name == found.name or name.startswith((*asked.aliases, "#", f"{found.name}/" if found.name else "#")):
        # The project itself is at hand; what is not there in it the example gets wrong.
        return None
    package = "/".join(name.split("/")[: 2 if name.startswith("@") else 1])
    plain = package.removeprefix("@").replace("/", "__")
    typed = f"@types/{plain}" if said["untyped"] else "@types/node" if package.startswith("node:") else package
    return f"{typed} is not installed", f"npm install --save-dev {typed}"
