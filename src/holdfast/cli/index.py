"""``holdfast index``: keep the rows of index pages true, in the page's own style."""

import argparse
import os

from holdfast.cli.output import add_output


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.description = (
        "Keep index pages true: rows for documents that have none, no rows for documents that git recorded as deleted, "
        "and the status, title and date that the documents give. A row that cannot be written with certainty is "
        "printed instead. Exits with 0, with 1 where something is left to you, and with --check or --diff where "
        "anything would change or another branch has taken a number."
    )
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="index pages; all of the project by default")
    parser.add_argument("--check", action="store_true", help="write nothing, and fail where anything would change")
    parser.add_argument("--diff", action="store_true", help="as --check, and show the change as a diff")
    parser.add_argument("--config", metavar="FILE", help="configuration to use instead of the nearest holdfast.toml")
    parser.add_argument("--no-cache", action="store_true", help="read every document anew")
    add_output(parser, "text", "json")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Work out the rows, write them, and tell."""
    from holdfast.cli.output import view_for, write_diffs, write_results
    from holdfast.engine.listing_pages import list_documents, write
    from holdfast.formats.listed import record, render
    from holdfast.world.root import project_root

    start = os.getcwd()
    root = project_root(start)
    pages = [os.path.relpath(os.path.abspath(page), root).replace(os.sep, "/") for page in options.pages]
    listed = list_documents(start, pages, config=options.config, use_cache=not options.no_cache)
    dry = options.check or options.diff
    if not dry:
        write(listed)
    if options.format == "json":
        write_results(options, [record(listed, done=not dry)])
    else:
        if options.diff:
            write_diffs(listed.pages)
        write_results(options, render(listed, view_for(options.output, start), done=not dry))
    if dry:
        return 0 if listed.true else 1
    return 1 if any(one.left for one in listed.pages) else 0
