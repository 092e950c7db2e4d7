"""One block of a header: a paragraph of labels, a list, a quotation or a table, each of whose parts is a field."""

from holdfast.markdown.blocks import Block, Parse
from holdfast.markdown.labels import read_label, read_labels, unquoted
from holdfast.markdown.plain import key, plain
from holdfast.markdown.rawfield import RawField
from holdfast.markdown.tableheader import read_table
from holdfast.model.span import Span
from holdfast.patterns import pattern

_COMMON = frozenset({"status", "statut", "estado", "state", "date", "datum", "fecha", "author", "authors"})
_BULLET = pattern(r"[-*+](?:\s|\Z)|\d{1,3}[.)]\s")
SENTENCE = 6
"""So many words and a full stop are a sentence, and no value of a field."""


def is_header(fields: list[RawField]) -> bool:
    """Tell whether fields are those of a document, and not what one of them lists."""
    return any(key(one.name) in _COMMON for one in fields)


def joined(text: str) -> str:
    """Join the items of a list by commas, and the lines of one item by spaces."""
    items: list[str] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        words = plain(line.lstrip("-*+").strip())
        if items and not _BULLET.match(line):
            items[-1] += f" {words}"
        else:
            items.append(words)
    return ", ".join(items)


def read_block(parse: Parse, block: Block) -> tuple[list[RawField], str]:
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
        return read_list(parse, block), "bullets"
    if block.kind == "table":
        return read_table(parse, block), "table"
    return [], ""


def _is_sentence(parse: Parse, block: Block, fields: list[RawField]) -> bool:
    """Tell whether the only label of a paragraph begins a sentence of several lines, which only happens to hold a colon."""
    if len(fields) != 1 or is_header(fields):
        return False
    words = fields[0].value.split()
    lines = parse.slice(block.start, block.end).strip().count("\n")
    return lines > 0 and len(words) >= SENTENCE and words[-1].endswith((".", "!", "?"))


def _read_quote(parse: Parse, block: Block) -> tuple[list[RawField], str]:
    """Read a quotation as metadata: a table in it, or labels among which is one that headers have everywhere."""
    inside = list(parse.blocks_in((block.start + 1, block.end)))
    tables = [one for one in inside if one.kind == "table"]
    if len(tables) == 1:
        return read_table(parse, tables[0]), "table"
    fields: list[RawField] = []
    for one in inside:
        if one.depth == block.depth + 1:
            found, _ = read_block(parse, one) if one.kind in ("paragraph", "list") else ([], "")
            if not found:
                return [], ""
            fields += found
    return (fields, "labels") if is_header(fields) else ([], "")


def _is_name(name: str) -> bool:
    """Names are short and start with a letter in upper case, or are one word (``status``)."""
    words = name.split("(", maxsplit=1)[0].split()
    return 0 < len(words) <= 5 and (len(words) == 1 or name[0].isupper() or not name[0].islower())


def read_list(parse: Parse, block: Block) -> list[RawField]:
    """Read a list whose every item is a field; none where one is not, or where most have no value beside their name."""
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
        below = text.partition("\n")[2].strip()
        if rest := joined(below):
            value = f"{value}{', ' if _BULLET.match(below) else ' '}{rest}" if value else rest
            stop = item.start + len(text.rstrip().encode())
        fields.append(RawField(name, value, Span(start, stop), Span(item.start, start)))
    return fields if bare * 2 <= len(fields) else []


def _heads(first: str, text: str) -> tuple[str, int, int] | None:
    """Read an item that has no colon, but a list of its own below, as a name with these values."""
    name = plain(first.strip().lstrip("-*+"))
    lists = text.partition("\n")[2].lstrip()[:1] in ("-", "*", "+") if "\n" in text else False
    return (name, len(first), len(first)) if lists and name else None
