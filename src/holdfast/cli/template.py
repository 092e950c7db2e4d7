"""``holdfast template show``: what a template demands, and the line each demand comes from."""

import argparse
import os
from typing import Any


def register(commands: Any) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("template", help="show what a template demands", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    show = verbs.add_parser("show", help="every requirement with the line it comes from", description=__doc__)
    show.add_argument("file", nargs="?", metavar="FILE", help="a Markdown file or builtin:NAME; the project's own templates by default")
    show.add_argument("--format", choices=["text", "json"], default="text", help="text (default), json")
    show.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print each template."""
    from holdfast.cli.terminal import write_lines
    from holdfast.engine.show import schemas_to_show
    from holdfast.formats.schema import json, text

    schemas = schemas_to_show(os.getcwd(), options.file)
    if options.format == "json":
        write_lines([json.render(schemas)])
    else:
        for number, schema in enumerate(schemas):
            write_lines([""] if number else [])
            write_lines(text.render(schema))
    return 0
