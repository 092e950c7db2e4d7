"""The libraries that a page names with a version: lists below headings that say so, items of the template, and tables."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from holdfast.binding.document import Document
from holdfast.binding.library import Library
from holdfast.binding.libraryitem import in_cells, in_text
from holdfast.markdown.blocks import Block, Parse
from holdfast.markdown.outline import Heading, enclosing
from holdfast.markdown.plain import key, plain
from holdfast.model.span import Span
from holdfast.patterns import pattern

_HEADING = pattern(r"\b(?:librar(?:y|ies)|crates?|packages?|dependenc(?:y|ies)|go modules|third party)\b")
_NAMES = pattern(r"(?:library|libraries|crate|package|dependency|module|artifact|gem)s?(?: name)?|name", re.IGNORECASE)
_VERSIONS = pattern(
    r"(?:(?:min(?:imum)?|pinned|current|locked|required|used|our) )?versions?(?: used| in use)?", re.IGNORECASE
)
_KINDS = (
    ("cargo", pattern(r"\b(?:crates?|cargo|rust)\b")),
    ("pypi", pattern(r"\b(?:python|pypi|pip)\b")),
    ("npm", pattern(r"\b(?:npm|node(?: ?js)?|javascript|typescript)\b")),
    ("golang", pattern(r"\b(?:golang|go)\b")),
    ("maven", pattern(r"\b(?:maven|gradle|java|kotlin|jvm)\b")),
)


class Mention(NamedTuple):
    """A library where it stands in a page."""

    library: Library
    span: Span
    """Of the item, or the row."""
    version: Span
    """Of what is said of its version, or of its name where nothing is."""
    section: tuple[str, ...]
    """Titles of the headings around it, the outermost first, without the document's own."""


def mentions(parse: Parse, headings: list[Heading], document: Document | None) -> Iterator[Mention]:
    """Yield the libraries of a page in the order of the text; those without a version are among them."""
    asked = _asked_by_template(document)
    quoted = 0
    for block in parse.blocks:
        if block.kind == "quote":
            quoted = max(quoted, block.end)
        if block.kind not in ("item", "table") or block.start < quoted:
            continue
        titles = tuple(one.title for one in enclosing(headings, block.start) if one is not headings[0])
        kind = _ecosystem(titles)
        if block.kind == "table":
            yield from _rows(parse, block, titles, kind)
        elif (
            (titles and _HEADING.search(key(titles[-1])))
            or any(one.start <= block.start < one.end for one in asked)
            or _below(titles)
        ):
            yield from _item(parse, block, titles, kind)


def _below(titles: tuple[str, ...]) -> bool:
    """Tell whether a heading names a language and the one above it libraries."""
    return len(titles) > 1 and bool(_ecosystem(titles[-1:])) and _HEADING.search(key(titles[-2])) is not None


def _asked_by_template(document: Document | None) -> list[Span]:
    """Return where the template asks for items with a version."""
    if document is None:
        return []
    found = []
    for section in document.sections.bound:
        if any("version" in one.wants for one in section.schema.items):
            span = document.own_text(section)
            found.append(Span(*span))
    return found


def _ecosystem(titles: tuple[str, ...]) -> str:
    """Return the ecosystem that the innermost heading which names exactly one names."""
    for title in reversed(titles):
        words = key(title)
        found = [kind for kind, one in _KINDS if one.search(words)]
        # "Libraries/Crates" is the seed's heading for all of them.
        if len(found) == 1 and not ("librar" in words and "crate" in words):
            return found[0]
    return ""


def _item(parse: Parse, item: Block, titles: tuple[str, ...], kind: str) -> Iterator[Mention]:
    inner = next(
        (one.start for one in parse.blocks_in((item.start + 1, item.end)) if one.kind in ("list", "fence", "table")),
        item.end,
    )
    text = parse.slice(item.start, inner)
    found = in_text(text, kind)
    if found:
        yield Mention(found, Span(item.start, inner), _span(item.start, text, found), titles)


def _rows(parse: Parse, table: Block, titles: tuple[str, ...], kind: str) -> Iterator[Mention]:
    """Yield the rows of a table that has a column for names and one for versions."""
    inside = parse.blocks_in((table.start, table.end))
    rows = [one for one in inside if one.kind in ("head", "row")]
    if len(rows) < 2 or rows[0].kind != "head":
        return
    header = [plain(parse.slice(one.start, one.end)) for one in _cells(parse, rows[0])]
    names = [place for place, title in enumerate(header) if _NAMES.fullmatch(title)]
    versions = [place for place, title in enumerate(header) if _VERSIONS.fullmatch(title)]
    if (
        len(versions) != 1
        or not names
        or (key(header[names[0]]) == "name" and not _HEADING.search(key(" ".join(titles))))
    ):
        return
    kind = kind or _ecosystem((header[names[0]],))
    for row in rows[1:]:
        cells = _cells(parse, row)
        if len(cells) > max(names[0], versions[0]):
            name, version = cells[names[0]], cells[versions[0]]
            text = parse.slice(version.start, version.end)
            found = in_cells(parse.slice(name.start, name.end), text, kind)
            if found:
                yield Mention(found, Span(row.start, row.end), _span(version.start, text, found), titles)


def _cells(parse: Parse, row: Block) -> list[Block]:
    return [one for one in parse.blocks_in((row.start, row.end)) if one.kind == "cell"]


def _span(start: int, text: str, found: Library) -> Span:
    return Span(start + len(text[: found.start].encode()), start + len(text[: found.end].encode()))
