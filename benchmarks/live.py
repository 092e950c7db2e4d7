"""One document of 60 KB checked again and again in a process that holds its project open, as an editor does."""

import random
import statistics
import tempfile
import time
from pathlib import Path

from generated import document, write_corpus
from measuring import Target, corpora, options, show_targets

from holdfast.engine.session import Session


def median(session: Session, path: str, raw: bytes, rounds: int) -> float:
    """Return the median of a recheck in seconds; every round has another text."""
    taken = []
    for number in range(rounds):
        text = raw + f"\nMore {number}.\n".encode()
        began = time.perf_counter()
        session.recheck(path, text)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def main() -> None:
    """Measure a generated document, and those of the corpora that are about as large."""
    chosen = options(__doc__ or "")
    rounds = 3 if chosen.small else 20 * chosen.rounds
    targets = []
    with tempfile.TemporaryDirectory() as name:
        write_corpus(Path(name), 20)
        session = Session(name, use_cache=False)
        path = next(one for one in session.paths if "README" not in one)
        raw = document(1, [], random.Random(1), 60_000).encode()
        targets.append(
            Target(f"generated, {len(raw) // 1000} KB", 1000 * median(session, path, raw, rounds), 3.0, "ms")
        )
    for name, folder in ({} if chosen.small else corpora(chosen.corpora, "rfcs", "eips")).items():
        session = Session(folder, use_cache=False)
        texts = {path: Path(folder, path).read_bytes() for path in session.paths}
        near = sorted((one for one in texts.items() if 50_000 <= len(one[1]) <= 70_000), key=lambda one: one[0])
        medians = [median(session, path, raw, rounds // 3) for path, raw in near]
        if medians:
            note = f"{len(medians)} documents of 50 to 70 KB, the slowest {1000 * max(medians):.2f} ms"
            targets.append(Target(f"{name}, median document", 1000 * statistics.median(medians), 3.0, "ms", note))
    show_targets(targets)


if __name__ == "__main__":
    main()
