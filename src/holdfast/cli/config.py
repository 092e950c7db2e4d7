"""``holdfast config show``: every setting with its value and where it comes from."""

import argparse
import os

from holdfast.cli.output import add_output

_ROOM = 40
"""Columns that values are lined up in; a longer one takes what it takes."""


def register(parser: argparse.ArgumentParser) -> None:
    """Add the verb and its options."""
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    show = verbs.add_parser(
        "show",
        help="every setting with its source",
        description="Show every setting with its value and where it comes from.",
    )
    show.add_argument("--config", metavar="FILE", help="configuration to use instead of the nearest holdfast.toml")
    add_output(show, "text", "json")
    show.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the settings."""
    from holdfast.cli.output import write_results
    from holdfast.engine.settings import settings
    from holdfast.formats.escape import json_text, visible

    found = settings(os.getcwd(), options.config)
    if options.format == "json":
        write_results(options, [json_text({"version": 1, "settings": [one._asdict() for one in found]}, indent=2)])
        return 0
    width, room = max(len(one.name) for one in found), max(len(visible(one.value)) for one in found)
    rows = ((visible(one.name), visible(one.value), visible(one.source)) for one in found)
    write_results(options, (f"{name:<{width}}  {value:<{min(room, _ROOM)}}  {source}" for name, value, source in rows))
    return 0
