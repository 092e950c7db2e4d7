"""``holdfast review REV``: what a change means to the design, as one comment on a pull request; executes nothing."""

import argparse
import os
from typing import Any

from holdfast.cli.output import add_output

FORMATS = ("text", "json", "markdown")


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.description = (
        "Tell what the files here mean to the design, against a revision and under its policy: which documents govern "
        "the change, what it broke, what went stale, what it would loosen, and what changed in the documents. "
        "Only what the change did counts. Runs no code of any document."
    )
    parser.add_argument("revision", metavar="REV", help="the branch or commit that the change is made against")
    add_output(parser, *FORMATS, several=True)
    parser.add_argument("--all", action="store_true", help="print every finding")
    parser.add_argument(
        "--fail-on", choices=["error", "warning", "note", "never"], help="the mildest severity that fails the run"
    )
    parser.add_argument("--config", metavar="FILE", help="configuration to use instead of the nearest holdfast.toml")
    parser.add_argument("--no-cache", action="store_true", help="read every document anew")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Review, print, and return the exit code."""
    from holdfast.cli.exitcode import exit_code, nothing_found
    from holdfast.cli.output import emit, targets
    from holdfast.cli.terminal import Progress
    from holdfast.engine.review import review

    written = targets(options.format, options.output, FORMATS)
    start = os.getcwd()
    progress = Progress("reviewing")
    try:
        found = review(
            start, options.revision, config=options.config, use_cache=not options.no_cache, progress=progress
        )
    finally:
        progress.clear()
    texts = [(one.path, _rendered(options, found, one, start)) for one in written]
    emit(texts, [os.path.join(found.root, one.path) for one in found.result.documents])
    if found.result.crashes:
        from holdfast.cli.crash import report_crash

        return report_crash("\n".join(f"{one.slug} on {one.path}\n{one.trace}" for one in found.result.crashes))
    if not (found.result.documents or found.comparison.documents):
        return nothing_found(options)
    return exit_code(found.result, options.fail_on)


def _rendered(options: argparse.Namespace, found: Any, target: Any, start: str) -> str:
    from importlib import import_module

    from holdfast.cli.output import view_for

    view = view_for(target.path, start, whole=options.all or bool(target.path))
    lines = import_module(f"holdfast.formats.reviewed.{target.format}").render(found, view)
    return "".join(f"{line}\n" for line in lines)
