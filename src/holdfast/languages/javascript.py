"""JavaScript: parsed by Node, then run as modules of the standard; there are no types to ask for.

An example that counts on ``require`` or ``module`` is given them. What can be tried of JSX without a compiler is that
it parses: what is to run is written as ``tsx``.
"""

import json
import os
import re
from collections.abc import Iterator, Sequence

from holdfast.languages import Answers, Unit
from holdfast.languages.node.closure import closure
from holdfast.languages.node.left import left_to_readers
from holdfast.languages.node.modules import Key, Module, fault_in, key, modules
from holdfast.languages.node.names import names_of, rests_on
from holdfast.languages.node.parts import part_of
from holdfast.languages.node.project import LIMITS, Project, node_toolchain, project, view
from holdfast.languages.node.running import Runner
from holdfast.languages.session.verdicts import meant_to_fail, rests_on_broken
from holdfast.model.example import Example, Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Fault, Trial
from holdfast.world.bench import Bench
from holdfast.world.sandbox import Session

__all__ = [
    "LANGUAGE",
    "NAMES",
    "PARSE_IS_A_GUESS",
    "check",
    "excerpt",
    "parse",
    "reach",
    "rests_on",
    "run",
    "toolchain",
]

LANGUAGE = "javascript"
NAMES = ("js", "mjs", "cjs", "jsx", "node")
PARSE_IS_A_GUESS = True
_CHECKER = os.path.join(os.path.dirname(__file__), "node", "inside", "check.mjs")
_CANARY = "const = 1;\n"

toolchain = node_toolchain


def parse(example: Example) -> Fault | None:
    """Return the first place that a tolerant parser cannot make sense of."""
    return names_of(example).fault


def reach(example: Example) -> Level:
    """Return how far an example can be tried: Node does not know JSX."""
    return Level.PARSED if example.word.casefold() == "jsx" else Level.COMPARED


def excerpt(example: Example) -> str:
    """Return of what an example that is no module is a part; empty where it is of nothing known."""
    return part_of(example)


def check(units: Sequence[Unit], bench: Bench) -> Answers:
    """Let Node parse every example, all in one process, and run none of them."""
    found = project(bench)
    made = modules(units, typed=False)
    faults, problem = _parsed(list(made.values()), bench)
    for unit in units:
        yield unit, _judged(unit, faults, problem, closure(unit, found, bench, ()))


def run(units: Sequence[Unit], bench: Bench) -> Iterator[tuple[Unit, Trial]]:
    """Run each example in a process of its own."""
    return Runner(project(bench), modules(units, typed=False), bench).run(units)


def _parsed(made: Sequence[Module], bench: Bench) -> tuple[dict[Key, list[Fault]], str]:
    """Return the fault of each example that does not parse, or why none can be believed."""
    found = project(bench)
    faults: dict[Key, list[Fault]] = {}
    with open(_CHECKER, "rb") as file:
        inputs = {"check.mjs": file.read()}
    with bench.room(view(found, bench, inputs), LIMITS) as room, room.session() as session:
        done = session.run(
            [found.node, "--experimental-vm-modules", "--no-warnings", f"{room.inputs}/check.mjs"],
            stdin=json.dumps([_CANARY, *(one.text for one in made)]).encode(),
            seconds=60 + bench.timeout,
            output=64 << 20,
        )
        try:
            canary, *answers = json.loads(done.stdout)
        except ValueError:
            canary, answers = "", []
        if not canary or len(answers) != len(made):
            return {}, "node did not report a known fault"
        for module, answer in zip(made, answers, strict=True):
            if answer:
                fault, where = fault_in(module, *_place(session, room.work, found, module), str(answer))
                faults.setdefault(where, []).append(fault)
                faults.setdefault(key(module.example), [])
    return faults, ""


def _place(session: Session, work: str, found: Project, module: Module) -> tuple[int, int]:
    """Return line and column of what does not parse, which Node tells only of a file."""
    session.store({f"{work}/{module.name}": module.text.encode("utf-8", "surrogateescape")})
    said = session.run([found.node, "--check", module.name], cwd=work).stderr.decode("utf-8", "replace")
    at = re.search(rf"{re.escape(module.name)}:(?P<line>\d+)\n[^\n]*\n(?P<mark> *)\^", said)
    return (int(at["line"]), len(at["mark"]) + 1) if at else (2, 1)


def _judged(unit: Unit, faults: dict[Key, list[Fault]], problem: str, reads: frozenset[str]) -> Trial:
    if problem:
        found = f"masked: {problem}"
        return Trial(Outcome.UNPROVEN, Level.TYPED, found=found, remedy="holdfast verify --select CLAIM", reads=reads)
    if blocked := rests_on_broken(unit, faults, reads):
        return blocked
    own = faults.get(key(unit.example), [])
    if unit.example.fails_to_compile:
        return meant_to_fail(unit.example, [one.message for one in own], reads)
    if own and (excused := left_to_readers(unit, own, "", reads)[1]):
        return excused
    if own:
        remedy = 'mend it, or say why it is shown: ignore="why"'
        return Trial(Outcome.BROKEN, Level.TYPED, own[0], "does not parse", remedy, reads=reads)
    return Trial(Outcome.HOLDS, Level.TYPED, reads=reads)
