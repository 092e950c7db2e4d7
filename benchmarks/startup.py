"""How long it takes to say anything: the help, and a run over a thousand documents of which none has changed."""

import sys
import tempfile
from pathlib import Path

from check_against_rumdl import age
from generated import write_corpus
from measuring import HOLDFAST, Run, Target, options, race, show_figures, show_targets


def main() -> None:
    """Measure beside an interpreter that does nothing."""
    chosen = options(__doc__ or "")
    count = 20 if chosen.small else 1000
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "made"
        write_corpus(root, count)
        age(root)
        cache = {"XDG_CACHE_HOME": f"{name}/cache"}
        figures = race(
            {
                "python -c pass": Run([sys.executable, "-c", "pass"], str(root)),
                "holdfast --help": Run([HOLDFAST, "--help"], str(root), cache),
                f"holdfast check, {count} unchanged": Run([HOLDFAST, "check"], str(root), cache),
            },
            chosen.rounds * 2,
        )
    show_figures("start-up", figures)
    nothing, help_, warm = figures.values()
    show_targets(
        [
            Target("holdfast --help / python -c pass", help_.wall / nothing.wall, 3.5),
            Target(f"warm run of {count} documents / python -c pass", warm.wall / nothing.wall, 3.5),
        ]
    )


if __name__ == "__main__":
    main()
