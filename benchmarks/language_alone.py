"""Checks the examples of one page through their language, as the engine does, and without the rest of ``holdfast verify``.

python benchmarks/language_alone.py LANGUAGE FOLDER
"""

import gc
import os
import sys

from holdfast.binding.examples import examples
from holdfast.languages import Unit, language_for
from holdfast.markdown.outline import outline
from holdfast.markdown.parser import parse
from holdfast.model.example import Level
from holdfast.records import replace
from holdfast.world.bench import Bench
from holdfast.world.sandbox import strict


def main(name: str, folder: str) -> None:
    """Check all examples of a folder; leaves with an error where one of them does not hold."""
    # As the program does it.
    gc.set_threshold(100_000, 50, 100)
    with open(os.path.join(folder, "README.md"), "rb") as file:
        parsed = parse(file.read())
    language = language_for(name)
    found = [replace(one, language=name).wanting(Level.TYPED) for one in examples("README.md", parsed, outline(parsed))]
    rests = language.rests_on(found)
    units = [Unit(one, tuple(found[at] for at in needed)) for one, needed in zip(found, rests, strict=True)]
    outcomes = [str(trial.outcome) for _, trial in language.check(units, Bench(folder, strict, "strict"))]
    if outcomes != ["holds"] * len(units):
        sys.exit(f"{len(outcomes)} answers, {outcomes.count('holds')} of {len(units)} hold")


if __name__ == "__main__":
    main(*sys.argv[1:])
