"""Ten times the documents take ten times as long, and memory grows by what has to be known of each and no more."""

import tempfile
from itertools import pairwise
from pathlib import Path

from check_against_rumdl import age
from generated import write_corpus
from measuring import HOLDFAST, Figures, Run, Target, options, race, show_figures, show_targets

_EACH = {"cold": 2.5, "warm": 0.1}
"""Kilobytes for each further document: its path, head, packed details and findings, and its row in the index page."""


def measure(count: int, rounds: int) -> tuple[Figures, Figures]:
    """Return a cold and a warm run over so many documents."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "made"
        write_corpus(root, count)
        age(root)
        cache = {"XDG_CACHE_HOME": f"{name}/cache"}
        figures = race(
            {
                f"cold, {count:,} documents": Run([HOLDFAST, "check", "--no-cache"], str(root), cache),
                f"warm, {count:,} documents": Run([HOLDFAST, "check"], str(root), cache),
            },
            rounds,
        )
    show_figures(f"{count:,} documents", figures)
    cold, warm = figures.values()
    return cold, warm


def main() -> None:
    """Measure each size, and compare each with the one before."""
    chosen = options(__doc__ or "")
    sizes = [10, 20] if chosen.small else [1000, 10_000] + ([100_000] if chosen.large else [])
    known = {
        size: measure(size, max(1, chosen.rounds // (3 if size > 1000 else 1) if size < 100_000 else 1))
        for size in sizes
    }
    targets = []
    for less, more in pairwise(sizes):
        for place, name in enumerate(("cold", "warm")):
            before, after = known[less][place], known[more][place]
            times = after.wall / before.wall * less / more
            more_for_each = (after.memory - before.memory) * 1024 / (more - less)
            targets.append(Target(f"{name}, time for each document, {more:,} / {less:,}", times, 1.25))
            targets.append(
                Target(f"{name}, memory for each document beyond {less:,}", more_for_each, _EACH[name], "KB")
            )
    show_targets(targets)


if __name__ == "__main__":
    main()
