"""``new``: the next document of a folder, written from its template and listed on its index page.

Nothing is written before everything is known: what to ask is returned first, then the texts, and only then are the
files made, the document at once and as a new file, the index page only if it still is as it was read.
"""

import os
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from holdfast.binding.document import Document
from holdfast.binding.lookup import Lookup
from holdfast.binding.numbers import own_name
from holdfast.config import Config
from holdfast.edits.filename import file_name
from holdfast.edits.omissions import Guidance
from holdfast.edits.rowstyle import Facts
from holdfast.edits.skeleton import Answers, side_skeleton, skeleton
from holdfast.engine.answers import Known, Question, checked, questions
from holdfast.engine.grouping import is_page
from holdfast.engine.homes import Home, parent_of
from holdfast.engine.listings import Listing, listings
from holdfast.engine.numbering import Naming, naming
from holdfast.engine.plan import Plan
from holdfast.engine.templates import is_template
from holdfast.errors import UsageError
from holdfast.markdown.frontmatter import read_fields
from holdfast.markdown.parser import parse as parse_markdown
from holdfast.markdown.plain import plain
from holdfast.model.schema import FieldSchema
from holdfast.world.files import Problem, Tree, read
from holdfast.world.identity import author

_SAMPLES = 8
"""So many documents tell which paragraphs of a template are meant to stay."""


class Wish(NamedTuple):
    """What somebody asked for."""

    title: str
    number: int | None = None
    path: str = ""
    """Of the document, relative to the root; chosen where empty."""
    given: Mapping[str, str] = {}
    """Values of header fields by id."""
    day: date | None = None


class Sheet(NamedTuple):
    """Where a document goes and what it asks for."""

    home: Home
    wish: Wish
    naming: Naming
    path: str
    """Relative to the root."""
    questions: tuple[Question, ...]


class NewFile(NamedTuple):
    """A file to be made."""

    path: str
    content: bytes
    before: bytes
    """The template's."""


class Draft(NamedTuple):
    """A document that nobody has written to the disk yet."""

    sheet: Sheet
    texts: tuple[NewFile, ...]
    """The document first, then the file beside it where the template has one."""
    listings: tuple[Listing, ...]
    omitted: tuple[FieldSchema, ...]
    """Optional fields that were left out."""


def prepare(plan: Plan, config: Config, home: Home, wish: Wish) -> Sheet:
    """Choose number and path, and return what is to be asked.

    Raises :class:`~holdfast.errors.UsageError` for a title without letters, a number that is taken, and a path that
    lies elsewhere or is taken.
    """
    title = " ".join(wish.title.split())
    if not title or not title.isprintable():
        raise UsageError("the title is empty or not printable", remedy='write holdfast new "TITLE"')
    wish = wish._replace(title=title)
    today = wish.day or date.today()  # noqa: DTZ011 - the day where the author is.
    named = naming(plan.tree, home, wish.number, today) if not wish.path else _named_by(plan.tree, home, wish)
    path = wish.path or _path(home, title, named)
    _refuse_taken(plan.tree, path)
    known = Known(title, named.number, today, author(plan.tree.root), dict(wish.given))
    return Sheet(
        home, wish, named, path, tuple(questions(home.template, known, config, _shown_beside(plan.tree, home)))
    )


def compose(
    plan: Plan, sheet: Sheet, values: Mapping[str, str], *, dropped: bool = False, listed: bool = True
) -> Draft:
    """Return the texts of a document; ``values`` are the answers by field id, empty ones are left to the author.

    An optional field without a value is left out. ``dropped`` leaves out the template's advice, ``listed`` puts a row
    on the index pages.

    Raises :class:`~holdfast.errors.UsageError` for a value that its field does not take.
    """
    home, wish = sheet.home, sheet.wish
    schema = home.template.schema
    filled = {
        one.field.id: checked(one.field, values[one.field.id]) for one in sheet.questions if values.get(one.field.id)
    }
    omitted = [
        one.field for one in sheet.questions if one.optional and one.field.id not in filled and one.field.placeholder
    ]
    answers = Answers(
        wish.title, sheet.naming.number, sheet.naming.padded, filled, frozenset(field.id for field in omitted)
    )
    boilerplate = boilerplate_of(plan.tree, home) if dropped else None
    raw = home.template.raw
    texts = [NewFile(sheet.path, skeleton(raw, schema, answers, Guidance(dropped, boilerplate)), raw)]
    beside = _side_file(plan.tree, home)
    if beside is not None:
        path = f"{sheet.path.rpartition('/')[0]}/{schema.side_file}".lstrip("/")
        texts.append(NewFile(path, side_skeleton(beside, schema, answers), beside))
    status = filled.get("status") or _own_status(texts[0], home)
    day = next((filled.get(one.field.id, "") for one in sheet.questions if one.field.id == "date"), "")
    row = Facts(sheet.path, wish.title, sheet.naming.number, status, day)
    rows = tuple(listings(plan.tree, home, row)) if listed and home.indexes else ()
    return Draft(sheet, tuple(texts), rows, tuple(omitted))


