"""How long a search takes in a record of 2,500 documents: within the process, and as a command."""

import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from check_against_rumdl import age
from generated import write_corpus
from measuring import HOLDFAST, Run, Target, corpora, options, race, show_figures, show_targets

COUNT = 2500
QUERIES = (["closures"], ['"trait object"', "lifetime"], ["gas", "-deprecated"], ["error*"])


def main() -> None:
    """Fill an index, then search."""
    chosen = options(__doc__ or "")
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "record"
        count = _write(root, chosen)
        age(root)
        os.environ["XDG_CACHE_HOME"] = f"{name}/cache"
        cache = {"XDG_CACHE_HOME": f"{name}/cache"}
        first, inside, alone = _inside(root, chosen.rounds)
        print(f"\nfirst search of {count} documents, which reads them all: {first:.1f} s")
        figures = race(
            {
                "python -c pass": Run([sys.executable, "-c", "pass"], str(root)),
                f"holdfast search, {count} documents": Run([HOLDFAST, "search", "trait", "lifetime"], str(root), cache),
            },
            chosen.rounds * 2,
        )
    show_figures("search", figures)
    _, command = figures.values()
    show_targets(
        [
            Target("search in process, files looked at", inside * 1000, 50, "ms"),
            Target("of it the query with its lines", alone * 1000, 50, "ms"),
            Target("search as a command", command.wall * 1000, 150, "ms"),
        ]
    )


def _inside(root: Path, rounds: int) -> tuple[float, float, float]:
    """Return the time of the first search, and the medians of a later one in this process and of its query alone."""
    from holdfast.engine.query import read_query
    from holdfast.engine.search import Filter, Searcher

    searcher = Searcher(str(root))
    queries = [read_query(words) for words in QUERIES]
    start = time.perf_counter()
    searcher.search(queries[0])
    first = time.perf_counter() - start
    whole, alone = [], []
    for _ in range(rounds * 3):
        for query in queries:
            start = time.perf_counter()
            searcher.search(query, Filter())
            whole.append(time.perf_counter() - start)
            start = time.perf_counter()
            for hit in searcher.text.find(query.match, query.without)[:10]:
                searcher.text.highlighted(query.match, hit.id)
            alone.append(time.perf_counter() - start)
    return first, statistics.median(whole), statistics.median(alone)


def _write(root: Path, chosen) -> int:
    """Fill a folder with copies of real documents, or with made ones where there are none, and return their number."""
    found = [] if chosen.small else list(corpora(chosen.corpora, "rfcs", "eips").values())
    if not found:
        count = 20 if chosen.small else COUNT
        write_corpus(root, count)
        return count
    files = sorted(path for one in found for path in Path(one).rglob("*.md") if path.stat().st_size > 1000)
    for number in range(COUNT):
        source = files[number % len(files)]
        target = root / "docs" / f"{number:04}-{source.stem[-40:]}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    (root / ".git").mkdir()
    return COUNT


if __name__ == "__main__":
    main()
