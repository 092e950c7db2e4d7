"""``holdfast doctor``: what this machine can do for `verify`, and the command that mends what is missing."""

import argparse
import os

_MARKS = {"good": ("+", "green"), "limited": ("~", "yellow"), "missing": ("-", "red")}
_SAID = {
    "strict+cgroup": "strict, held by cgroups: 'holdfast verify' can run examples here",
    "strict+watchdog": "strict, memory watched: 'holdfast verify' can run examples here",
    "none": "none: 'holdfast verify' runs no example here and exits with 4",
}


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--format", choices=["text", "json"], default="text", help="text (default), json")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the diagnosis; return 0 where examples can be run, else 4."""
    import json
    import sys

    from holdfast.cli.terminal import wants_color, write_lines
    from holdfast.engine.doctor import Diagnosis, diagnose
    from holdfast.formats.escape import visible
    from holdfast.formats.style import Paint

    found: Diagnosis = diagnose(os.getcwd())
    code = 0 if found.can_verify else 4
    if options.format == "json":
        parts = [one._asdict() for one in found.parts]
        write_lines([json.dumps({"version": 1, "sandbox": found.level, "parts": parts}, indent=2)])
        return code
    paint = Paint(color=wants_color(sys.stdout))
    lines = [f"Sandbox level: {_SAID[found.level]}"]
    group = ""
    for part in found.parts:
        if part.group != group:
            group = part.group
            lines += ["", paint(group, "bold")]
        mark, color = _MARKS[part.state]
        lines.append(f" {paint(mark, color)} {part.name:<12} {visible(part.found)}")
        if part.remedy:
            lines.append(f"   {'':<12} {paint(visible(part.remedy), 'dim')}")
    write_lines(lines)
    return code
