"""``holdfast search WORDS``: documents by their words and fields, the best first."""

import argparse
import os
import re
from typing import Any

from holdfast.cli.output import add_output

_HAS = ("open-questions", "open-tasks", "examples", "waivers")


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.description = (
        'Find documents by words, "phrases" and -exclusions; a star ends a word that may go on. Titles and headings '
        "weigh more than the text. Without words, every document that the options ask for is listed. Exits with 0."
    )
    parser.add_argument("words", nargs="*", metavar="WORDS", help='words, "phrases", -words that may not occur')
    parser.add_argument(
        "--status", action="append", default=[], metavar="WORD", help="only this status; may be repeated"
    )
    parser.add_argument("--type", action="append", default=[], metavar="NAME", help="only documents of this type")
    parser.add_argument(
        "--field", action="append", default=[], metavar="NAME=VALUE", help="only where this field has these words"
    )
    parser.add_argument("--has", action="append", default=[], choices=_HAS, help="only documents that have some")
    parser.add_argument("--limit", type=int, default=10, metavar="N", help="show so many documents (default: 10)")
    parser.add_argument("--config", metavar="FILE", help="configuration to use instead of the nearest holdfast.toml")
    parser.add_argument("--no-cache", action="store_true", help="read every document anew, and keep nothing")
    add_output(parser, "text", "json", "markdown")
    parser.set_defaults(run=run)
    read = parser.parse_known_args

    def shielding(args: Any = None, namespace: Any = None) -> Any:
        # What argparse would take for an option becomes a word again by the space in front of it.
        return read([f" {one}" if re.match(r"-(?![oh]\Z)[^-\s]", one) else one for one in args or ()], namespace)

    parser.parse_known_args = shielding  # type: ignore[method-assign]


def run(options: argparse.Namespace) -> int:
    """Search, and show what was found."""
    from holdfast.cli.output import view_for, write_results
    from holdfast.cli.terminal import Progress
    from holdfast.engine.query import read_query
    from holdfast.engine.search import Filter, Searcher
    from holdfast.errors import UsageError
    from holdfast.formats.searched import as_markdown, record, text

    if options.limit < 1:
        raise UsageError(f"--limit {options.limit} shows nothing", remedy="choose a number from 1 on")
    query = read_query(options.words)
    fields = tuple(map(_pair, options.field))
    wanted = Filter(tuple(options.status), tuple(options.type), fields, tuple(options.has))
    if not (query.match or query.without or wanted != Filter()):
        raise UsageError("there is nothing to search for", remedy="write a word, or --status, --type, --field, --has")
    progress = Progress("reading")
    searcher = Searcher(os.getcwd(), config=options.config, use_cache=not options.no_cache, progress=progress)
    try:
        found = searcher.search(query, wanted, options.limit)
    finally:
        progress.clear()
        searcher.close()
    if options.format == "json":
        write_results(options, [record(found, " ".join(word.strip() for word in options.words))])
    else:
        write_results(
            options, (text if options.format == "text" else as_markdown)(found, view_for(options.output, os.getcwd()))
        )
    return 0


def _pair(given: str) -> tuple[str, str]:
    from holdfast.errors import UsageError

    name, equals, value = given.partition("=")
    if not equals or not name.strip():
        raise UsageError(f"--field {given!r} names no value", remedy="write --field NAME=VALUE")
    return name.strip(), value.strip()
