"""``holdfast template show|versions|diff``: what a template demands, demanded, and would demand of a document."""

import argparse
import os
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from holdfast.cli.output import add_output, write_results


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    show = verbs.add_parser("show", help="every requirement with the line it comes from")
    show.add_argument(
        "file",
        nargs="?",
        metavar="FILE",
        help="a Markdown file or builtin:NAME; the project's own templates by default",
    )
    show.set_defaults(run=run_show)
    versions = verbs.add_parser("versions", help="every version in history, what it changed, and its documents")
    versions.add_argument(
        "--measure", action="store_true", help="count the documents that are structurally clean by each policy"
    )
    versions.set_defaults(run=run_versions)
    diff = verbs.add_parser("diff", help="what a document would need to move to another version")
    diff.add_argument("document", metavar="DOCUMENT", help="a document of the project")
    diff.add_argument(
        "--to",
        default="latest",
        metavar="VERSION",
        help="latest (default), or a version that 'template versions' lists",
    )
    diff.set_defaults(run=run_diff)
    for verb in (show, versions, diff):
        add_output(verb, "text", "json")


def run_show(options: argparse.Namespace) -> int:
    """Print each template."""
    from holdfast.engine.show import schemas_to_show
    from holdfast.formats.schema import json, text

    schemas = schemas_to_show(os.getcwd(), options.file)
    if options.format == "json":
        write_results(options, [json.render(schemas)])
        return 0
    lines: list[str] = []
    for schema in schemas:
        lines += [*([""] if lines else []), *text.render(schema)]
    write_results(options, lines)
    return 0


def run_versions(options: argparse.Namespace) -> int:
    """Print the versions of each template that has documents, and on request how clean the documents are."""
    from holdfast.engine.templatediff import measure, planned, used_versions
    from holdfast.formats.schema.versions import as_json, share

    plan, config = planned(os.getcwd(), "date")
    records = [_record(versions, one) for versions, used in used_versions(plan, config) for one in used]
    shares = measure(os.getcwd()) if options.measure else []
    if options.format == "json":
        clean = {one.policy: {"clean": one.clean, "documents": one.documents} for one in shares}
        write_results(options, [as_json({"versions": records, "structurally_clean": clean})])
        return 0
    lines = [line for _, found in groupby(records, itemgetter("template")) for line in _versions(list(found))]
    if plan.timeline.reason:
        lines.append(f"only today's version is known: {plan.timeline.reason}; {plan.timeline.remedy}")
    if not records:
        lines.append("no template is in use here: holdfast check says what it looks for")
    if shares:
        lines += ["", "structurally clean (no missing or empty required section, no missing field)"]
        lines += [f"  {share(one.policy, one.clean, one.documents)}" for one in shares]
    write_results(options, lines)
    return 0


def _record(versions: Any, one: Any) -> dict[str, Any]:
    """Return one version of a template for programs."""
    from holdfast.formats.schema.versions import changes, day

    blob = versions.since(one.version)
    return {
        "template": versions.template.path,
        "version": one.version.version,
        "since": day(blob.time) if blob else None,
        "commit": blob.commit if blob else None,
        "documents": one.documents,
        "added": [f"{demand.kind} {demand.name}" for demand in one.added],
        "dropped": [f"{demand.kind} {demand.name}" for demand in one.dropped],
        "changes": changes(one.added, one.dropped),
    }


def _versions(records: list[dict[str, Any]]) -> Iterator[str]:
    """Yield a line for each version of one template, under its path."""
    from holdfast.formats.escape import visible_path

    template = str(records[0]["template"])
    yield visible_path(template)
    yield f"  {'version':<14}{'since':<12}{'commit':<9}{'documents':>9}  changed"
    for one in records:
        since = one["since"] or ("built in" if template.startswith("builtin:") else "not yet")
        commit = str(one["commit"] or "")[:7]
        yield f"  {one['version']:<14}{since:<12}{commit:<9}{one['documents']:>9}  {one['changes']}".rstrip()


def run_diff(options: argparse.Namespace) -> int:
    """Print what one document would need."""
    from holdfast.engine.templatediff import move
    from holdfast.formats.escape import visible, visible_path
    from holdfast.formats.schema.versions import as_json, listed

    found = move(os.getcwd(), options.document, options.to)
    if options.format == "json":
        parts = {name: [one.name for one in getattr(found, name)] for name in ("added", "dropped", "needed")}
        write_results(
            options, [as_json({"document": found.path, "from": found.old.version, "to": found.new.version, **parts})]
        )
        return 0
    lines = [
        f"{visible_path(found.path)}   {found.old.version} ({visible(found.old.path)}) to {found.new.version} ({visible(found.new.path)})"
    ]
    lines += [f"only today's version is known: {found.doubt}"] if found.doubt else []
    lines += [*listed("demanded anew", found.added), *listed("no longer demanded", found.dropped)]
    lines += list(listed("left to mend in this document", found.needed)) or [
        "this document has everything the other version demands"
    ]
    write_results(options, lines)
    return 0
