"""How the next document of a folder is named and numbered: as the folder does it, and as no branch does already."""

import os
import re
from datetime import date
from typing import NamedTuple

from holdfast.binding.numbers import YEARS, own_name
from holdfast.edits.filename import Style, number_in, style_of, waiting
from holdfast.engine.homes import Home
from holdfast.errors import UsageError
from holdfast.markdown.parser import parse as parse_markdown
from holdfast.markdown.plain import key, plain
from holdfast.world.branches import names_on_branches
from holdfast.world.files import Problem, Tree, read
from holdfast.world.git import GitError, run

_FOUR = re.compile(r"\b(?:adr|madr|nygard|decision|[a-z]?eip|kep|pep|rfc|proposal)s?\b", re.IGNORECASE)
_COUNTER = re.compile(r"\[(?:number|n+)\]|\{(?:number|n+)\}|\bNNN+\b", re.IGNORECASE)
_DRAFT_NAME = re.compile(r"`(?:[\w.-]+/)*(?P<lead>[A-Za-z]+[-_]draft[-_])[\w-]*\.md`")
"""A template that says how files are called until somebody assigns a number."""
_TITLE_NUMBER = re.compile(rb"^#[ \t]+(?:[A-Za-z]{1,6}[-_ #]?)?#?(\d{1,5})(?:[.:)]|[ \t]+[-:])", re.MULTILINE)
_HEAD = 4000
"""So many bytes of a document are searched for its title."""
_SHORTEST = 3
"""A run of so many zeros or letters stands for a number that is given later; two zeros only mean "first"."""


class Naming(NamedTuple):
    """How a new document is to be named."""

    style: Style
    number: str = ""
    """As written; empty where names carry none, or where it waits."""
    waits: str = ""
    """What stands in its place until somebody assigns it: ``0000``, or ``eip-draft_`` with what is before it."""
    padded: bool = False
    """Whether titles have the number with its zeros."""


def naming(tree: Tree, home: Home, wanted: int | None = None, day: date | None = None) -> Naming:
    """Return how the next document of a folder is named; ``wanted`` is a number somebody asks for, ``day`` that of writing.

    Raises :class:`~holdfast.errors.UsageError` where that number is taken.
    """
    style = style_of([own_name(path) for path in home.documents]) or _fresh(home)
    if wanted is None:
        if waits := _waits(tree, home):
            return Naming(style, "", waits)
        if not style.width:
            return Naming(style)
    elif not style.width:
        style = style._replace(width=_fresh(home).width or 2)
    taken = _taken(tree, home)
    if day and wanted is None and _are_years(home):
        return Naming(style, str(day.year))
    number = (max(taken, default=0) + 1) if wanted is None else wanted
    if number in taken:
        raise UsageError(
            f"number {number} is taken by {taken[number]}", remedy=f"the next free one is {max(taken) + 1}"
        )
    return Naming(style, str(number).zfill(style.width), padded=_padded(tree, home))


def _fresh(home: Home) -> Style:
    """Return the style of a folder without documents, from what its template and its type are called."""
    template = home.template
    stem = own_name(template.path) if not template.builtin else ""
    counted = re.match(r"0+(?=[-_. ])", stem)
    title = template.schema.title.text if template.schema.title else ""
    if waiting(stem) and len(waiting(stem)) >= _SHORTEST:
        return Style(width=len(waiting(stem)))
    if counted:
        return Style(width=len(counted[0]))
    words = f"{home.name} {home.folder.rpartition('/')[2]}"
    if _FOUR.search(words) or _COUNTER.search(title):
        return Style(width=4)
    return Style(width=2 if key(home.name) == "design" else 0)


def _waits(tree: Tree, home: Home) -> str:
    """Return what stands for the number where it is assigned later: the template says so, and so do the documents."""
    template = home.template
    if template.builtin:
        return ""
    fields = [field for field in template.schema.fields if field.waits]
    stem = own_name(template.path)
    zeros = waiting(stem) if len(waiting(stem)) >= _SHORTEST else ""
    if zeros and (fields or _waited(tree, home, zeros)):
        return zeros
    names = {home.name, "number", f"{home.name} number", "id"}
    if any(key(field.name) in names for field in fields):
        said = _DRAFT_NAME.search(template.raw.decode("utf-8", "replace"))
        return said["lead"] if said else "draft-"
    return ""


def _waited(tree: Tree, home: Home, zeros: str) -> bool:
    """Tell whether a document of the folder waits for its number, or ever did."""
    if any(len(waiting(own_name(path))) >= _SHORTEST for path in home.documents):
        return True
    folder = f"{home.folder}/" if home.folder else ""
    try:
        options = ("--all", "--diff-filter=A", "--name-only", "--format=", "--no-renames", "--no-ext-diff", "-n1")
        return bool(
            run(tree.root, "log", *options, "--", f"{folder}{zeros}-*", f":(exclude){home.template.path}").strip()
        )
    except GitError:
        return False


def _taken(tree: Tree, home: Home) -> dict[int, str]:
    """Return the numbers that something has, with what has them."""
    found: dict[int, str] = {}

    def add(number: int | None, where: str) -> None:
        if number:
            found.setdefault(number, where)

    try:
        names = sorted(os.listdir(tree.absolute(home.folder)))
    except OSError:
        names = []
    for name in names:
        add(_number(name), name)
    for name in sorted(names_on_branches(tree.root, home.folder)):
        add(_number(name), f"{name} on another branch")
    for path in home.documents:
        raw = read(tree, path)
        head = None if isinstance(raw, Problem) else _TITLE_NUMBER.search(raw[:_HEAD])
        if head and _COUNTER.search(home.template.schema.title.text if home.template.schema.title else ""):
            add(int(head[1]), f"the title of {path}")
    for page in home.indexes:
        for name in _listed(tree, page):
            add(_number(name), f"{name} on {page}")
    return found


def _listed(tree: Tree, page: str) -> list[str]:
    """Return the names that the rows of an index page give, those of links to nowhere and reserved numbers included."""
    raw = read(tree, page)
    if isinstance(raw, Problem):
        return []
    parse = parse_markdown(raw)
    links = [one.data.partition("#")[0] for one in parse.inlines if one.kind == "link"]
    names = [one.rstrip("/").removesuffix("/README.md").rpartition("/")[2] for one in links if ":" not in one]
    cells = [plain(parse.slice(one.start, one.end)) for one in parse.blocks if one.kind == "cell"]
    return names + [cell for cell in cells if re.fullmatch(r"(?:[A-Za-z]{1,6}-)?0\d{1,4}", cell)]


def _are_years(home: Home) -> bool:
    """Tell whether the numbers of a folder are the years in which its documents were written."""
    numbers = [number for path in home.documents if (number := _number(own_name(path)))]
    return len(numbers) > len(set(numbers)) and all(number in YEARS for number in numbers)


def _number(name: str) -> int | None:
    """Return the number of a file or folder name; a template's, and one of nines only, is none."""
    stem = re.sub(r"\.(?:md|markdown)\Z", "", name, flags=re.IGNORECASE)
    number = number_in(stem)
    return None if number is None or re.fullmatch(r"9{4,}", str(number)) or "template" in stem.casefold() else number


def _padded(tree: Tree, home: Home) -> bool:
    """Tell whether most titles that carry a number have it with zeros in front."""
    written: list[bool] = []
    for path in home.documents[-20:]:
        raw = read(tree, path)
        head = None if isinstance(raw, Problem) else _TITLE_NUMBER.search(raw[:_HEAD])
        if head:
            written.append(head[1].startswith(b"0"))
    return sum(written) * 2 > len(written)
