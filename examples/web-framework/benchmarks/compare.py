"""Fairlead, FastAPI and NestJS asked the same on loopback, in turns; writes benchmarks/results/compare.json.

    .venv/bin/python benchmarks/compare.py          # or holdfast verify --bench, which does so in the sandbox

One connection, one request after the other, so that it measures what a request costs and not how well a machine with few
cores is shared. A sample is the median of one turn. The ratios are made of turns that follow one another, so that what else
the machine does falls upon both. FastAPI and Fairlead run on the same uvicorn. Bounded: a minute, three processes.
"""

import json
import os
import platform
import subprocess
import sys
from contextlib import ExitStack
from statistics import median
from typing import TypedDict

from inside import calls
from servers import ROOT, Commands, built, resident, running

TURNS, WARM, EACH = 30, 300, 200
STARTS = 9
RESULT = os.path.join(ROOT, "benchmarks", "results", "compare.json")
WISH = b'{"boat": "Ada", "length": 10, "arrives": "2025-03-30", "nights": 2, "sign": "GBRX"}'
REQUESTS = {
    "GET": (b"GET /berths/2 HTTP/1.1\r\nHost: harbour\r\n\r\n", b"200"),
    "POST": (
        b"POST /berths/2/bookings HTTP/1.1\r\nHost: harbour\r\nContent-Type: application/json\r\n"
        b"Content-Length: %d\r\n\r\n%s" % (len(WISH), WISH),
        b"201",
    ),
}


class Metric(TypedDict):
    """As Holdfast's plain format of results has it."""

    unit: str
    samples: list[float]


def main(output: str) -> None:
    """Measure, print the medians and write all samples."""
    with built() as commands:
        metrics = {**starts(commands), **turns(commands), **inside()}
    for name, one in metrics.items():
        print(f"{name:28} {median(one['samples']):8.3f} {one['unit']}")
    machine = {"system": platform.system(), "architecture": platform.machine(), "cores": os.cpu_count()}
    with open(output, "w", encoding="utf-8") as file:
        json.dump({"metrics": metrics, "machine": machine, **revision()}, file, indent=1)
        file.write("\n")


def revision() -> dict[str, object]:
    """Return the commit that is measured, and whether it has changed; nothing where git is not to be asked."""
    git = ["git", "-C", ROOT]
    head = subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    changed = subprocess.run([*git, "status", "--porcelain", "src"], capture_output=True, check=False)
    return {"commit": head.stdout.strip(), "dirty": bool(changed.stdout)} if head.returncode == 0 else {}


def starts(commands: Commands) -> dict[str, Metric]:
    """Start each server several times, in turns, until it answers."""
    samples: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(STARTS):
        for name in commands:
            with running(commands[name]) as (connection, _, took):
                samples[name].append(1000 * (took + connection.ask(*REQUESTS["GET"])))
    return compared("start of", "start", "ms", samples)


def turns(commands: Commands) -> dict[str, Metric]:
    """Ask all servers in turns."""
    samples: dict[tuple[str, str], list[float]] = {(verb, name): [] for verb in REQUESTS for name in commands}
    memory: dict[str, list[float]] = {}
    with ExitStack() as stack:
        servers = {name: stack.enter_context(running(commands[name])) for name in commands}
        for turn in range(TURNS + 1):
            for verb, request in REQUESTS.items():
                for name, (connection, _, _) in servers.items():
                    times = [connection.ask(*request) for _ in range(EACH if turn else WARM)]
                    samples[verb, name] += [1e6 * median(times)] if turn else []
        for name, (_, process, _) in servers.items():
            memory[name] = [resident(process)]
    found: dict[str, Metric] = {}
    for verb in REQUESTS:
        found |= compared(f"{verb} in", verb, "µs", {name: samples[verb, name] for name in commands})
    return found | {f"memory of {name}": {"unit": "MiB", "samples": rounded(one)} for name, one in memory.items()}


def compared(prefix: str, what: str, unit: str, samples: dict[str, list[float]]) -> dict[str, Metric]:
    """Return what was measured of each server, and our turns as multiples of theirs."""
    found: dict[str, Metric] = {}
    for name, times in samples.items():
        found[f"{prefix} {name}"] = {"unit": unit, "samples": rounded(times)}
        if name != "Fairlead":
            ratios = [ours / theirs for ours, theirs in zip(samples["Fairlead"], times, strict=True)]
            found[f"{what} against {name}"] = {"unit": "", "samples": rounded(ratios)}
    return found


def inside() -> dict[str, Metric]:
    """Call the two Python frameworks without a server."""
    found = calls(TURNS, WISH)
    return {f"{verb} inside {name}": {"unit": "µs", "samples": rounded(times)} for (verb, name), times in found.items()}


def rounded(samples: list[float]) -> list[float]:
    """Return samples as they are worth keeping."""
    return [round(one, 3) for one in samples]


if __name__ == "__main__":
    main(sys.argv[1] if sys.argv[1:] else RESULT)
