"""``holdfast export``: documents as typed data for other programs, or the JSON Schema they are valid against."""

import argparse
import os
from typing import Any

from holdfast.cli.output import add_output


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="documents or folders to export; all by default")
    add_output(parser, "json", "jsonl")
    parser.add_argument(
        "--schema", nargs="?", const="", metavar="TYPE", help="write the JSON Schema of a type's documents instead"
    )
    parser.add_argument("--template-version", default="", metavar="VERSION", help="as for holdfast check")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the documents or the schema."""
    from holdfast.api import open_corpus
    from holdfast.cli.output import write_results
    from holdfast.formats.escape import json_text
    from holdfast.formats.export import document_json, schema_json

    corpus = open_corpus(os.getcwd(), template_version=options.template_version)
    if options.schema is not None:
        write_results(options, [json_text(schema_json(_schema(corpus.schemas, options.schema)), indent=2)])
        return 0
    wanted = [_within(corpus.root, path) for path in options.paths]
    documents = [
        one for one in corpus.documents if not wanted or any(f"{one.path}/".startswith(folder) for folder in wanted)
    ]
    records = [document_json(one) for one in documents]
    if options.format == "jsonl":
        write_results(options, map(json_text, records))
    else:
        write_results(options, [json_text({"version": 1, "documents": records}, indent=2)])
    return 0


def _within(root: str, path: str) -> str:
    """Return what the path of a document begins with, a slash behind it, when it lies in a named file or folder."""
    from holdfast.errors import UsageError

    if not os.path.exists(path):
        raise UsageError(
            "there is no such file or folder", where=path, remedy="check the spelling, or the folder you are in"
        )
    relative = os.path.relpath(os.path.realpath(path), os.path.realpath(root)).replace(os.sep, "/")
    return "" if relative == "." else f"{relative}/"


def _schema(schemas: Any, name: str) -> Any:
    from holdfast.errors import UsageError
    from holdfast.suggest import suggestion

    names = {schema.name: schema for schema in schemas}
    if name in names:
        return names[name]
    if not name and len(names) == 1:
        return schemas[0]
    if not names:
        raise UsageError("--schema: there is no template in use here", remedy="run holdfast check to see what is found")
    raise UsageError(
        f"--schema: {name!r} is no type of this project" if name else "--schema: name a type",
        remedy=suggestion(name, names),
    )
