"""The metadata at the head of a document, in whichever of the usual ways it is written."""

from itertools import pairwise
from typing import NamedTuple

from holdfast.markdown.blocks import Block, Parse
from holdfast.markdown.codedheader import read_coded
from holdfast.markdown.frontmatter import read_yaml
from holdfast.markdown.headerblock import SENTENCE, is_header, joined, read_block, read_list
from holdfast.markdown.labels import read_label, read_labels
from holdfast.markdown.outline import Heading
from holdfast.markdown.plain import key
from holdfast.markdown.rawfield import RawField
from holdfast.model.span import Span
from holdfast.patterns import pattern

TITLES = frozenset(
    {"preamble", "metadata", "meta", "meta data", "header", "document information", "document info", "information"}
)
CONTENTS = frozenset(
    {
        "table of contents",
        "contents",
        "toc",
        "inhaltsverzeichnis",
        "inhalt",
        "table des matières",
        "índice",
        "目录",
        "目次",
    }
)
"""What a list of a document's own headings is called."""
_SKIPPABLE = 2
"""So many paragraphs may stand between the title and the header, a tag line or a row of badges."""
_TO_HEADING = pattern(r"(?:[-*+]|\d{1,3}[.)])[ \t]+\[[^\[\]]+\]\(#[^()]*\)\Z")


class Header(NamedTuple):
    """All fields of the metadata block, in order."""

    dialect: str
    """``yaml``, ``bullets``, ``labels``, ``lines``, ``table``, or empty where there is no header."""
    fields: list[RawField]
    end: int
    """Where the text after the header begins."""


NOTHING = Header("", [], 0)


def read_header(parse: Parse, headings: list[Heading]) -> Header:
    """Read the metadata block: front matter, with what the title has below it, else what stands before the second heading.

    Where something stands before the first heading, the text after that heading is body. A section
    that is itself called "Metadata" counts wherever it is among the first four, and so does what follows a table of contents.
    """
    blocks = parse.blocks
    if blocks and blocks[0].kind == "metadata" and blocks[0].start == 0:
        own = read_yaml(parse, blocks[0])
        return Header("yaml", own + _below_title(parse, headings, own), blocks[0].end)
    limits = [0, *(heading.start for heading in headings[:4]), len(parse.source)]
    for number, (start, end) in enumerate(pairwise(limits)):
        name = key(headings[number - 1].title) if number else ""
        listed = (one.end for one in parse.top((start, end)) if one.kind == "list" and name in CONTENTS)
        if number < 2 or name in TITLES | CONTENTS:
            header = _read_region(parse, next(listed, start), end)
            if header.fields:
                return header
    return NOTHING


def _below_title(parse: Parse, headings: list[Heading], known: list[RawField]) -> list[RawField]:
    """Read what stands below the title of a text whose front matter is for the site that shows it, and not for its readers.

    One line with a colon in it may be anything, but for a name that headers have everywhere; so may several where
    sections are headings of the same level.
    """
    if not headings or headings[0].level != 1:
        return []
    end = headings[1].start if len(headings) > 1 else len(parse.source)
    names = {key(one.name) for one in known}
    found = [one for one in _read_region(parse, headings[0].body, end).fields if key(one.name) not in names]
    several = len(found) > 1 and not any(one.level == 1 for one in headings[1:])
    return found if several or is_header(found) else []


def _read_region(parse: Parse, start: int, end: int) -> Header:
    """Read consecutive metadata blocks of a region; at most two other paragraphs may come before."""
    fields: list[RawField] = []
    dialect = ""
    skipped = 0
    after = start
    if coded := read_coded(parse, start, end):
        return Header("lines", coded, coded[-1].span.end)
    blocks = [block for block in parse.top((start, end)) if block.kind not in ("heading", "html")]
    for index, whole in enumerate(blocks):
        block = _without_lazy_lines(parse, whole)
        found, kind = read_block(parse, block)
        if len(found) == 1 and not found[0].value and _introduces(parse, found[0].name, blocks[index + 1 : index + 2]):
            found = []
        if block.kind == "list" and not found and fields and not fields[-1].value:
            if _lists_headings(parse, block):
                fields.pop()
                continue
            if _is_prose(parse, block):
                return Header(dialect, fields[:-1], after) if fields[:-1] else NOTHING
            fields[-1] = _with_items(parse, fields[-1], block)
            after = whole.end
        elif found:
            fields += found
            dialect = dialect or kind
            after = whole.end
        elif fields or skipped == _SKIPPABLE or block.kind not in ("paragraph", "quote", "rule"):
            break
        elif block.kind != "rule":
            skipped += 1
        if fields and block.end < whole.end:
            fields += read_labels(parse, (block.end, whole.end), bold=True)
    return Header(dialect, fields, after) if fields else NOTHING


def _introduces(parse: Parse, name: str, following: list[Block]) -> bool:
    """Tell whether words with a colon behind them, such as "Metadata:", only introduce a list of fields."""
    words = len(name.split()) > 2 or key(name) in TITLES
    return words and any(block.kind == "list" and read_list(parse, block) for block in following)


def _without_lazy_lines(parse: Parse, block: Block) -> Block:
    """Return a list without labels that follow its last item at the margin: Markdown takes them for more of that item."""
    if block.kind != "list":
        return block
    at = block.start
    for line in parse.slice(block.start, block.end).splitlines(keepends=True):
        if line.startswith(("**", "__")) and read_label(line.rstrip("\r\n")):
            return block._replace(end=at)
        at += len(line.encode())
    return block


def _lists_headings(parse: Parse, block: Block) -> bool:
    """Tell whether a list is a table of contents, and no value: all of its lines lead to headings of the same text."""
    lines = [line.strip() for line in parse.slice(block.start, block.end).split("\n") if line.strip()]
    return all(_TO_HEADING.match(line) for line in lines)


def _is_prose(parse: Parse, block: Block) -> bool:
    """Tell whether the items of a list are sentences, such as notes to whoever fills a template in, and no values."""
    first = joined(parse.slice(block.start, block.end).split("\n", 1)[0])
    return len(first.split()) >= SENTENCE and first.endswith((".", "!", "?"))


def _with_items(parse: Parse, field: RawField, block: Block) -> RawField:
    """Give a field without a value the items of the list that follows it."""
    text = parse.slice(block.start, block.end).rstrip()
    return field._replace(value=joined(text), span=Span(block.start, block.start + len(text.encode())))
