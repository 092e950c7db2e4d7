"""Runs the examples of a folder, or checks their types, through the verifier and without the rest of ``holdfast verify``.

    python benchmarks/verifier_alone.py run|check FOLDER INTERPRETER

Of the peers of ``python_examples.py`` none looks at types or keeps evidence.
"""

import gc
import os
import sys

from holdfast.binding.examples import examples
from holdfast.languages import Unit
from holdfast.languages import python as verifier
from holdfast.markdown.outline import outline
from holdfast.markdown.parser import parse
from holdfast.model.example import Level
from holdfast.world.bench import Bench
from holdfast.world.sandbox import strict


def main() -> None:
    """Try all examples; leaves with an error where one of them does not hold."""
    what, folder, python = sys.argv[1:]
    # As the program does it.
    gc.set_threshold(100_000, 50, 100)
    units = []
    for name in sorted(one for one in os.listdir(folder) if one.startswith("test_") and one.endswith(".md")):
        with open(os.path.join(folder, name), "rb") as file:
            parsed = parse(file.read())
        found = [one.wanting(Level.RAN) for one in examples(name, parsed, outline(parsed))]
        for one, needed in zip(found, verifier.rests_on(found), strict=True):
            if verifier.parse(one):
                sys.exit(f"{name}:{one.position.line} does not parse")
            units.append(Unit(one, tuple(found[at] for at in needed)))
    bench = Bench(root=folder, room=strict, level="strict", jobs=2, settings={"python": python})
    answers = (verifier.run if what == "run" else verifier.check)(units, bench)
    outcomes = [str(trial.outcome) for _, trial in answers]
    if outcomes != ["holds"] * len(units):
        sys.exit(f"{len(outcomes)} answers, {outcomes.count('holds')} of {len(units)} hold")
    gc.freeze()


if __name__ == "__main__":
    main()
