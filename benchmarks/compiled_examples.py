"""What the benchmarks of compiled languages have in common: the same examples by us at once, and one process each.

Types alone are compared, as that is what a compiler does in one process; ``no_run`` asks for no more. CPU time is that
of a cgroup, as not everything inside of a sandbox is waited for; without the right to make one nothing is measured.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from measuring import HOLDFAST, Target, options, show_targets
from python_examples import Meter, race, show

REPOSITORY = Path(__file__).parent.parent
ALONE = str(Path(__file__).parent / "language_alone.py")


class Language(NamedTuple):
    """One language of examples."""

    name: str
    word: str
    ending: str
    snippets: list[str]
    one_each: Callable[[Path, list[Path]], str]
    wrapper: str = "{code}\n"


def main(language: Language) -> None:
    """Measure and print."""
    chosen = options(f"100 examples in {language.name}, at once and one process each")
    count, sample = (8, 2) if chosen.small else (100, 10)
    with tempfile.TemporaryDirectory(prefix="holdfast-benchmark-") as place:
        os.chmod(place, 0o755)
        root, state = Path(place) / "project", Path(place) / "state"
        root.mkdir(mode=0o755)
        codes = [language.snippets[at % len(language.snippets)].format(n=at + 1) for at in range(count)]
        blocks = "\n".join(f'```{language.word} no_run="types alone"\n{code}\n```\n' for code in codes)
        (root / "README.md").write_text(f"# Examples\n\n{blocks}")
        if language.name == "typescript":
            subprocess.run(["cp", "-r", REPOSITORY / "node_modules", root / "node_modules"], check=True)
        files = []
        for number, code in enumerate(codes[:sample]):
            files.append(root / f"one{number}.{language.ending}")
            files[-1].write_text(language.wrapper.format(code=code))
        verify = [HOLDFAST, "verify", "README.md"]
        contenders = {
            "at once": ([sys.executable, ALONE, language.name, str(root)], None),
            f"one process each, {sample} of them": (["sh", "-c", language.one_each(REPOSITORY, files)], None),
            "holdfast verify, for the first time": (verify, lambda: shutil.rmtree(state, ignore_errors=True)),
            "holdfast verify, again": (verify, None),
            "holdfast verify, unchanged": (verify, None),
        }
        meter = Meter(state)
        try:
            found = race(meter, contenders, root, chosen.rounds)
        finally:
            meter.close()
    show(f"{count} examples in {language.name}", found, count)
    together, each, first, _, unchanged = found.values()
    targets = [
        Target("at once, of one process each", together / (each * count / sample), 0.1),
        Target("unchanged, of the first time", unchanged / first, 0.1),
    ]
    show_targets(targets)
