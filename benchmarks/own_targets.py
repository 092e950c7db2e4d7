"""The figures that our own design documents promise, measured into the file that their tables name.

``python benchmarks/own_targets.py --corpora DIR --write docs/design/measured.json``, then ``holdfast verify docs/design --update
actual``. Times are processor time, which a busy machine changes least. Without the corpora a generated one stands in, and
nothing is written.
"""

import argparse
import gc
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from generated import write_corpus
from measuring import HOLDFAST, Run, Target, show_targets, user_environment
from measuring import options as read_options

ROOT = Path(__file__).parent.parent
TEMPLATE = ROOT / "docs" / "design" / "TEMPLATE.md"


def spent(run: Run) -> tuple[float, float]:
    """Return the processor time of a command with all it started, in seconds, and its largest process in megabytes."""
    process = subprocess.Popen(
        run.command,
        cwd=run.cwd,
        env=user_environment(run.environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(run.command)} ended with {process.returncode}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1000


def unchanged(root: str, cache: dict[str, str], rounds: int) -> list[float]:
    """Return an unchanged run as a multiple of an empty Python, round by round."""
    spent(Run([HOLDFAST, "check"], root, cache))
    runs = (Run([HOLDFAST, "check"], root, cache), Run([sys.executable, "-c", "pass"], root))
    pairs = [[sum(spent(run)[0] for _ in range(5)) for run in runs] for _ in range(rounds)]
    return [ours / max(nothing, 1e-9) for ours, nothing in pairs]


def first(root: str, cache: dict[str, str], rounds: int) -> tuple[list[float], list[float]]:
    """Return seconds and megabytes of first runs."""
    found = [spent(Run([HOLDFAST, "check", "--no-cache"], root, cache)) for _ in range(rounds)]
    return [seconds for seconds, _ in found], [megabytes for _, megabytes in found]


def timed(work: Callable[[], object], rounds: int) -> list[float]:
    """Return the processor time of some work in this process, after one round to warm up."""
    work()
    samples = []
    for _ in range(rounds):
        gc.collect()
        began = time.process_time()
        work()
        samples.append(time.process_time() - began)
    return samples


def parsing(roots: list[str], rounds: int) -> list[float]:
    """Return megabytes parsed in a second."""
    from holdfast.markdown.parser import parse

    texts = [path.read_bytes() for root in roots for path in sorted(Path(root).rglob("*.md")) if path.is_file()]
    size = sum(map(len, texts)) / 1e6
    gc.disable()
    samples = timed(lambda: deque(map(parse, texts), 0), rounds)
    gc.enable()
    return [size / seconds for seconds in samples]


def compiling(rounds: int) -> list[float]:
    """Return the milliseconds that the template of our design documents takes."""
    from holdfast.template.compile import compile_template

    raw = TEMPLATE.read_bytes()
    return [
        1000 * one / 10 for one in timed(lambda: [compile_template(raw, "own", "design") for _ in range(10)], rounds)
    ]


def machine() -> dict[str, object]:
    """Return what kind of machine this is."""
    return {"system": platform.system(), "architecture": platform.machine(), "cores": os.cpu_count()}


def git(*arguments: str) -> str:
    """Ask git about this repository."""
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


def main() -> None:
    """Measure everything, show it, and write it where that is asked for."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--write", metavar="FILE", help="write the samples; takes the corpora")
    mine, rest = parser.parse_known_args()
    sys.argv[1:] = rest
    chosen = read_options(__doc__ or "")
    corpora = Path(chosen.corpora) if chosen.corpora else None
    with tempfile.TemporaryDirectory() as name:
        made = Path(name) / "made"
        write_corpus(made, 20 if chosen.small else 400)
        real = corpora is not None and (corpora / "rfcs").is_dir() and not chosen.small
        root = str(corpora / "rfcs") if corpora and real else str(made)
        texts = [root, str(corpora / "eips")] if corpora and real else [root]
        cache = {"XDG_CACHE_HOME": f"{name}/cache", "XDG_STATE_HOME": f"{name}/state"}
        rounds = chosen.rounds
        seconds, megabytes = first(root, cache, rounds)
        metrics = {
            "unchanged run": ("x", unchanged(root, cache, rounds)),
            "first run": ("s", seconds),
            "peak memory": ("MB", megabytes),
            "parse": ("MB/s", parsing(texts, rounds)),
            "compile": ("ms", compiling(rounds)),
        }
    limits = {"unchanged run": 5, "first run": 2, "peak memory": 64, "compile": 10}
    known = {metric: sorted(samples)[len(samples) // 2] for metric, (_, samples) in metrics.items() if samples}
    show_targets([Target(one, known[one], limit, metrics[one][0]) for one, limit in limits.items() if one in known])
    print(f"  parse: {known['parse']:.1f} MB/s, to be above 40")
    if mine.write:
        if not real:
            raise SystemExit(
                "the corpora are not there, and what is measured without them proves nothing: give --corpora"
            )
        shown = {
            metric: {"unit": unit, "samples": [round(one, 5) for one in samples]}
            for metric, (unit, samples) in metrics.items()
            if samples
        }
        about = {
            "commit": git("rev-parse", "HEAD"),
            "dirty": bool(git("status", "--porcelain", "-uno")),
            "machine": machine(),
        }
        Path(mine.write).write_text(json.dumps({**about, "metrics": shown}, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
