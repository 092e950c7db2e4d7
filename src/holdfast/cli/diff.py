"""``holdfast diff``: what changed in the design, in the terms of its documents and not line by line; executes nothing."""

import argparse
import os

from holdfast.cli.output import add_output


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.description = (
        "Compare two revisions, or one (HEAD by default) with the files as they lie here: status, fields, tasks, "
        "questions, targets, examples, sections, links, waivers. Runs nothing."
    )
    parser.add_argument("old", nargs="?", default="HEAD", metavar="REV", help="what to compare with (HEAD by default)")
    parser.add_argument("new", nargs="?", default="", metavar="REV", help="a later revision; the files by default")
    add_output(parser, "text", "json", "markdown")
    parser.add_argument("--all", action="store_true", help="show every change, also of what is no longer in force")
    parser.add_argument("--exit-code", action="store_true", help="end with 1 where something differs")
    parser.add_argument(
        "--config", metavar="FILE", help="configuration of today to use instead of the nearest holdfast.toml"
    )
    parser.add_argument("--no-cache", action="store_true", help="read every document anew")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Compare, print, and return the exit code."""
    from importlib import import_module

    from holdfast.cli.output import view_for, write_results
    from holdfast.engine.difference import compare_revisions

    start = os.getcwd()
    found = compare_revisions(start, options.old, options.new, config=options.config, use_cache=not options.no_cache)
    view = view_for(options.output, start, whole=options.all)
    write_results(options, import_module(f"holdfast.formats.difference.{options.format}").render(found, view))
    return 1 if options.exit_code and found.different else 0
