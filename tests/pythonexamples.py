"""Python examples for tests: made from text, linked as in one document, and tried in the strict sandbox."""

import sys

import pytest

from holdfast.errors import Refused
from holdfast.languages import Unit
from holdfast.languages import python as verifier
from holdfast.model.example import Example, Expected, Level, Line
from holdfast.model.span import Position, Span
from holdfast.model.trial import Trial
from holdfast.world.bench import Bench
from holdfast.world.sandbox import Limits, View, strict


def example(code: str, ordinal: int = 1, asked: Level = Level.RAN, document: str = "docs/x.md", **more) -> Example:
    """An example whose first line of code stands on line ``10 * ordinal``."""
    lines = tuple(Line(text, 0) for text in code.splitlines())
    return Example(
        document=document,
        ordinal=ordinal,
        language="python",
        word="python",
        info="python",
        lines=lines,
        span=Span(0, 1),
        position=Position(10 * ordinal, 1),
        asked=asked,
        **more,
    )


def printed(text: str, kind: str = "fence", prefix: str = "") -> Expected:
    return Expected(text, Span(0, 0), kind, prefix)


def document(*examples: Example | str) -> list[Unit]:
    """The examples of one document with what each rests on."""
    found = [example(one, at) if isinstance(one, str) else one for at, one in enumerate(examples, 1)]
    return [
        Unit(one, tuple(found[at] for at in needed))
        for one, needed in zip(found, verifier.rests_on(found), strict=True)
    ]


def bench(root, **more) -> Bench:
    """A bench in the strict sandbox; without one the test is skipped, with the reason."""
    try:
        strict(View(), Limits()).close()
    except Refused as error:
        pytest.skip(f"no sandbox here: {error}")
    root.chmod(0o755)
    more.setdefault("settings", {"python": sys.executable})
    more.setdefault("timeout", 10.0)
    return Bench(root=str(root), room=strict, level="strict", **more)


def ran(units: list[Unit], root, **more) -> list[Trial]:
    """Run units and return their trials in order."""
    found = {unit.example.ordinal: trial for unit, trial in verifier.run(units, bench(root, **more))}
    return [found[unit.example.ordinal] for unit in units]


def checked(units: list[Unit], root, **more) -> list[Trial]:
    """Check the types of units and return their trials in order."""
    found = {unit.example.ordinal: trial for unit, trial in verifier.check(units, bench(root, **more))}
    return [found[unit.example.ordinal] for unit in units]