def _named_by(tree: Tree, home: Home, wish: Wish) -> Naming:
    """Return the naming that a path given by hand amounts to."""
    from holdfast.edits.filename import number_in

    number = wish.number or number_in(own_name(wish.path))
    named = naming(tree, home._replace(folder=parent_of(wish.path)), None)
    return named._replace(number=str(number).zfill(named.style.width) if number else "", waits="")


def _path(home: Home, title: str, named: Naming) -> str:
    """Return where the document goes, inside its folder."""
    style = named.style
    if named.waits.endswith(("-", "_")):
        name = named.waits + file_name(title, style._replace(separator=named.waits[-1]))
    elif named.waits:
        name = file_name(title, style._replace(prefix=style.prefix or ""), named.waits)
    else:
        name = file_name(title, style, named.number)
    if not name.strip("-_ ") or (not named.number and not named.waits and not any(char.isalnum() for char in name)):
        raise UsageError("no file name can be made of this title", remedy="name the file with -o PATH")
    if page := home.page_of(name):
        return f"{home.folder}/{name}/{page}".lstrip("/")
    suffix = Counter(os.path.splitext(path)[1] for path in home.documents).most_common(1)
    path = f"{home.folder}/{name}{suffix[0][0] if suffix else '.md'}".lstrip("/")
    # A page called "index" or "email-template" would be taken for something else than a document.
    if is_page(path) or is_template(path):
        stem, dot, end = path.rpartition(".")
        return f"{stem}{style.separator}text{dot}{end}"
    return path


def _refuse_taken(tree: Tree, path: str) -> None:
    if os.path.isabs(path) or path.startswith("../") or "/../" in f"/{path}/":
        raise UsageError("lies outside the project", where=path, remedy="name a path inside of it")
    folder, _, name = path.rpartition("/")
    try:
        names = os.listdir(tree.absolute(folder))
    except OSError:
        return
    same = next((one for one in names if one.casefold() == name.casefold()), None)
    if same:
        raise UsageError(
            "is there already",
            where=f"{folder}/{same}".lstrip("/"),
            remedy="choose another title, or name the file with -o PATH",
        )


def _side_file(tree: Tree, home: Home) -> bytes | None:
    """Return the YAML file beside the template, where documents have one of their own as well."""
    name = home.template.schema.side_file
    if not name or not home.template.paged:
        return None
    raw = read(tree, f"{home.template.folder}/{name}".lstrip("/"))
    return None if isinstance(raw, Problem) else raw


def _shown_beside(tree: Tree, home: Home) -> dict[str, str]:
    """Return what that file shows, by the name of the field."""
    raw = _side_file(tree, home)
    return {one.name: one.value for one in read_fields(raw.decode("utf-8", "replace"))} if raw else {}


def boilerplate_of(tree: Tree, home: Home) -> frozenset[str] | None:
    """Return the paragraphs that at least half of some documents have; ``None`` where too few tell."""
    texts = [raw for path in home.documents[-_SAMPLES:] if not isinstance(raw := read(tree, path), Problem)]
    if len(texts) < 3:
        return None
    counted: Counter[str] = Counter()
    for raw in texts:
        parse = parse_markdown(raw)
        tops = parse.top((0, len(parse.source)))
        counted.update(
            {plain(parse.slice(one.start, one.end)) for one in tops if one.kind in ("paragraph", "quote", "list")}
        )
    return frozenset(text for text, count in counted.items() if count * 2 >= len(texts))


def _own_status(text: NewFile, home: Home) -> str:
    """Return the status that the template itself gives its documents."""
    return Document(text.path, text.content, Lookup(home.template.schema)).status or ""
