"""``holdfast mv OLD NEW``: rename a document or a folder, and have every link to it and from it follow."""

import argparse
import os

from holdfast.cli.output import add_output


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.description = (
        "Rename a document or a folder of documents, with git where git knows it, and rewrite every link to it and "
        "from it, reference definitions, the header's references and the rows of index pages. All of it happens, or "
        "nothing does. Exits with 0, or with 1 where a link could not be rewritten."
    )
    parser.add_argument("old", metavar="OLD", help="the file or folder as it is called now")
    parser.add_argument("new", metavar="NEW", help="its new name, or the folder to put it into")
    parser.add_argument("--diff", action="store_true", help="show what would change, and write nothing")
    parser.add_argument(
        "--title", action="store_true", help="give the document's title and number field its new number as well"
    )
    parser.add_argument("--config", metavar="FILE", help="configuration to use instead of the nearest holdfast.toml")
    add_output(parser, "text", "json")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Rename, and tell what followed."""
    from holdfast.cli.output import view_for, write_diffs, write_results
    from holdfast.engine.move import prepare
    from holdfast.engine.relocate import relocate
    from holdfast.formats.moved import record, render

    moving = prepare(os.getcwd(), options.old, options.new, config=options.config, title=options.title)
    if not options.diff:
        relocate(moving)
    if options.format == "json":
        write_results(options, [record(moving, done=not options.diff)])
        return 1 if moving.left else 0
    if options.diff:
        write_diffs(moving.changes)
    write_results(options, render(moving, view_for(options.output, os.getcwd()), done=not options.diff))
    return 1 if moving.left else 0
