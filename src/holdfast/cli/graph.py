"""``holdfast graph``: documents and what they say of each other, with orphans and cycles named."""

import argparse
import os

from holdfast.cli.output import add_output


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.description = (
        "Show which documents link to, require and supersede each other; name those that have to do with no other, "
        "and those that supersede or require each other in a circle. Exits with 0."
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="documents or folders, with what they have to do with")
    parser.add_argument("--config", metavar="FILE", help="configuration to use instead of the nearest holdfast.toml")
    parser.add_argument("--no-cache", action="store_true", help="read every document anew")
    add_output(parser, "text", "json", "dot", "mermaid")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Build the graph and show it."""
    from holdfast.cli.output import view_for, write_results
    from holdfast.engine.graph import graph
    from holdfast.engine.session import Session
    from holdfast.errors import UsageError
    from holdfast.formats.graphed import FORMATS

    session = Session(os.getcwd(), config=options.config, use_cache=not options.no_cache)
    root = session.plan.tree.root
    wanted = []
    for path in options.paths:
        if not os.path.lexists(path):
            raise UsageError("there is no such file or folder", where=path, remedy="check the spelling")
        relative = os.path.relpath(os.path.abspath(path), root).replace(os.sep, "/")
        wanted.append("" if relative == "." else relative)
    found = graph(session, wanted)
    if wanted and not found.nodes:
        raise UsageError("is no document", where=options.paths[0], remedy="name one that holdfast check lists")
    write_results(options, FORMATS[options.format](found, view_for(options.output, os.getcwd())))
    return 0
