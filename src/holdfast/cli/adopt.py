"""``holdfast adopt``: describe to Holdfast the records that another tool keeps; its own files stay as they are."""

import argparse
import os
import sys


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.description = (
        "Read the configuration and the records of adr-tools (.adr-dir, doc/adr), log4brains (.log4brains.yml) or MADR "
        "(docs/decisions), and propose a holdfast.toml and a template for them. Shows both as a diff and asks. The tool's "
        "own files stay as they are."
    )
    parser.add_argument(
        "--from", dest="tool", default="", choices=["adr-tools", "log4brains", "madr"], help="the tool (guessed)"
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--yes", action="store_true", help="write without asking")
    which.add_argument("-n", "--dry-run", action="store_true", help="show the changes, and write nothing")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Say what was found, show what would be written, ask, and write it."""
    from holdfast.cli.changes import offer
    from holdfast.engine.adopt import adopt
    from holdfast.formats.escape import visible
    from holdfast.plural import counted

    found = adopt(os.getcwd(), options.tool)
    records = found.records
    where = ", ".join(one or "." for one in records.folders)
    said = [f"{records.tool}: {counted(len(records.documents), 'record')} in {where} ({records.why})"]
    if records.template and records.template != found.template:
        said.append(f"its template {records.template} stays; {found.template} says the same for Holdfast")
    said += [f"differs from the guess: {one}" for one in found.differs]
    sys.stderr.write("".join(f"{visible(one)}\n" for one in said))
    return offer(options, found.root, found.changes, "there is nothing left to adopt")
