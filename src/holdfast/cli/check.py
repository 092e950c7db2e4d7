"""``holdfast check``: hold every document to its template; executes nothing."""

import argparse
import os
import time
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from holdfast.cli.exitcode import exit_code, nothing_found
from holdfast.cli.output import Target, add_output

FORMATS = ("text", "concise", "github", "gitlab", "json", "jsonl", "junit", "markdown", "sarif")
"""As the help lists them, without loading one."""
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
    add_output(parser, *FORMATS, several=True)
    parser.add_argument(
        "--stdin-filename", default="", metavar="PATH", help="with - as PATH: the file that standard input stands for"
    )
    parser.add_argument(
        "--all",
        action="store_true",
        help="print every finding, also at first sight of a project, in the baseline, or waived",
    )
    _add_told(parser)
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
    parser.add_argument(
        "--allow-empty",
        action="store_true",
        help="succeed where there is no document to check; a PATH that is none is passed over",
    )
    parser.add_argument(
        "--explain",
        action="store_true",
        help="tell why each requirement applies to the one PATH given, and check nothing",
    )
    parser.add_argument("--watch", action="store_true", help="check again whenever a file changes, until Ctrl-C")
    parser.add_argument("--no-cache", action="store_true", help="read every document anew")
    parser.set_defaults(run=run)


def _add_told(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose what of all that is found is told, and what fails."""
    parser.add_argument(
        "--select",
        action="append",
        default=[],
        metavar="SLUGS",
        help="tell only of these rules: SLUG,SLUG or section-*",
    )
    parser.add_argument("--ignore", action="append", default=[], metavar="SLUGS", help="do not tell of these rules")
    parser.add_argument(
        "--changed-since",
        default="",
        metavar="REV",
        help="tell only what a change since REV touches or may have broken",
    )
    parser.add_argument(
        "--new-since", default="", metavar="REV", help="tell only what does not stand at REV already; compares findings"
    )
    parser.add_argument(
        "--fail-on", choices=["error", "warning", "note", "never"], help="the mildest severity that fails the run"
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--baseline", metavar="FILE", help="baseline to use instead of holdfast-baseline.json")
    which.add_argument("--no-baseline", action="store_true", help="let what the baseline holds fail as well")


def run(options: argparse.Namespace) -> int:
    """Check, print, and return the exit code."""
    start = os.getcwd()
    if options.explain:
        return _explain(options, start)
    if options.watch:
        from holdfast.cli.watch import watch

        return watch(options, start)
    return check_once(options, start)[0]


def check_once(options: argparse.Namespace, start: str, before: Callable[[], object] = lambda: None) -> tuple[int, Any]:
    """Check, call ``before``, print, and return the exit code with the result."""
    from holdfast.cli.output import emit, targets
    from holdfast.cli.stdin import unsaved_document
    from holdfast.world.replay import record, run_name
    from holdfast.world.root import project_root

    written = targets(options.format, options.output)
    unsaved = unsaved_document(options, start)
    repository = project_root(start)
    # A revision can move without any file of the project changing, and a replay only prints.
    moves = options.policy_from or options.changed_since or options.new_since
    keeps = not (options.no_cache or moves or options.output or unsaved or options.watch)
    name = run_name(options.argv) if keeps else ""
    began = time.time_ns()
    result = _check(options, start, unsaved)
    nothing = not (result.documents or result.verdicts or options.changed_since)
    texts = [
        (one.path, "" if nothing and one.format == "text" else _render(options, result, one, unsaved))
        for one in written
    ]
    before()
    emit(texts, _inputs(result))
    if nothing:
        return nothing_found(options), result
    if result.crashes:
        from holdfast.cli.crash import report_crash

        report = "\n".join(f"{crash.slug} on {crash.path}\n{crash.trace}" for crash in result.crashes)
        return report_crash(report), result
    unread = {
        os.path.join(result.root, verdict.path) for verdict in result.verdicts if verdict.slug == "file-unreadable"
    }
    code = 2 if unread & {os.path.abspath(path) for path in options.paths} else exit_code(result, options.fail_on)
    # Who may read a file changes neither its size nor its time, so such a run is not kept.
    if keeps and not unread:
        record(repository, name, result.inputs, began, texts[0][1], code)
    return code, result


def _check(options: argparse.Namespace, start: str, unsaved: dict[str, bytes]) -> Any:
    """Check with a line of progress where it takes long."""
    from holdfast.world.history import drop_ahead, read_ahead
    from holdfast.world.root import project_root

    if options.template_version != "latest" and not options.policy_from:
        # Git works on one processor while the other loads the engine.
        read_ahead(project_root(start), use_cache=not options.no_cache)
    from holdfast.cli.terminal import Progress
    from holdfast.engine.check import check
    from holdfast.engine.told import Scope

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
            unsaved=unsaved,
            baseline=False if options.no_baseline else options.baseline and os.path.abspath(options.baseline),
            scope=Scope(
                options.select, options.ignore, options.changed_since, options.new_since, documents=options.allow_empty
            ),
        )
    finally:
        progress.clear()
        drop_ahead()


def _render(options: argparse.Namespace, result: Any, target: Target, unsaved: dict[str, bytes]) -> str:
    """Return one text; only what goes to standard output is shown as its terminal can, and at first sight cut short."""
    from holdfast.cli.output import view_for
    from holdfast.formats import renderer
    from holdfast.model.severity import LIMITS
    from holdfast.rules import all_rules

    settled = bool(result.configured or options.paths or result.baseline or result.narrowed or os.environ.get("CI"))
    view = view_for(
        target.path,
        os.getcwd(),
        whole=bool(target.path or options.all or settled or len(result.verdicts) <= _MANY),
        known=options.all,
        fail_on=LIMITS[options.fail_on] if options.fail_on else None,
        pages={rule.slug: rule.page for rule in all_rules()},
        given=unsaved,
    )
    return "".join(f"{line}\n" for line in renderer(target.format)(result, view))


def _inputs(result: Any) -> Iterator[str]:
    """Yield the absolute paths of what people wrote and the run read; ``-o`` replaces none of it."""
    named = (one.path for one in result.documents)
    sets = (path for one in result.understood for path in (*one.templates, *one.indexes))
    yield from (os.path.join(result.root, path) for path in chain(named, sets, result.unused))
    yield from (path for path in result.inputs if not path.lower().endswith((".md", ".markdown")))


def _explain(options: argparse.Namespace, start: str) -> int:
    """Print what one document is held to, and why."""
    from holdfast.cli.output import emit_each
    from holdfast.engine.explain import explain
    from holdfast.errors import UsageError
    from holdfast.formats.explained import render

    if len(options.paths) != 1:
        raise UsageError("--explain wants exactly one document", remedy="write holdfast check --explain PATH")
    found = explain(start, options.paths[0], config=options.config, policy=version_asked_for(options.template_version))
    emit_each(options, lambda target: render(found, target.format))
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
