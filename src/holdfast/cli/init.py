"""``holdfast init``: write down what discovery found, ready to edit, or give documents a type of their own."""

import argparse
import os


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.description = (
        "Write holdfast.toml with what discovery found, so that nothing is guessed any more and holdfast check says what "
        "it said before. With --type, add one type of documents."
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="documents, folders or patterns of the type")
    parser.add_argument("--type", default="", metavar="NAME", help="add a type of this name, such as adr")
    parser.add_argument(
        "--template",
        default="",
        metavar="FILE",
        help="the template of the type; where it is not there, the built-in one is copied to it",
    )
    parser.add_argument("--force", action="store_true", help="write the types anew, and keep all other settings")
    parser.add_argument("-n", "--dry-run", action="store_true", help="print the configuration, and write nothing")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the configuration, and say what it means."""
    from holdfast.cli.terminal import write_lines
    from holdfast.engine.settle import NAME, settle, write
    from holdfast.engine.wantedtype import WantedType
    from holdfast.errors import UsageError
    from holdfast.formats.escape import visible, visible_path, visible_start
    from holdfast.plural import counted

    if options.paths and not (options.type or options.template):
        raise UsageError("documents need a type", remedy="write holdfast init --type NAME PATH")
    start = os.getcwd()
    wanted = WantedType(options.type, tuple(options.paths), options.template, options.force)
    settled = settle(start, wanted)
    if options.dry_run:
        write_lines(visible(line) for line in settled.text.splitlines())
        return 0
    write(settled)
    for path, _ in settled.copies:
        write_lines([f"wrote {_shown(settled.root, path, start)}, a copy of the built-in template"])
    write_lines([f"wrote {_shown(settled.root, NAME, start)}"])
    for one in settled.plan.sets:
        template = one.templates[0]
        documents = counted(len(one.documents), "document")
        write_lines(
            [f"  {visible_start(template.schema.name):<12} {documents:<14} template {visible_path(template.path)}"]
        )
    write_lines(f"differs from the guess: {visible(one)}" for one in settled.differs)
    return 0


def _shown(root: str, path: str, start: str) -> str:
    from holdfast.formats.escape import visible_path

    return visible_path(os.path.relpath(os.path.join(root, path), start).replace(os.sep, "/"))
