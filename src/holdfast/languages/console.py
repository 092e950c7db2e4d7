"""Console sessions: each command is run in a shell, and prints what the session shows.

A session that shows no output at all is a list of instructions: its commands are only parsed. A command that is not
there, or that wants the network or to write into the project, proves nothing.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from holdfast.languages import Unit
from holdfast.languages.session.matching import differs
from holdfast.languages.session.shell import open_shell, shell_version
from holdfast.languages.session.transcript import Command, commands, printing
from holdfast.model.example import Example, Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import WHOLE, Fault, Toolchain, Trial
from holdfast.world.bench import Bench
from holdfast.world.sandbox import SessionLost

LANGUAGE = "console"
NAMES = ("shell-session", "sh-session", "bash-session", "shellsession", "terminal")
_READS = frozenset({WHOLE})
"""Nobody can tell which files the programs of a session read, so it rests on all of them."""


def parse(example: Example) -> Fault | None:
    """Return nothing: what a shell makes of a command only a shell can tell."""
    return None


def reach(example: Example) -> Level:
    """Return how far a session can be tried: without a command not at all, without output not further than parsing."""
    found = commands(example)
    if not found:
        return Level.PARSED
    return Level.COMPARED if printing(found) else Level.TYPED


def toolchain(bench: Bench) -> Toolchain:
    """Return the shell's version, and where its programs come from."""
    return shell_version(bench)


def check(units: Sequence[Unit], bench: Bench) -> Iterator[tuple[Unit, Trial]]:
    """Let a shell parse the commands, and run none of them."""
    with open_shell(bench) as shell:
        for unit in units:
            faults = ((one, shell.parse(one.text)) for one in commands(unit.example))
            found = next(((one, said) for one, said in faults if said), None)
            if found:
                command, (line, said) = found
                fault = Fault(command.line + line - 1, command.column if line == 1 else 1, said)
                yield unit, Trial(Outcome.BROKEN, Level.TYPED, fault, "the shell cannot parse it", "mend the command")
            else:
                yield unit, Trial(Outcome.HOLDS, Level.TYPED)


def run(units: Sequence[Unit], bench: Bench) -> Iterator[tuple[Unit, Trial]]:
    """Run each session in a shell of its own, in the project's folder."""
    for unit in units:
        bench.begin(unit)
        try:
            yield unit, _run(unit, bench)
        except SessionLost as error:
            yield unit, Trial(Outcome.UNPROVEN, Level.RAN, found=error.found, remedy=error.remedy)


def _run(unit: Unit, bench: Bench) -> Trial:
    """Run what the session rests on, then its own commands; the first that does something else decides."""
    seconds = 0.0
    shown: list[str] = []
    first: Trial | None = None
    found = commands(unit.example)
    with open_shell(bench) as shell:
        for example in unit.before:
            for command in commands(example):
                shell.run(command.text)
        for command, following in zip_longest(found, found[1:]):
            done = shell.run(command.text)
            seconds += done.wall
            printed = done.stdout.decode("utf-8", "replace")
            shown += [*command.written, *printed.splitlines()]
            if done.timed_out or done.killed_for:
                limit = f"longer than {bench.timeout:g} s" if done.timed_out else f"into its limit of {done.killed_for}"
                return _unproven(command, f"it ran {limit}", 'raise --timeout, or ignore="why"', seconds)
            # Where the next command asks how this one ended, it may have failed.
            code = 0 if following and "$?" in following.text else done.exit
            wrong = _judged(command, code, printed)
            if wrong and (why := shell.unable(printed)):
                return _unproven(command, *why, seconds)
            first = first or wrong
    output = "".join(f"{line}\n" for line in shown)
    if first:
        return Trial(first.outcome, first.level, first.fault, first.found, first.remedy, output, _READS, seconds)
    return Trial(Outcome.HOLDS, Level.COMPARED, output=output, reads=_READS, seconds=seconds)


def _judged(command: Command, code: int, printed: str) -> Trial | None:
    """Return what is wrong with a command's end and output; a failure that the session shows is none."""
    if code and not command.output:
        last = (printed.strip().splitlines() or ["nothing"])[-1]
        said = f"exits with {code} and says: {last[:120]}"
        return Trial(Outcome.BROKEN, Level.RAN, _at(command, said), "the command fails", "mend the command")
    difference = differs(command.output, printed)
    if difference is None:
        return None
    line, said = difference
    fault = Fault(command.line + len(command.written) + line, 1, said)
    return Trial(Outcome.BROKEN, Level.COMPARED, fault, said, "mend it, or holdfast verify --update output")


def _unproven(command: Command, said: str, remedy: str, seconds: float) -> Trial:
    return Trial(Outcome.UNPROVEN, Level.RAN, _at(command, said), said, remedy, seconds=seconds)


def _at(command: Command, said: str) -> Fault:
    return Fault(command.line, command.column, said)
