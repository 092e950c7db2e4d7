"""Commands measured side by side: every round runs each of them once, so that a busy machine is as unkind to all.

A figure is the median of its rounds. Wall time and processor time are those of the command with all the
processes it started; memory is the largest sum over these processes at one moment, each counted with its
share of what it holds together with others (PSS), taken in rounds of its own because looking costs time.
"""

import argparse
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

HOLDFAST = str(Path(sys.executable).parent / "holdfast")
_UNWANTED = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONPATH")
"""Variables under which no user runs the program: without bytecode every run compiles its own source."""
_PAUSE = 0.002
"""Seconds between two looks at the memory."""


class Run(NamedTuple):
    """One way to run something."""

    command: Sequence[str]
    cwd: str
    environment: Mapping[str, str] = {}
    before: Callable[[], object] | None = None
    """Called before each round, outside of the measured time."""


class Figures(NamedTuple):
    """Medians over the rounds."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds of processor time, of all processes."""
    memory: float
    """Megabytes; 0 where it was not looked at."""


class Target(NamedTuple):
    """One line of the result."""

    what: str
    value: float
    limit: float
    unit: str = ""
    """Empty for a ratio."""
    note: str = ""

    @property
    def reached(self) -> bool:
        """Whether the value is within the limit."""
        return self.value <= self.limit


def user_environment(more: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a command as a user runs it, with some more variables."""
    return {name: value for name, value in os.environ.items() if name not in _UNWANTED} | dict(more)


def race(runs: Mapping[str, Run], rounds: int, *, memory: bool = True) -> dict[str, Figures]:
    """Run everything once to warm up, then ``rounds`` times in turn; return the medians by name."""
    walls: dict[str, list[float]] = {name: [] for name in runs}
    cpus: dict[str, list[float]] = {name: [] for name in runs}
    peaks: dict[str, list[float]] = {name: [0.0] for name in runs}
    for number in range(rounds + 1):
        for name, run in runs.items():
            wall, cpu = _timed(run)
            if number:
                walls[name].append(wall)
                cpus[name].append(cpu)
    for _ in range(min(3, rounds) if memory else 0):
        for name, run in runs.items():
            peaks[name].append(_weighed(run))
    return {
        name: Figures(statistics.median(walls[name]), statistics.median(cpus[name]), max(peaks[name])) for name in runs
    }


def _start(run: Run) -> "subprocess.Popen[bytes]":
    if run.before:
        run.before()
    return subprocess.Popen(
        run.command,
        cwd=run.cwd,
        env=user_environment(run.environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _timed(run: Run) -> tuple[float, float]:
    if run.before:
        run.before()
    began = time.perf_counter()
    process = _start(run._replace(before=None))
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(run.command)} in {run.cwd} ended with {process.returncode}")
    return wall, used.ru_utime + used.ru_stime


def _weighed(run: Run) -> float:
    """Return the largest sum of memory over the processes of a run, in megabytes."""
    process = _start(run)
    peak = [0]
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            peak[0] = max(peak[0], sum(_memory(pid) for pid in _family(process.pid)))
            time.sleep(_PAUSE)

    looker = threading.Thread(target=look)
    looker.start()
    process.wait()
    done.set()
    looker.join()
    return peak[0] / 1024


def _family(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        try:
            text = Path(f"/proc/{one}/task/{one}/children").read_text()
        except OSError:
            continue
        found += [int(word) for word in text.split()]
    return found


def _memory(pid: int) -> int:
    """Return the share of memory of one process, in kilobytes."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)


def show_figures(title: str, figures: Mapping[str, Figures]) -> None:
    """Print what was measured."""
    print(f"\n{title}", flush=True)
    print(f"  {'':34}{'wall':>10}{'processor':>12}{'memory':>10}")
    for name, one in figures.items():
        memory = f"{one.memory:7.1f} MB" if one.memory else ""
        print(f"  {name:34}{one.wall * 1000:7.1f} ms{one.cpu * 1000:9.1f} ms{memory:>10}", flush=True)


def show_targets(targets: Sequence[Target]) -> None:
    """Print each target with its verdict."""
    print()
    for one in targets:
        unit = f" {one.unit}" if one.unit else ""
        verdict = "reached" if one.reached else "missed"
        print(
            f"  {verdict:8} {one.what}: {one.value:.2f}{unit}, at most {one.limit:g}{unit}{one.note and f' ({one.note})'}"
        )


def options(description: str) -> argparse.Namespace:
    """Read what every benchmark can be told."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--corpora", default=os.environ.get("HOLDFAST_CORPORA", ""), help="folder with real corpora")
    parser.add_argument("--rounds", type=int, default=9, help="how often each command runs (default: 9)")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--small", action="store_true", help="as little as shows that the script runs")
    size.add_argument("--large", action="store_true", help="up to 100,000 documents")
    chosen = parser.parse_args()
    if chosen.small:
        chosen.rounds = 1
    return chosen


def corpora(folder: str, *names: str) -> dict[str, str]:
    """Return the corpora that are there, and say aloud which are not."""
    found = {name: str(Path(folder) / name) for name in names if folder and (Path(folder) / name).is_dir()}
    for name in names:
        if name not in found:
            where = folder or "no folder: give --corpora, or set HOLDFAST_CORPORA"
            print(f"  SKIPPED: the corpus {name} is not there ({where})", file=sys.stderr)
    return found
