"""``holdfast baseline``: write down what does not hold today, so that from now on only what is new fails."""

import argparse
import os
from typing import Any


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.description = (
        "Write what does not hold today into holdfast-baseline.json, to be committed. 'check' then counts it and "
        "fails only on what is new. Each document is also pinned to the text of its template."
    )
    parser.add_argument("--prune", action="store_true", help="drop what no longer occurs, take nothing in")
    parser.add_argument("--update", action="store_true", help="take in what is new, and drop what no longer occurs")
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="file to write instead of the configured one or holdfast-baseline.json"
    )
    parser.add_argument("--config", metavar="FILE", help="configuration to use instead of the nearest holdfast.toml")
    parser.add_argument("--no-cache", action="store_true", help="read every document anew")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the baseline and say what it holds."""
    from holdfast.cli.terminal import write_lines
    from holdfast.world.replacement import put

    made = _remake(options)
    path = made.baseline.path
    if made.changed:
        put(path, made.text.encode())
    write_lines(_told(made, os.path.relpath(path)))
    return 0


def _remake(options: argparse.Namespace) -> Any:
    from holdfast.cli.terminal import Progress
    from holdfast.engine.rebaseline import remake

    progress = Progress("checking")
    try:
        return remake(
            os.getcwd(),
            config=options.config,
            output=os.path.abspath(options.output) if options.output else "",
            prune=options.prune,
            update=options.update,
            use_cache=not options.no_cache,
            progress=progress,
        )
    finally:
        progress.clear()


def _told(made: Any, path: str) -> list[str]:
    from holdfast.formats.escape import visible_path
    from holdfast.plural import counted

    findings = made.baseline.findings
    documents = len({one.path for one in findings})
    held = f"{counted(sum(findings.values()), 'entry')} about {counted(documents, 'document')}"
    lines = [f"{visible_path(path)}   {held}, {made.added} taken in, {made.gone} dropped"]
    if made.baseline.pins.documents:
        pins = made.baseline.pins
        texts = counted(len(pins.texts), "text")
        lines.append(f"{counted(len(pins.documents), 'document')} pinned to {texts} of their templates")
    if not made.changed:
        return [*lines, "nothing has changed, nothing was written"]
    return [*lines, "commit it: from now on check fails on what is new only"]
