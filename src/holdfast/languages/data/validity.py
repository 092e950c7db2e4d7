"""Data held against the JSON Schema that its block names: ``schema="schemas/config.json"``.

A schema is of the project, and its patterns can take for ever; so it is read and applied inside the sandbox, in one
process for all examples.
"""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from holdfast.languages import Unit
from holdfast.languages.data.texts import texts_of
from holdfast.model.example import Example, Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Fault, Toolchain, Trial
from holdfast.world.bench import Bench
from holdfast.world.sandbox import Limits, View
from holdfast.world.toolchains import python_paths

_SCRIPT = os.path.join(os.path.dirname(__file__), "inside.py")


def reach(example: Example) -> Level:
    """Return how far data can be tried: without a schema it only parses."""
    return Level.TYPED if example.schema else Level.PARSED


def toolchain(bench: Bench) -> Toolchain:
    """Return the validator's version; it comes with Holdfast's ``verify`` extra."""
    try:
        from importlib.metadata import version

        return Toolchain((("jsonschema", version("jsonschema")),), Level.TYPED)
    except ImportError:
        return Toolchain((), Level.PARSED, "there is no validator for JSON Schema", "pip install 'holdfast[verify]'")


def check(units: Sequence[Unit], bench: Bench) -> Iterator[tuple[Unit, Trial]]:
    """Validate every example against its schema."""
    examples = [unit.example for unit in units]
    asked = [(one.language, texts_of(one), one.schema, one.document) for one in examples]
    with open(_SCRIPT, "rb") as file:
        inputs = {"validate.py": file.read(), "asked.json": json.dumps(asked).encode()}
    view = View(repository=bench.root, read_only=python_paths(sys.executable), inputs=inputs, unix_sockets=False)
    with bench.room(view, Limits(wall=bench.timeout + len(units))) as room:
        command = [sys.executable, "-I", f"{room.inputs}/validate.py", f"{room.inputs}/asked.json", bench.root]
        done = room.run(command)
    try:
        answers = json.loads(done.stdout)
    except ValueError:
        answers = []
    # The known fault stands first: where it is not reported, nothing was validated.
    if done.exit or len(answers) != len(units) + 1 or answers[0]["outcome"] != "broken":
        why = "validating took too long" if done.timed_out else "the validator did not answer"
        answers = [{}, *[{"outcome": "unproven", "found": why, "remedy": "make the schema simpler"}] * len(units)]
    for unit, answer in zip(units, answers[1:], strict=True):
        yield unit, _trial(unit, answer)


def _trial(unit: Unit, answer: dict[str, Any]) -> Trial:
    outcome = Outcome(str(answer["outcome"]))
    found = str(answer.get("found", ""))
    fault = None
    if outcome is Outcome.BROKEN:
        fault = Fault(int(answer.get("line", 1)), int(answer.get("column", 1)), found)
        found = f"is not valid against {unit.example.schema}"
    remedy = "" if outcome is Outcome.HOLDS else str(answer.get("remedy", "mend the example, or the schema"))
    reads = frozenset(str(path) for path in answer.get("schema", ()))
    return Trial(outcome, Level.TYPED, fault, found, remedy, reads=reads)
