"""``holdfast status``: the state of the design on one screen, from the text and from git; executes nothing."""

import argparse
import os
import time
from typing import Any

from holdfast.cli.output import add_output


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.description = (
        "Show the state of the design: documents by status, obligations, tasks by phase, questions with their age, "
        "claims by outcome, and what changed lately. A document is shown at length. Runs nothing."
    )
    parser.add_argument("paths", nargs="*", metavar="DOCUMENT", help="documents or folders to show; all by default")
    add_output(parser, "text", "json", "markdown")
    parser.add_argument("--history", action="store_true", help="add how tasks came and were done over time")
    parser.add_argument("--all", action="store_true", help="list every document and every line")
    parser.add_argument("--config", metavar="FILE", help="configuration to use instead of the nearest holdfast.toml")
    parser.add_argument("--no-cache", action="store_true", help="read every document and all of history anew")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Look, print, and return the exit code."""
    from holdfast.cli.output import write_results
    from holdfast.world.replay import day_name, record, run_name
    from holdfast.world.root import project_root

    start = os.getcwd()
    began = time.time_ns()
    keeps = not (options.no_cache or options.output)
    name = run_name([*options.argv, day_name()]) if keeps else ""
    state = _state(options, start)
    if not state.documents:
        return _nothing(options)
    lines = list(_lines(options, state, start))
    write_results(options, lines)
    if keeps:
        record(project_root(start), name, [*state.inputs], began, "".join(f"{line}\n" for line in lines), 0)
    return 0


def _nothing(options: argparse.Namespace) -> int:
    """Say that there is nothing to show."""
    if options.paths:
        from holdfast.errors import UsageError

        raise UsageError(
            "is no document of a template", where=options.paths[0], remedy="name one that holdfast check lists"
        )
    from holdfast.cli.exitcode import nothing_found

    return nothing_found(options)


def _state(options: argparse.Namespace, start: str) -> Any:
    from holdfast.cli.terminal import Progress
    from holdfast.world.history import drop_ahead, read_ahead
    from holdfast.world.root import project_root

    read_ahead(project_root(start), use_cache=not options.no_cache)
    from holdfast.engine.status import status

    progress = Progress("reading")
    try:
        return status(
            start,
            options.paths,
            config=options.config,
            history=options.history,
            use_cache=not options.no_cache,
            progress=progress,
        )
    finally:
        progress.clear()
        drop_ahead()


def _lines(options: argparse.Namespace, state: Any, start: str) -> Any:
    from importlib import import_module

    from holdfast.cli.output import view_for

    view = view_for(options.output, start, whole=options.all)
    return import_module(f"holdfast.formats.state.{options.format}").render(state, view)
