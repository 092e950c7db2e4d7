"""Rust: all examples compiled as the modules of one crate, beside the project's own crates, then run.

As in rustdoc an example without a ``fn main`` becomes one, and lines that begin with ``# `` are hidden code. Nothing
is fetched: dependencies are what Cargo fetched earlier.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from holdfast.model.example import Example, Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Fault, Trial
from holdfast.verifiers import Bench, Unit
from holdfast.verifiers.rust_crate.compile import Compiled, build, fault_of, lay_out
from holdfast.verifiers.rust_crate.compile import check as compile_check
from holdfast.verifiers.rust_crate.project import Project, project, toolchain, view
from holdfast.verifiers.rust_crate.running import run_all
from holdfast.verifiers.rust_crate.source import Module, module, rests_on, visible_code
from holdfast.world.sandbox import MIB, Limits, SessionLost

__all__ = ["LANGUAGE", "NAMES", "PARSE_IS_A_GUESS", "check", "parse", "rests_on", "run", "toolchain"]

LANGUAGE = "rust"
NAMES = ("rs",)
PARSE_IS_A_GUESS = True
_LIMITS = Limits(wall=1200, cpu=1200, memory=4096 * MIB, data=4096 * MIB, work=2048 * MIB, processes=512)
_ABSENT = re.compile(
    r"(?:undeclared crate or module|maybe a missing crate|unresolved module or unlinked crate|can't find crate for|unresolved import) `(?P<name>[a-z]\w*)`"
)
_NIGHTLY = re.compile(r"E0554|E0658|is unstable|may not be used on the stable release")
_INCLUDED = re.compile(r'\binclude(?:_str|_bytes)?!\s*\(\s*"(?P<path>[^"]+)"')


def parse(example: Example) -> Fault | None:
    """Return the first place that a tolerant parser cannot make sense of."""
    try:
        import tree_sitter_rust as grammar
        from tree_sitter import Language, Parser
    except ImportError:
        return None
    # Statements are no file of Rust; inside of a function they are, and so is everything else.
    text = f"fn main() {{\n{visible_code(example)}\n}}\n"
    root = Parser(Language(grammar.language())).parse(text.encode("utf-8", "replace")).root_node
    if not root.has_error:
        return None
    node = root
    while inner := next((one for one in node.children if one.has_error or one.is_missing), None):
        node = inner
    line = min(max(node.start_point.row, 1), max(len(example.lines), 1))
    return Fault(
        line,
        node.start_point.column + 1,
        "something is missing here" if node.is_missing else "this makes no sense here",
    )


def check(units: Sequence[Unit], bench: Bench) -> Iterator[tuple[Unit, Trial]]:
    """Check all units as one crate; one that says something about its whole crate has a crate of its own."""
    found = project(bench)
    modules = [module(f"example_{number}", unit) for number, unit in enumerate(units)]
    for batch in _batches(modules):
        compiled = _compiled(batch, found, bench)
        first: dict[tuple[str, int], str] = {}
        for one in batch:
            yield one.unit, _judged(one, compiled, found, first)


def run(units: Sequence[Unit], bench: Bench) -> Iterator[tuple[Unit, Trial]]:
    """Build the units that compile into one program, and run each in a process of its own."""
    found = project(bench)
    modules = [module(f"example_{number}", unit) for number, unit in enumerate(units)]
    for batch in _batches([one for one in modules if not one.unit.example.fails_to_compile]):
        with bench.room(view(found, bench), _LIMITS) as room, room.session(cwd=room.work) as session:
            lay_out(session, room, found, batch)
            program, compiled = build(session, room, found, batch)
            if program:
                for unit, trial in run_all(session, program, batch, bench):
                    yield unit, replace(trial, reads=_reads(unit, found))
            else:
                for one in batch:
                    yield (
                        one.unit,
                        Trial(
                            Outcome.UNPROVEN,
                            Level.RAN,
                            found=f"masked: {compiled.masked}",
                            remedy=compiled.remedy or "report this",
                        ),
                    )


def _batches(modules: Sequence[Module]) -> Iterator[list[Module]]:
    together = [one for one in modules if not one.alone]
    if together:
        yield together
    yield from ([one] for one in modules if one.alone)


def _compiled(modules: Sequence[Module], found: Project, bench: Bench) -> Compiled:
    try:
        with bench.room(view(found, bench), _LIMITS) as room, room.session(cwd=room.work) as session:
            lay_out(session, room, found, modules)
            return compile_check(session, room, found, modules)
    except SessionLost as error:
        return Compiled({}, error.found, error.remedy)


def _judged(one: Module, compiled: Compiled, found: Project, first: dict[tuple[str, int], str]) -> Trial:
    """Return the trial of one unit from the first error of its module."""
    reads = _reads(one.unit, found)
    example = one.unit.example
    if compiled.masked:
        remedy = compiled.remedy or "holdfast verify --select CLAIM"
        return Trial(Outcome.UNPROVEN, Level.TYPED, found=f"masked: {compiled.masked}", remedy=remedy, reads=reads)
    said = compiled.faults.get(one.name)
    if example.fails_to_compile:
        if said:
            return Trial(Outcome.HOLDS, Level.TYPED, reads=reads)
        return Trial(
            Outcome.BROKEN, Level.TYPED, None, "is said not to compile, and does", "take compile_fail away", reads=reads
        )
    if said is None:
        return Trial(Outcome.HOLDS, Level.TYPED, reads=reads)
    fault, ordinal = fault_of(one, said)
    if ordinal != example.ordinal:
        line = next(each.position.line for each in one.unit.before if each.ordinal == ordinal)
        return Trial(
            Outcome.UNPROVEN,
            Level.TYPED,
            None,
            f"it rests on the example on line {line}, which is broken",
            "mend that one first",
            reads=reads,
        )
    absent = _ABSENT.search(fault.message)
    if absent and absent["name"] not in (*found.own, "crate", "self", "super", "std", "core", "alloc"):
        return Trial(
            Outcome.UNPROVEN,
            Level.TYPED,
            fault,
            f"the crate {absent['name']} is not at hand",
            f"cargo add {absent['name']}",
            reads=reads,
        )
    if _NIGHTLY.search(fault.message):
        return Trial(
            Outcome.UNPROVEN,
            Level.TYPED,
            fault,
            "it needs a nightly compiler",
            'name one: [verify.rust] toolchain = "..."',
            reads=reads,
        )
    return Trial(
        Outcome.BROKEN, Level.TYPED, fault, "does not compile", "mend the example, or what it speaks of", reads=reads
    )


def _reads(unit: Unit, found: Project) -> frozenset[str]:
    """Return the project's files that a unit rests on: the sources of its crates where it speaks of them, and what it includes."""
    codes = "\n".join(example.code for example in (*unit.before, unit.example))
    included = {match["path"] for match in _INCLUDED.finditer(codes)}
    speaks = any(re.search(rf"\b{name}\b", codes) for name in found.own)
    return frozenset({*included, *(found.sources if speaks else ())})
