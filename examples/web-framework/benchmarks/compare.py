"""Fairlead, FastAPI and NestJS asked the same on loopback, in turns; writes benchmarks/results/compare.json.

    npm ci && npx tsc -p benchmarks && .venv/bin/python benchmarks/compare.py

One connection, one request after the other, so that it measures what a request costs and not how well a machine with few
cores is shared. A sample is the median of one turn. The ratios are made of turns that follow one another, so that what else
the machine does falls upon both. FastAPI and Fairlead run on the same uvicorn. Bounded: a minute, three processes.
"""

import json
import os
import platform
import subprocess
from contextlib import ExitStack
from statistics import median
from typing import TypedDict

from inside import calls
from servers import COMMANDS, ROOT, resident, running

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


def main() -> None:
    """Measure, print the medians and write all samples."""
    metrics = {**starts(), **turns(), **inside()}
    for name, one in metrics.items():
        print(f"{name:28} {median(one['samples']):8.3f} {one['unit']}")
    git = ["git", "-C", ROOT]
    result = {
        "metrics": metrics,
        "machine": {"system": platform.system(), "architecture": platform.machine(), "cores": os.cpu_count()},
        "commit": subprocess.run(
            [*git, "rev-parse", "HEAD"], capture_output=True, text=True, check=True
        ).stdout.strip(),
        "dirty": bool(subprocess.run([*git, "status", "--porcelain", "src"], capture_output=True, check=True).stdout),
    }
    with open(RESULT, "w", encoding="utf-8") as file:
        json.dump(result, file, indent=1)
        file.write("\n")


def starts() -> dict[str, Metric]:
    """Start each server several times, in turns, until it answers."""
    samples: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(STARTS):
        for name in COMMANDS:
            with running(name) as (connection, _, took):
                samples[name].append(1000 * (took + connection.ask(*REQUESTS["GET"])))
    return compared("start of", "start", "ms", samples)


def turns() -> dict[str, Metric]:
    """Ask all servers in turns."""
    samples: dict[tuple[str, str], list[float]] = {(verb, name): [] for verb in REQUESTS for name in COMMANDS}
    memory: dict[str, list[float]] = {}
    with ExitStack() as stack:
        servers = {name: stack.enter_context(running(name)) for name in COMMANDS}
        for turn in range(TURNS + 1):
            for verb, request in REQUESTS.items():
                for name, (connection, _, _) in servers.items():
                    times = [connection.ask(*request) for _ in range(EACH if turn else WARM)]
                    samples[verb, name] += [1e6 * median(times)] if turn else []
        for name, (_, process, _) in servers.items():
            memory[name] = [resident(process)]
    found: dict[str, Metric] = {}
    for verb in REQUESTS:
        found |= compared(f"{verb} in", verb, "µs", {name: samples[verb, name] for name in COMMANDS})
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
    main()
