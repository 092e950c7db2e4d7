"""``holdfast check``: hold every document to its template; executes nothing."""

import argparse
import os
import sys
import time
from typing import Any

_MANY = 25
"""With more findings than this, an unconfigured project is shown the surest first."""


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.description = (
        "Find the templates of this project and the documents written from each, and say what does not hold. "
        "Runs no code of any document."
    )
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="files or folders to report on; the whole project by default"
    )
    parser.add_argument("--format", default="text", metavar="NAME", help="text (default), concise, json")
    parser.add_argument("--all", action="store_true", help="print every finding, also at first sight of a project")
    parser.add_argument(
        "--fail-on", choices=["error", "warning", "note"], help="the mildest severity that fails the run"
    )
    parser.add_argument("--config", metavar="FILE", help="configuration to use instead of the nearest holdfast.toml")
    parser.add_argument(
        "--template-version",
        default="",
        metavar="VERSION",
        help="hold documents to the template of their time (date, the default), the version they fit best (best), latest, or one version",
    )
    parser.add_argument(
        "--policy-from",
        default="",
        metavar="REV",
        help="read configuration, templates and permitted waivers from a revision, and list what the change loosens",
    )
    parser.add_argument("--allow-empty", action="store_true", help="succeed where there is no document to check")
    parser.add_argument(
        "--explain",
        action="store_true",
        help="tell why each requirement applies to the one PATH given, and check nothing",
    )
    parser.add_argument("--no-cache", action="store_true", help="read every document anew")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check, print, and return the exit code."""
    from holdfast.cli.terminal import wants_color, write
    from holdfast.world.replay import record, replayed
    from holdfast.world.root import project_root

    start = os.getcwd()
    if options.explain:
        return _explain(options, start)
    color = wants_color(sys.stdout)
    repository = project_root(start)
    name = _name(options, start, color=color)
    # A branch named by --policy-from can move without any file of the project changing.
    keeps = not (options.no_cache or options.policy_from)
    known = replayed(repository, name) if keeps else None
    if known:
        write(known[0])
        return known[1]
    began = time.time_ns()
    result = _check(options, start)
    nothing = not result.documents and not result.verdicts
    if nothing and options.format == "text":
        return nothing_found(options)
    output = _render(options, result, start, color=color)
    write(output)
    if nothing:
        return nothing_found(options)
    if result.crashes:
        from holdfast.cli.crash import report_crash

        return report_crash("\n".join(f"{crash.slug} on {crash.path}\n{crash.trace}" for crash in result.crashes))
    unread = {
        os.path.join(result.root, verdict.path) for verdict in result.verdicts if verdict.slug == "file-unreadable"
    }
    code = 2 if unread & {os.path.abspath(path) for path in options.paths} else exit_code(result, options.fail_on)
    # Who may read a file changes neither its size nor its time, so such a run is not kept.
    if keeps and not unread:
        record(repository, name, [*result.inputs], began, output, code)
    return code


def _check(options: argparse.Namespace, start: str) -> Any:
    """Check with a line of progress where it takes long; an unknown format is refused before the work."""
    from holdfast.cli.terminal import Progress
    from holdfast.engine.check import check

    _renderer(options.format)
    progress = Progress("checking")
    try:
        return check(
            start,
            options.paths,
            config=options.config,
            policy=version_asked_for(options.template_version),
            policy_from=options.policy_from,
            use_cache=not options.no_cache,
            progress=progress,
        )
    finally:
        progress.clear()


def _render(options: argparse.Namespace, result: Any, start: str, *, color: bool) -> str:
    from holdfast.formats import View

    settled = bool(result.configured or options.paths or os.environ.get("CI"))
    view = View(base=start, color=color, whole=options.all or settled or len(result.verdicts) <= _MANY)
    return "".join(f"{line}\n" for line in _renderer(options.format)(result, view))


def _name(options: argparse.Namespace, start: str, *, color: bool) -> str:
    """Name everything that decides the output but the files themselves."""
    from holdfast.world.store import code_stamp

    chosen = (
        options.paths,
        options.format,
        options.all,
        options.fail_on,
        options.config,
        options.template_version,
        options.policy_from,
        options.allow_empty,
    )
    return repr((code_stamp(), start, chosen, color, bool(os.environ.get("CI"))))


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


def _explain(options: argparse.Namespace, start: str) -> int:
    """Print what one document is held to, and why."""
    from holdfast.cli.terminal import write_lines
    from holdfast.engine.explain import explain
    from holdfast.errors import UsageError
    from holdfast.formats.explained import render

    if len(options.paths) != 1:
        raise UsageError("--explain wants exactly one document", remedy="write holdfast check --explain PATH")
    found = explain(start, options.paths[0], config=options.config, policy=version_asked_for(options.template_version))
    write_lines(render(found, "json" if options.format == "json" else "text"))
    return 0


def version_asked_for(word: str) -> str:
    """Refuse what cannot be a version before any work is done."""
    from holdfast.config import is_policy
    from holdfast.errors import UsageError

    if word and not is_policy(word):
        raise UsageError(
            f"--template-version: {word!r} is no version",
            remedy="choose date, best, latest, or one that 'template versions' lists",
        )
    return word


def nothing_found(options: argparse.Namespace) -> int:
    """Say that nothing was found, and what would be."""
    sys.stderr.write(
        "holdfast: no documents found here\n"
        "  Holdfast looks for a template (TEMPLATE.md, 0000-template.md, adr/template.md ...) and the documents\n"
        "  written from it, or for folders of decision records; name others in holdfast.toml:\n"
        '    [type.design]\n    template = "builtin:design"\n    documents = ["docs/*.md"]\n'
    )
    return 0 if options.allow_empty else 2
