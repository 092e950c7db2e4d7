"""``holdfast verify``: try the claims of living documents, their examples in a sandbox, and keep evidence of what holds.

What evidence answers is not run again. Without a sandbox nothing runs: examples are parsed, the rest is
unproven, and the exit code is 4.
"""

import argparse
import os
import sys
import time
from typing import Any

from holdfast.cli.output import add_output, emit, targets


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help="documents, pages or folders; every living document by default")
    add_output(parser, "text", "concise", "json", "sarif", "junit", "github", "markdown", several=True)
    add("--list", action="store_true", help="list every claim, what is asked of it and what is known; try nothing")
    add("--show", metavar="CLAIM", help="print the last runs of a claim: its identity, or PATH:LINE")
    add(
        "--select",
        action="append",
        default=[],
        metavar="WORD",
        help="only claims of this kind or language, or this claim; can be repeated",
    )
    add(
        "--changed-since",
        metavar="REV",
        help="only claims whose document, or a file they rest on, changed since a revision",
    )
    add("--again", action="store_true", help="try also what evidence answers")
    add(
        "--update",
        choices=["actual", "differences", "links", "output"],
        help="write into the documents what was found: measured values, the differences of a migration, where links have moved to, what examples print",
    )
    add("--online", action="store_true", help="ask the network too: links, registries, advisories")
    add("--bench", action="store_true", help="run the commands that measure, as the configuration names them")
    add("--jobs", type=int, metavar="N", help="so many examples at once (default: one for each core)")
    add("--timeout", type=float, metavar="SECONDS", help="so long one example may run (default: 10)")
    add(
        "--trust",
        action="store_true",
        help="run what these documents hold now without the sandbox, with all your rights",
    )
    add("--fail-on", choices=["error", "warning", "note", "never"], help="the mildest severity that fails the run")
    add("--config", metavar="FILE", help="configuration to use instead of the nearest holdfast.toml")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Verify, print, and return the exit code."""
    from holdfast.cli.trials import TrialProgress
    from holdfast.engine.verify import verify

    start = os.getcwd()
    _refuse_nothing(options)
    if options.show:
        return _show(options, start)
    if options.list:
        return _list(options, start)
    written = targets(options.format, options.output)
    began = time.time_ns()
    watch = TrialProgress()
    try:
        found = verify(start, _asked(options), watch)
    except KeyboardInterrupt:
        from holdfast.plural import counted

        watch.clear()
        kept = f"; what came of {counted(watch.tried, 'claim')} is kept" if watch.tried else ""
        sys.stderr.write(f"holdfast: interrupted{kept}\n")
        return 130
    finally:
        watch.clear()
    if options.update:
        return _update(found, options.update)
    if not (found.plan.sets or found.claims or options.paths):
        from holdfast.cli.exitcode import nothing_found

        return nothing_found(options)
    texts = [(one.path, _render(options, found.result, one)) for one in written]
    emit(texts)
    tried: Any = found.result.tried
    if tried.unkept:
        from holdfast.formats.escape import visible

        sys.stderr.write(f"holdfast: {visible(tried.unkept)}\n")
    code = _exit_code(found.result, options.fail_on)
    if not (
        options.output or options.again or options.trust or options.online or options.bench or options.changed_since
    ):
        _record(options, start, found, texts[0][1], began)
    return code


def _record(options: argparse.Namespace, start: str, found: Any, text: str, began: int) -> None:
    """Keep what the next run will print where nothing changes: this output, or, where something was tried, that of evidence."""
    from holdfast.engine.verify import verify
    from holdfast.world.cachefolder import RACY_NS
    from holdfast.world.replay import record, run_name
    from holdfast.world.root import project_root

    if found.settled and not found.repeats:
        # The ledger was written to just now, and counts as unchanged only when that is a moment ago.
        time.sleep(2 * RACY_NS / 1e9)
        began = time.time_ns()
        found = verify(start, _asked(options), tries=False)
        text = _render(options, found.result, targets(options.format, options.output)[0])
    if found.repeats:
        code = _exit_code(found.result, options.fail_on)
        record(project_root(start), run_name(options.argv), [*found.result.inputs], began, text, code)


def _refuse_nothing(options: argparse.Namespace) -> None:
    """Refuse a number of processes or of seconds with which nothing could be tried."""
    from holdfast.errors import UsageError

    for name in ("jobs", "timeout"):
        value = getattr(options, name)
        if value is not None and value <= 0:
            raise UsageError(f"--{name}: {value:g} is none", remedy="write a number above 0")


def _exit_code(result: Any, fail_on: str | None) -> int:
    """Return 4 where the sandbox is missing that something needed, 1 where a claim is broken, 3 where proof is missing, else 0."""
    from holdfast.cli.exitcode import exit_code

    if result.tried.refused:
        return 4
    return exit_code(result, fail_on)


def _asked(options: argparse.Namespace) -> Any:
    from holdfast.engine.verify import Asked

    return Asked(
        paths=options.paths,
        config=options.config,
        jobs=options.jobs,
        timeout=options.timeout,
        again=options.again or bool(options.update),
        trust=options.trust,
        select=tuple(options.select),
        changed_since=options.changed_since or "",
        online=options.online,
        measure=options.bench,
    )


def _render(options: argparse.Namespace, result: Any, target: Any) -> str:
    from holdfast.cli.output import view_for
    from holdfast.formats import renderer
    from holdfast.model.severity import LIMITS
    from holdfast.rules import all_rules

    view = view_for(
        target.path,
        os.getcwd(),
        fail_on=LIMITS[options.fail_on] if options.fail_on else None,
        pages={rule.slug: rule.page for rule in all_rules()} if target.format == "sarif" else {},
    )
    return "".join(f"{line}\n" for line in renderer(target.format)(result, view))


def _list(options: argparse.Namespace, start: str) -> int:
    """Print the inventory."""
    from holdfast.cli.output import emit_each, view_for
    from holdfast.engine.verify import inventory
    from holdfast.formats.proofs import listing, listing_json

    result: Any = inventory(start, _asked(options))
    emit_each(
        options,
        lambda target: (
            listing_json(result) if target.format == "json" else listing(result, view_for(target.path, start))
        ),
    )
    return 0


def _show(options: argparse.Namespace, start: str) -> int:
    """Print the last runs of a claim."""
    from holdfast.cli.output import emit_each, view_for
    from holdfast.engine.verify import last_runs
    from holdfast.formats.proofs import runs, runs_json

    found = last_runs(start, options.show, _asked(options))
    emit_each(
        options,
        lambda target: runs_json(found) if target.format == "json" else runs(found, view_for(target.path, start)),
    )
    return 0


def _update(found: Any, word: str) -> int:
    """Write what was found back into the documents."""
    from holdfast.cli.terminal import write_lines
    from holdfast.engine.update import update
    from holdfast.formats.escape import visible

    lines = []
    for one in update(found, word):
        claim = one.claim
        what = "written" if one.written else "not written: which part of the document stands for it cannot be told"
        lines.append(f"{visible(claim.document)}:{claim.position.line}  {visible(claim.name)}  {what}")
    write_lines(lines or [f"nothing to write: the documents say what was found ({word})"])
    return 0
