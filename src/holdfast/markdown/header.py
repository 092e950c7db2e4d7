"""The metadata at the head of a document, in whichever of the usual ways it is written."""

import re
from itertools import pairwise
from typing import NamedTuple

from holdfast.markdown.blocks import Block, Parse
from holdfast.markdown.codedheader import read_coded
from holdfast.markdown.frontmatter import read_yaml
from holdfast.markdown.labels import read_label, read_labels, unquoted
from holdfast.markdown.outline import Heading
from holdfast.markdown.plain import key, plain
from holdfast.markdown.rawfield import RawField
from holdfast.markdown.tableheader import read_table
from holdfast.model.span import Span

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
_COMMON = frozenset({"status", "statut", "estado", "state", "date", "datum", "fecha", "author", "authors"})
_SKIPPABLE = 2
"""So many paragraphs may stand between the title and the header, a tag line or a row of badges."""
_TO_HEADING = re.compile(r"(?:[-*+]|\d{1,3}[.)])[ \t]+\[[^\[\]]+\]\(#[^()]*\)\Z")
_SENTENCE = 6
"""So many words and a full stop are a sentence, and no value of a field."""


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
    return found if several or any(key(one.name) in _COMMON for one in found) else []


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
        found, kind = _read_block(parse, block)
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
    return words and any(block.kind == "list" and _read_list(parse, block) for block in following)


def _is_header(fields: list[RawField]) -> bool:
    """Tell whether fields are those of a document, and not what one of them lists."""
    return any(key(one.name) in _COMMON for one in fields)


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
    first = _joined(parse.slice(block.start, block.end).split("\n", 1)[0])
    return len(first.split()) >= _SENTENCE and first.endswith((".", "!", "?"))


def _with_items(parse: Parse, field: RawField, block: Block) -> RawField:
    """Give a field without a value the items of the list that follows it."""
    text = parse.slice(block.start, block.end).rstrip()
    return field._replace(value=_joined(text), span=Span(block.start, block.start + len(text.encode())))


def _joined(text: str) -> str:
    """Join the items of a list by commas."""
    return ", ".join(plain(line.strip().lstrip("-*+").strip()) for line in text.split("\n") if line.strip())


def _read_block(parse: Parse, block: Block) -> tuple[list[RawField], str]:
    """Read one block as metadata; every item of a list and the first line of a paragraph must be a field."""
    if block.kind == "paragraph":
        first = parse.slice(block.start, block.end).split("\n", 1)[0].rstrip("\r")
        label = read_label(first)
        if label is None or not _is_name(label[0]):
            return [], ""
        is_bold = first.lstrip().startswith(("*", "_"))
        fields = read_labels(parse, block[1:3])
        if not all(_is_name(one.name) for one in fields) or (not is_bold and _is_sentence(parse, block, fields)):
            return [], ""
        return fields, "labels" if is_bold else "lines"
    if block.kind == "quote":
        return _read_quote(parse, block)
    if block.kind == "list":
        return _read_list(parse, block), "bullets"
    if block.kind == "table":
        return read_table(parse, block), "table"
    return [], ""


def _is_sentence(parse: Parse, block: Block, fields: list[RawField]) -> bool:
    """Tell whether the only label of a paragraph begins a sentence of several lines, which only happens to hold a colon."""
    if len(fields) != 1 or _is_header(fields):
        return False
    words = fields[0].value.split()
    lines = parse.slice(block.start, block.end).strip().count("\n")
    return lines > 0 and len(words) >= _SENTENCE and words[-1].endswith((".", "!", "?"))


def _read_quote(parse: Parse, block: Block) -> tuple[list[RawField], str]:
    """Read a quotation as metadata: a table in it, or labels among which is one that headers have everywhere."""
    inside = list(parse.blocks_in((block.start + 1, block.end)))
    tables = [one for one in inside if one.kind == "table"]
    if len(tables) == 1:
        return read_table(parse, tables[0]), "table"
    fields: list[RawField] = []
    for one in inside:
        if one.depth == block.depth + 1:
            found, _ = _read_block(parse, one) if one.kind in ("paragraph", "list") else ([], "")
            if not found:
                return [], ""
            fields += found
    return (fields, "labels") if _is_header(fields) else ([], "")


def _is_name(name: str) -> bool:
    """Names are short and start with a letter in upper case, or are one word (``status``)."""
    words = name.split("(", maxsplit=1)[0].split()
    return 0 < len(words) <= 5 and (len(words) == 1 or name[0].isupper() or not name[0].islower())


def _read_list(parse: Parse, block: Block) -> list[RawField]:
    fields: list[RawField] = []
    bare = 0
    for item in parse.blocks_in((block.start, block.end)):
        if item.kind != "item" or item.depth != block.depth + 1:
            continue
        text = parse.slice(item.start, item.end)
        first = text.split("\n", 1)[0].rstrip("\r")
        found = read_label(first)
        if found is None and (found := _heads(first, text)):
            bare += 1
        if found is None or not _is_name(found[0]):
            return []
        name, begin, end = found
        start = item.start + len(first[:begin].encode())
        value = unquoted(plain(first[begin:end]))
        stop = item.start + len(first[:end].encode())
        rest = _joined(text.partition("\n")[2])
        if rest:
            value = f"{value}, {rest}" if value else rest
            stop = item.start + len(text.rstrip().encode())
        fields.append(RawField(name, value, Span(start, stop), Span(item.start, start)))
    return fields if bare * 2 <= len(fields) else []


def _heads(first: str, text: str) -> tuple[str, int, int] | None:
    """Read an item that has no colon, but a list of its own below, as a name with these values."""
    name = plain(first.strip().lstrip("-*+"))
    lists = text.partition("\n")[2].lstrip()[:1] in ("-", "*", "+") if "\n" in text else False
    return (name, len(first), len(first)) if lists and name else None
