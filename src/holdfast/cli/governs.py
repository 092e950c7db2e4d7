"""``holdfast for PATH...``: which documents govern some files, and why."""

import argparse
import os

from holdfast.cli.output import add_output


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.description = (
        "Tell which documents govern some files, or the files that a change touches, and why: their examples read "
        "them, they declare them, they name their paths or what they define, or they link to them. Documents in force "
        "come first, the newest before the others. Exits with 0, also where there is none."
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files, folders, or patterns such as 'src/**/*.rs'")
    parser.add_argument("--diff", metavar="REV", help="the files that changed since a branch or commit was left")
    parser.add_argument("--budget", type=int, metavar="N", help="at most about so many tokens; says what was left out")
    parser.add_argument("--config", metavar="FILE", help="configuration to use instead of the nearest holdfast.toml")
    parser.add_argument("--no-cache", action="store_true", help="read every document anew")
    add_output(parser, "text", "json", "markdown")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Find the documents and show them."""
    from holdfast.cli.output import view_for, write_results
    from holdfast.engine.governs import governed
    from holdfast.engine.session import Session
    from holdfast.engine.targets import changed_targets, named_targets
    from holdfast.errors import UsageError
    from holdfast.formats.governing import as_markdown, record, record_within, text, within

    if bool(options.paths) == bool(options.diff):
        raise UsageError(
            "there is nothing to look for" if not options.paths else "paths and --diff are two questions",
            remedy="name files, or a revision: holdfast for --diff main",
        )
    if options.budget is not None and options.budget < 1:
        raise UsageError(f"--budget {options.budget} leaves no room", remedy="give it a hundred or more")
    start = os.getcwd()
    session = Session(start, config=options.config, use_cache=not options.no_cache)
    targets = (
        changed_targets(session.plan, options.diff)
        if options.diff
        else named_targets(session.plan, start, options.paths)
    )
    found = governed(session, targets)
    if options.format == "json":
        write_results(options, [record_within(found, options.budget) if options.budget else record(found)])
        return 0
    render = text if options.format == "text" else as_markdown
    view = view_for(options.output, start)
    write_results(options, within(render, found, view, options.budget) if options.budget else render(found, view))
    return 0
