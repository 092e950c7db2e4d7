"""Python: parsed here; types checked in one batch and examples run from a fork server, both in the sandbox."""

from collections.abc import Sequence
from typing import Any

from holdfast.languages import Answers, Unit
from holdfast.languages.python_run.linking import rests_on
from holdfast.languages.python_run.source import fault_of
from holdfast.model.example import Example, Level
from holdfast.model.trial import Fault, Toolchain
from holdfast.world.bench import Bench

__all__ = ["LANGUAGE", "NAMES", "check", "parse", "rests_on", "run", "toolchain"]

LANGUAGE = "python"
NAMES = ("py", "python3", "py3", "pycon", "python-repl", "python-console", "doctest", "ipython")


def parse(example: Example) -> Fault | None:
    """Return why an example is not Python as it stands; top-level ``await`` and interactive sessions are."""
    return fault_of(example)


def toolchain(bench: Bench) -> Toolchain:
    """Return the interpreter, what is installed for it, and the type checker."""
    from holdfast.languages.python_run.environment import find_environment
    from holdfast.languages.python_types.checkers import chosen, program_of, version_of

    settings = settings_of(bench)
    environment = find_environment(bench.root, settings)
    checker = chosen(str(settings.get("checker", "ty")))
    versions = [("installed", environment.installed), ("python", environment.version)]
    if not program_of(checker):
        remedy = f"pip install {checker.name}=={checker.pinned}"
        return Toolchain(tuple(versions), Level.PARSED, f"{checker.name} is not installed", remedy)
    rests = tuple(filter(None, (environment.python, environment.packages, program_of(checker))))
    return Toolchain((*versions, (checker.name, version_of(checker))), Level.COMPARED, rests_on=rests)


def check(units: Sequence[Unit], bench: Bench) -> Answers:
    """Check the types of units in one batch."""
    from holdfast.languages.python_run.environment import find_environment
    from holdfast.languages.python_types.batch import check as check_batch
    from holdfast.languages.python_types.checkers import chosen

    settings = settings_of(bench)
    checker = chosen(str(settings.get("checker", "ty")))
    yield from check_batch(units, bench, find_environment(bench.root, settings), checker)


def run(units: Sequence[Unit], bench: Bench) -> Answers:
    """Run units, each of which is confirmed to come to its end or not."""
    from holdfast.languages.python_run.company import Company, runnable
    from holdfast.languages.python_run.environment import find_environment

    standing = []
    for unit, held in runnable(units):
        if held is None:
            standing.append(unit)
        else:
            yield unit, held
    if standing:
        yield from Company(bench, find_environment(bench.root, settings_of(bench))).run(standing)


def settings_of(bench: Bench) -> dict[str, Any]:
    """Return the table ``[verify.python]``."""
    own = bench.settings.get(LANGUAGE)
    return dict(own) if isinstance(own, dict) else dict(bench.settings)
