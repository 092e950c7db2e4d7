"""``status`` on a real corpus beside the ``git log`` that its history needs, cold and warm."""

import tempfile
from pathlib import Path

from check_against_rumdl import age
from generated import write_corpus
from measuring import HOLDFAST, Run, Target, corpora, options, race, show_figures, show_targets

LOG = ["git", "log", "-p", "-M", "--no-ext-diff", "--no-textconv", "--date-order", "--", "*.md"]
"""What tells of every task and question by itself: the texts of all documents, commit by commit."""
RAW = ["git", "log", "--raw", "-M", "--date-order", "--", "*.md"]
"""What tells only which documents each commit touched."""


def main() -> None:
    """Measure each corpus, or a generated one without a history; a log of few commits is nothing to compare with."""
    chosen = options(__doc__ or "")
    targets = []
    with tempfile.TemporaryDirectory() as name:
        folders = {} if chosen.small else corpora(chosen.corpora, "rfcs", "spikard")
        if not folders:
            write_corpus(Path(name) / "made", 10)
            age(Path(name) / "made")
            folders = {"generated": f"{name}/made"}
        for corpus, folder in folders.items():
            cache = {"XDG_CACHE_HOME": f"{name}/cache-{corpus}"}
            runs = {
                "cold": Run([HOLDFAST, "status", "--no-cache"], folder, cache),
                "warm": Run([HOLDFAST, "status"], folder, cache),
                "check, cold": Run([HOLDFAST, "check", "--no-cache", "--fail-on", "never"], folder, cache),
            }
            if corpus != "generated":
                runs |= {"git log -p": Run(LOG, folder), "git log --raw": Run(RAW, folder)}
            figures = race(runs, chosen.rounds, memory=False)
            show_figures(corpus, figures)
            targets.append(Target(f"{corpus}, warm", 1000 * figures["warm"].wall, 150, "ms"))
            targets.append(
                Target(f"{corpus}, cold / check, cold", figures["cold"].wall / figures["check, cold"].wall, 1.25)
            )
            for log in ("git log -p", "git log --raw"):
                if corpus == "rfcs":
                    targets.append(Target(f"{corpus}, cold / {log}", figures["cold"].wall / figures[log].wall, 2.0))
    show_targets(targets)


if __name__ == "__main__":
    main()
