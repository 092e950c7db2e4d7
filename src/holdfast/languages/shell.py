"""Shell scripts: parsed by bash, and never run; a console session, with prompts and output, is what is run.

What a document says in place of a value, such as ``<name>``, counts as a word.
"""

import re

from holdfast.languages import Answers, Unit
from holdfast.languages.session.shell import open_shell, shell_version
from holdfast.languages.session.transcript import commands
from holdfast.markdown.console import PROMPT
from holdfast.model.example import Example, Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Fault, Toolchain, Trial
from holdfast.world.bench import Bench

LANGUAGE = "shell"
NAMES = ("sh", "bash")
_PLACEHOLDER = re.compile(r"<(?P<name>[A-Za-z][\w.|-]*(?: [A-Za-z][\w.|-]*)*)>")


def parse(example: Example) -> Fault | None:
    """Return nothing: what a shell makes of a script only a shell can tell."""
    return None


def reach(example: Example) -> Level:
    """Return how far a script can be tried: a shell parses it."""
    return Level.TYPED


def toolchain(bench: Bench) -> Toolchain:
    """Return the shell's version."""
    return shell_version(bench)


def check(units: list[Unit], bench: Bench) -> Answers:
    """Let a shell parse every script, or the commands behind its prompts, and run none of them."""
    with open_shell(bench) as shell:
        for unit in units:
            found = next(
                (fault for text, line in _parts(unit.example) if (fault := _fault(shell.parse(text), line))), None
            )
            if found:
                yield unit, Trial(Outcome.BROKEN, Level.TYPED, found, "the shell cannot parse it", "mend the script")
            else:
                yield unit, Trial(Outcome.HOLDS, Level.TYPED)


def _parts(example: Example) -> list[tuple[str, int]]:
    """Return the texts to parse, each with its first line."""
    found = commands(example) if PROMPT.match(example.code) else []
    texts = [(one.text, one.line) for one in found] or [(example.code, 1)]
    return [(_PLACEHOLDER.sub(lambda one: "x" * len(one[0]), text), line) for text, line in texts]


def _fault(said: tuple[int, str] | None, first: int) -> Fault | None:
    return Fault(first + said[0] - 1, 1, said[1]) if said else None
