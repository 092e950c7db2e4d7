"""``holdfast fix``: mend what is certain about the faults that ``check`` finds."""

import argparse
import os
import sys
from typing import Any


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.description = (
        "Mend what is certain: task boxes, numbering, the spelling of fields, rows of index pages, links whose "
        "target moved. Everything else in a file stays as it is, byte for byte. Exits with 0 when nothing is left "
        "that fails, with 1 when something is, with 2 when a file could not be written."
    )
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="files or folders to mend; the whole project by default"
    )
    parser.add_argument(
        "--diff", action="store_true", help="show what would change, write nothing, exit with 1 if anything would"
    )
    parser.add_argument(
        "--unsafe",
        action="store_true",
        help="also make edits that change what a document says: a status from the index, a date from git, missing sections",
    )
    parser.add_argument(
        "--select", action="append", default=[], metavar="SLUGS", help="mend only what these rules find"
    )
    parser.add_argument(
        "--ignore", action="append", default=[], metavar="SLUGS", help="leave alone what these rules find"
    )
    parser.add_argument(
        "--fail-on", choices=["error", "warning", "note"], help="the mildest severity that fails the run"
    )
    parser.add_argument("--config", metavar="FILE", help="configuration to use instead of the nearest holdfast.toml")
    parser.add_argument(
        "--template-version", default="", metavar="VERSION", help="hold documents to this version, as in check"
    )
    parser.add_argument("--allow-empty", action="store_true", help="succeed where there is no document to mend")
    parser.add_argument("--no-cache", action="store_true", help="read every document anew")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Mend, report, and return the exit code."""
    from holdfast.cli.exitcode import exit_code, nothing_found
    from holdfast.engine.fix import write

    mending = _mend(options)
    if not mending.remaining.documents and not mending.remaining.verdicts:
        return nothing_found(options)
    code = exit_code(mending.remaining, options.fail_on)
    if options.diff:
        _show(mending)
        return 1 if mending.changes else code
    refused = write(mending)
    _tell(mending, {change.path for change, _ in refused})
    for _, error in refused:
        _complain(str(error))
    return 2 if refused else code


def _mend(options: argparse.Namespace) -> Any:
    from holdfast.cli.check import version_asked_for
    from holdfast.cli.terminal import Progress
    from holdfast.engine.fix import Wanted, mend

    select, ignore = _slugs("--select", options.select), _slugs("--ignore", options.ignore)
    wanted = Wanted(options.unsafe, select, ignore, documents=options.allow_empty)
    progress = Progress("checking")
    try:
        return mend(
            os.getcwd(),
            options.paths,
            wanted,
            config=options.config,
            policy=version_asked_for(options.template_version),
            use_cache=not options.no_cache,
            progress=progress,
        )
    finally:
        progress.clear()


def _slugs(option: str, given: list[str]) -> tuple[str, ...]:
    """Return the rules an option names, in one word or several with commas between.

    Raises :class:`~holdfast.errors.UsageError` for one that is no rule.
    """
    from holdfast.errors import UsageError
    from holdfast.rules import all_rules, current_slug
    from holdfast.suggest import suggestion

    slugs = tuple(current_slug(word.strip()) for one in given for word in one.split(",") if word.strip())
    known = [rule.slug for rule in all_rules()] if slugs else []
    for slug in slugs:
        if slug not in known:
            raise UsageError(f"{option}: there is no rule {slug!r}", remedy=suggestion(slug, known))
    return slugs


def _show(mending: Any) -> None:
    """Print the changes as a diff, and how many there are on stderr."""
    from holdfast.cli.output import write_diffs
    from holdfast.formats.mended import summary

    write_diffs(mending.changes)
    mended = {change.path: change.mended for change in mending.changes}
    sys.stderr.write(f"{summary(mended, mending.remaining, would=True)}\n")


def _tell(mending: Any, refused: set[str]) -> None:
    from holdfast.cli.output import terminal_view
    from holdfast.cli.terminal import write_lines
    from holdfast.formats.mended import render, summary

    mended = {change.path: change.mended for change in mending.changes if change.path not in refused}
    view = terminal_view(os.getcwd())
    write_lines([*render(mended, mending.remaining, view), summary(mended, mending.remaining, refused=len(refused))])


def _complain(text: str) -> None:
    from holdfast.formats.escape import visible

    sys.stderr.write(f"holdfast: {visible(text)}\n")
