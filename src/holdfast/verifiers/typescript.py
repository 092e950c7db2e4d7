"""TypeScript: all examples checked in one program with the project's own compiler, settings and packages, then run.

Each example is a module of its own. It is run by the project's tsx where there is one, else as the compiler writes it.
"""

import re
from collections.abc import Iterator, Sequence

from holdfast.model.example import Example, Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Fault, Trial
from holdfast.verifiers import Bench, Unit
from holdfast.verifiers.node.closure import closure
from holdfast.verifiers.node.names import rests_on
from holdfast.verifiers.node.program import Checked, compile_all, lay_out
from holdfast.verifiers.node.project import project, toolchain, view
from holdfast.verifiers.node.running import run_all
from holdfast.world.sandbox import Limits, SessionLost

__all__ = ["LANGUAGE", "NAMES", "PARSE_IS_A_GUESS", "check", "parse", "rests_on", "run", "toolchain"]

LANGUAGE = "typescript"
NAMES = ("ts", "mts", "cts", "tsx")
PARSE_IS_A_GUESS = True
_ABSENT = re.compile(
    r"TS(?:2307|2792): Cannot find module '(?P<name>[^'./][^']*)'|TS7016: .*? for module '(?P<untyped>[^'./][^']*)'"
)
_LIMITS = Limits(wall=600, memory=4 << 30, data=4 << 30, processes=512)


def parse(example: Example) -> Fault | None:
    """Return the first place that a tolerant parser cannot make sense of."""
    try:
        import tree_sitter_typescript as grammars
        from tree_sitter import Language, Parser
    except ImportError:
        return None
    grammar = grammars.language_tsx() if example.word.casefold() == "tsx" else grammars.language_typescript()
    root = Parser(Language(grammar)).parse(example.code.encode("utf-8", "replace")).root_node
    if not root.has_error:
        return None
    node = root
    while inner := next((one for one in node.children if one.has_error or one.is_missing), None):
        node = inner
    text = "something is missing here" if node.is_missing else "this makes no sense here"
    return Fault(node.start_point.row + 1, node.start_point.column + 1, text)


def check(units: Sequence[Unit], bench: Bench) -> Iterator[tuple[Unit, Trial]]:
    """Check all units in one program."""
    found = project(bench)
    try:
        with bench.room(view(found, bench), _LIMITS) as room, room.session(cwd=room.work) as session:
            made = lay_out(session, room.work, found, units)
            checked = compile_all(session, room.work, found, list(made.values()), _LIMITS.wall / 4)
    except SessionLost as error:
        checked, made = Checked({}, frozenset(), error.found), {}
    for unit in units:
        if checked.masked:
            yield (
                unit,
                Trial(
                    Outcome.UNPROVEN,
                    Level.TYPED,
                    found=f"masked: {checked.masked}",
                    remedy="holdfast verify --select CLAIM",
                ),
            )
            continue
        reads = closure(unit, found, bench)
        faults = {
            one.ordinal: checked.faults.get(made[one.document, one.ordinal].name)
            for one in (*unit.before, unit.example)
        }
        yield unit, _judged(unit, faults, reads)


def run(units: Sequence[Unit], bench: Bench) -> Iterator[tuple[Unit, Trial]]:
    """Compile the units that are right in their types, and run each in a process of its own."""
    found = project(bench)
    with bench.room(view(found, bench), _LIMITS) as room, room.session(cwd=room.work) as session:
        made = lay_out(session, room.work, found, units)
        if not found.runner:
            compile_all(session, room.work, found, list(made.values()), _LIMITS.wall / 4)
        yield from run_all(session, room.work, found, made, units, bench)


def _judged(unit: Unit, faults: dict[int, Fault | None], reads: frozenset[str]) -> Trial:
    """Return the trial of one unit from the first fault of each module it consists of."""
    fault = faults[unit.example.ordinal]
    if unit.example.fails_to_compile:
        if fault:
            return Trial(Outcome.HOLDS, Level.TYPED, reads=reads)
        return Trial(
            Outcome.BROKEN, Level.TYPED, None, "is said not to compile, and does", "take compile_fail away", reads=reads
        )
    if fault is None:
        blocked = next((one for one in unit.before if faults[one.ordinal]), None)
        if blocked:
            found = f"it rests on the example on line {blocked.position.line}, which is broken"
            return Trial(Outcome.UNPROVEN, Level.TYPED, found=found, remedy="mend that one first", reads=reads)
        return Trial(Outcome.HOLDS, Level.TYPED, reads=reads)
    absent = _ABSENT.search(fault.message)
    if absent:
        name = absent["name"] or absent["untyped"]
        package = "/".join(name.split("/")[: 2 if name.startswith("@") else 1])
        wanted = f"@types/{package}" if absent["untyped"] or package.startswith("node:") else package
        return Trial(
            Outcome.UNPROVEN,
            Level.TYPED,
            fault,
            f"{package} is not installed",
            f"npm install --save-dev {wanted}",
            reads=reads,
        )
    return Trial(
        Outcome.BROKEN, Level.TYPED, fault, "does not compile", "mend the example, or what it speaks of", reads=reads
    )
