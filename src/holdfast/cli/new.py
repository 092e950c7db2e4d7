"""``holdfast new``: the next document of a folder, written from its template and listed on its index page."""

import argparse
import os
from typing import Any


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.description = (
        "Write a new document from the template of this project: with the next free number, today's date, you as its "
        "author, as a Draft, and a row on the index page. On a terminal it asks for what the template asks."
    )
    parser.add_argument("title", nargs="?", default="", metavar="TITLE", help="the title of the document")
    parser.add_argument(
        "-t", "--template", default="", metavar="NAME", help="a type of the project, a Markdown file, or builtin:NAME"
    )
    parser.add_argument("--status", metavar="WORD", help="the status; by default the template's word for a draft")
    parser.add_argument("--author", metavar="WHO", help="the author; by default as git knows you")
    parser.add_argument(
        "--date", metavar="DAY", help="the date, as YYYY-MM-DD or as the template has it; today by default"
    )
    parser.add_argument(
        "--field", action="append", default=[], metavar="NAME=VALUE", help="a field of the header; may be repeated"
    )
    parser.add_argument("--number", type=int, metavar="N", help="the number, in place of the next free one")
    parser.add_argument("-o", "--output", default="", metavar="PATH", help="the file, or a folder to put it into")
    parser.add_argument(
        "--guidance",
        choices=["keep", "drop"],
        default="keep",
        help="keep the template's advice (default), or drop comments, optional sections and prose that only advises",
    )
    parser.add_argument("--no-index", action="store_true", help="leave the index page alone")
    parser.add_argument("--no-input", action="store_true", help="ask nothing, also on a terminal")
    parser.add_argument("-n", "--dry-run", action="store_true", help="say what would be written, and write nothing")
    parser.add_argument("--config", metavar="FILE", help="configuration to use instead of the nearest holdfast.toml")
    parser.add_argument("--format", choices=["text", "json"], default="text", help="text (default), json")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Ask, write, and list what is left to fill in."""
    from holdfast.cli.ask import Asker
    from holdfast.cli.terminal import write_lines
    from holdfast.engine.new import compose, prepare
    from holdfast.engine.newdocument import finish
    from holdfast.engine.project import open_plan
    from holdfast.formats.created import render

    start = os.getcwd()
    asker = Asker(wanted=not options.no_input)
    plan, config = open_plan(start, config=options.config)
    folder, file = _output(options.output, start, plan.tree.root)
    home = _home(options, asker, plan, config, start, folder)
    title = options.title or asker.title()
    wish = _wish(options, home, title, file)
    sheet = prepare(plan, config, home, wish)
    values = {one.field.id: one.default for one in sheet.questions}
    if asker.asks:
        asker.introduce(sheet.path, home.template.path)
        values = asker.answers([one for one in sheet.questions if one.field.id not in wish.given], values)
    draft = compose(plan, sheet, values, dropped=options.guidance == "drop", listed=not options.no_index)
    made = finish(plan, start, draft, config_path=options.config, dry=options.dry_run)
    write_lines(render(made, options.format, start))
    return 0


def _home(options: argparse.Namespace, asker: Any, plan: Any, config: Any, start: str, folder: str | None) -> Any:
    """Return the template and folder, asking where several could be meant."""
    from holdfast.engine.homes import builtin_homes, choose
    from holdfast.errors import UsageError

    found = choose(plan, config, start, options.template, folder)
    if len(found) == 1:
        return found[0]
    if not found:
        known = [one._replace(folder=folder) if folder is not None else one for one in builtin_homes()]
        if asker.asks:
            return asker.home(known, "This project has no template yet. Which built-in one?")
        names = ", ".join(one.template.path for one in known)
        raise UsageError("this project has no template", remedy=f"choose one with --template: {names}")
    if asker.asks:
        return asker.home(found, "Which kind of document?")
    listed = ", ".join(f"--template {_word(one, found)}" for one in found)
    raise UsageError("this project has several templates", remedy=f"say which: {listed}")


def _word(home: Any, homes: list[Any]) -> str:
    """Return what to write behind --template, with -o where one template has several folders."""
    same = [one for one in homes if one.name == home.name]
    if len(same) == 1:
        return str(home.name)
    if len({one.template.path for one in same}) == len(same):
        return str(home.template.path)
    return f"{home.template.path} -o {home.folder}/"


def _output(path: str, start: str, root: str) -> tuple[str | None, str]:
    """Return folder and file that ``-o`` names, relative to the root; the file is empty where it names a folder."""
    from holdfast.errors import UsageError

    if not path:
        return None, ""
    absolute = os.path.normpath(os.path.join(start, path))
    relative = os.path.relpath(absolute, root).replace(os.sep, "/")
    if relative == ".." or relative.startswith("../"):
        raise UsageError("lies outside the project", where=path, remedy=f"name a path inside of {root}")
    if os.path.isdir(absolute) or path.endswith(("/", os.sep)):
        return ("" if relative == "." else relative), ""
    if not relative.lower().endswith((".md", ".markdown")):
        raise UsageError("is no Markdown file", where=path, remedy="let the name end in .md, or a folder in /")
    return relative.rpartition("/")[0], relative


def _wish(options: argparse.Namespace, home: Any, title: str, file: str) -> Any:
    """Return what the command line asks for, its values checked against the template."""
    from holdfast.engine.answers import author_field, checked, date_fields, day_in, named
    from holdfast.engine.new import Wish
    from holdfast.errors import UsageError

    schema = home.template.schema
    given: dict[str, str] = {}
    day = _day(options.date)
    for pair in options.field:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise UsageError(f"--field {pair!r} names no value", remedy="write --field NAME=VALUE")
        field = named(schema, name.strip())
        given[field.id] = checked(field, value)
    if options.status is not None:
        field = named(schema, "status")
        given[field.id] = checked(field, options.status)
    if options.author is not None:
        field = author_field(schema) or named(schema, "author")
        given[field.id] = checked(field, options.author)
    if options.date is not None:
        for field in date_fields(schema) or [named(schema, "date")]:
            given.setdefault(field.id, checked(field, day_in(field, day) if day else options.date))
    if options.number is not None and not 0 < options.number < 100_000:
        raise UsageError(f"--number {options.number} is no number for a document", remedy="choose one from 1 to 99999")
    return Wish(title, options.number, file, given, day)


def _day(text: str | None) -> Any:
    """Return a date that is written as ISO 8601 has it, else nothing."""
    from datetime import date

    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
