"""``holdfast check``: hold every document to its template; executes nothing."""

import argparse
import os
import sys
from typing import Any

_MANY = 25
"""With more findings than this, an unconfigured project is shown the surest first."""


def register(commands: Any) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "check",
        aliases=["lint"],
        help="hold every document to its template, its links and its index",
        description="Find the templates of this project and the documents written from each, and say what does not hold. Runs no code of any document.",
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files or folders to report on; the whole project by default")
    parser.add_argument("--format", default="text", metavar="NAME", help="text (default), concise, json")
    parser.add_argument("--all", action="store_true", help="print every finding, also at first sight of a project")
    parser.add_argument("--fail-on", choices=["error", "warning", "note"], help="the mildest severity that fails the run")
    parser.add_argument("--config", metavar="FILE", help="configuration to use instead of the nearest holdfast.toml")
    parser.add_argument("--allow-empty", action="store_true", help="succeed where there is no document to check")
    parser.add_argument("--no-cache", action="store_true", help="read every document anew")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check, print, and return the exit code."""
    from holdfast.cli.terminal import Progress, wants_color, width, write
    from holdfast.engine.check import check
    from holdfast.formats import View

    render = _renderer(options.format)
    progress = Progress("checking")
    result = check(os.getcwd(), options.paths, config=options.config, use_cache=not options.no_cache, progress=progress)
    progress.clear()
    if not result.documents and not result.verdicts:
        return _nothing(options)
    whole = options.all or bool(result.configured or options.paths or os.environ.get("CI")) or len(result.verdicts) <= _MANY
    view = View(base=os.getcwd(), color=wants_color(sys.stdout), width=width(), whole=whole)
    write(list(render(result, view)))
    if result.crashes:
        from holdfast.cli.crash import report_crash

        return report_crash("\n".join(f"{crash.slug} on {crash.path}\n{crash.trace}" for crash in result.crashes))
    return exit_code(result, options.fail_on)


def exit_code(result: Any, fail_on: str | None) -> int:
    """Return 1 where something does not hold, 3 where only proof is missing, else 0."""
    from holdfast.model.outcome import Outcome
    from holdfast.model.severity import WORDS

    limit = WORDS[fail_on] if fail_on else result.fail_on
    grave = [verdict.outcome for verdict in result.verdicts if verdict.severity >= limit]
    if Outcome.BROKEN in grave:
        return 1
    return 3 if Outcome.UNPROVEN in grave else 0


def _renderer(name: str) -> Any:
    from holdfast.errors import UsageError
    from holdfast.formats import format_names, renderer
    from holdfast.suggest import suggestion

    try:
        return renderer(name)
    except KeyError:
        raise UsageError(f"--format: there is no format {name!r}", remedy=suggestion(name, format_names())) from None


def _nothing(options: argparse.Namespace) -> int:
    """Say that nothing was found, and what would be."""
    sys.stderr.write(
        "holdfast: no documents found here\n"
        "  Holdfast looks for a template (TEMPLATE.md, 0000-template.md, adr/template.md ...) and the documents\n"
        "  written from it, or for folders of decision records; name others in holdfast.toml:\n"
        '    [type.design]\n    template = "builtin:design"\n    documents = ["docs/*.md"]\n'
    )
    return 0 if options.allow_empty else 2
