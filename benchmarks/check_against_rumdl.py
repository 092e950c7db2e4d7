"""`holdfast check` beside rumdl, a Markdown linter in Rust, over the same real documents."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from generated import write_corpus
from measuring import HOLDFAST, Run, Target, corpora, options, race, show_figures, show_targets

FIVE = "MD001,MD022,MD024,MD025,MD043"
"""The rules of rumdl about structure that Holdfast's are nearest to."""


def measure(name: str, corpus: str, rounds: int, scratch: Path) -> list[Target]:
    """Measure one corpus, on a copy."""
    root = scratch / name
    shutil.copytree(corpus, root, symlinks=True)
    age(root)
    rumdl = str(Path(sys.executable).parent / "rumdl")
    ours = {"XDG_CACHE_HOME": str(scratch / "cache")}
    touched = {"XDG_CACHE_HOME": str(scratch / "touched")}
    cache = str(scratch / f"rumdl-{name}")
    here = str(root)
    latest = ("--template-version", "latest")
    cold = {
        "rumdl, all rules": Run([rumdl, "check", "--no-cache", "."], here),
        "rumdl, five rules": Run([rumdl, "check", "--no-cache", "--enable", FIVE, "."], here),
        "holdfast, latest template": Run([HOLDFAST, "check", "--no-cache", *latest], here, ours),
        "holdfast, with history": Run([HOLDFAST, "check", "--no-cache"], here, ours),
    }
    warm = {
        "rumdl, warm": Run([rumdl, "check", "--cache-dir", cache, "."], here),
        "holdfast, warm": Run([HOLDFAST, "check"], here, ours),
    }
    lost = {
        "rumdl, warm": Run([rumdl, "check", "--cache-dir", cache, "."], here),
        "holdfast, all times lost": Run([HOLDFAST, "check"], here, touched, lambda: age(root)),
    }
    first, second, third = race(cold, rounds), race(warm, rounds), race(lost, rounds, memory=False)
    for title, figures in (("cold", first), ("warm", second), ("warm, every file touched", third)):
        show_figures(f"{name}, {title}", figures)
    plain, five = first["rumdl, all rules"], first["rumdl, five rules"]
    now, dated = first["holdfast, latest template"], first["holdfast, with history"]
    return [
        Target(f"{name}: cold, without history / rumdl", now.wall / plain.wall, 0.6),
        Target(f"{name}: cold, with history / rumdl", dated.wall / plain.wall, 1.0),
        Target(f"{name}: cold, latest template / rumdl with five rules", now.wall / five.wall, 1.0),
        Target(f"{name}: warm / rumdl warm", second["holdfast, warm"].wall / second["rumdl, warm"].wall, 0.5),
        Target(
            f"{name}: times lost / rumdl warm", third["holdfast, all times lost"].wall / third["rumdl, warm"].wall, 1.0
        ),
        Target(f"{name}: memory, cold / rumdl", max(now.memory, dated.memory) / plain.memory, 1.0),
        Target(
            f"{name}: memory, warm / rumdl warm", second["holdfast, warm"].memory / second["rumdl, warm"].memory, 1.0
        ),
    ]


_ages = iter(range(1, 1_000_000))


def age(root: Path) -> None:
    """Give every file and folder a time that it never had, and that is some while ago."""
    moment = 1_600_000_000 + next(_ages)
    for folder, _, files in os.walk(root):
        for name in files:
            os.utime(os.path.join(folder, name), (moment, moment), follow_symlinks=False)
        os.utime(folder, (moment, moment))


def main() -> None:
    """Measure the RFCs of Rust and the EIPs of Ethereum, or generated documents where neither is there."""
    chosen = options(__doc__ or "")
    if not (Path(sys.executable).parent / "rumdl").exists():
        raise SystemExit("SKIPPED: rumdl is not installed beside this Python; pip install rumdl")
    found = {} if chosen.small else corpora(chosen.corpora, "rfcs", "eips")
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        if not found:
            made = scratch / "made"
            write_corpus(made, 20 if chosen.small else 400)
            for command in (
                ["init", "-q"],
                ["add", "."],
                ["-c", "user.name=n", "-c", "user.email=n@n", "commit", "-qm", "All"],
            ):
                subprocess.run(["git", "-C", str(made), *command], check=True)
            found = {"generated": str(made)}
        targets = [one for name, corpus in found.items() for one in measure(name, corpus, chosen.rounds, scratch)]
    show_targets(targets)


if __name__ == "__main__":
    main()
