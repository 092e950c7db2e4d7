"""Labelled lines, ``Name: value`` in any of its spellings: the smallest piece of metadata that people write."""

from collections.abc import Iterator

from holdfast.markdown.blocks import Parse
from holdfast.markdown.plain import plain
from holdfast.markdown.rawfield import RawField
from holdfast.model.span import Span
from holdfast.patterns import pattern

_LABEL = pattern(
    r"(?P<lead>[ \t>]*(?:[-*+•][ \t]+)?)"
    r"(?:(?P<mark>\*\*|__|\*|_)[ \t]*(?P<bold>[^\s*:：|][^*\n:：|]{0,59}?)[ \t]*(?P<in>[:：])?[ \t]*(?P=mark)[ \t]*(?P<out>[:：])?"
    r"|(?P<bare>[^\W\d][^:：*`\[\]<>|\n\"“”.,;!?]{0,40}?(?:[ \t]*\([^()\n]{0,60}\))?)[ \t]*(?P<colon>[:：]))"
    r"(?:[ \t]+|$|(?<=：)|(?<=：\*\*)|(?=https?://|\[))(?P<value>.*)"
)
_WHOLLY_BOLD = pattern(
    r"(?P<lead>[ \t>]*(?:[-*+•][ \t]+)?)\*\*(?P<name>[^\W\d][^*\n:：|]{0,30}?)[ \t]*[:：][ \t]+(?P<value>[^\s*|.!?][^*|.!?]{0,40}[^\s*|.!?:])\*\*\Z"
)
"""A line that is set in bold as a whole, ``**Status: accepted**``; a sentence in bold is none."""
_NEXT = pattern(
    r"(?<![ \t])(?:[ \t]{1,9}[|·•;—–/][ \t]{1,9}|[,;][ \t]{1,9}|[ \t]{1,9})(?=\*\*[^*\n:：|]{1,60}(?:[:：]\*\*|\*\*[ \t]*[:：])(?=[ \t]))"
)
"""Where a second bold label begins on a line: ``**Status:** Accepted | **Date:** 2025-02-25``."""
_FEW = 4
"""So many words in bold behind a name in bold are its value."""
_NEXT_BARE = pattern(r"(?<![ \t])[ \t]{1,9}[|·•][ \t]{1,9}(?=[A-Z][\w ]{0,30}:[ \t]+\S)")
"""Where a second plain one begins: ``Status: Accepted | Date: 2025-02-25``."""


def read_label(text: str) -> tuple[str, int, int] | None:
    """Read one line as ``Name: value`` in any of its spellings.

    Returns the name and where the value starts and ends in the line (in characters), or ``None``.
    """
    text = text.rstrip().removesuffix("\\").rstrip()
    whole = _WHOLLY_BOLD.match(text)
    if whole and len(whole["value"].split()) <= _FEW:
        return whole["name"], whole.start("value"), whole.end("value")
    found = _LABEL.match(text)
    if found is None:
        return None
    if found["mark"]:
        if not (found["in"] or found["out"]):
            return None
        name = found["bold"]
    else:
        name = found["bare"]
    return name.strip(), found.start("value"), found.end("value")


def read_labels(parse: Parse, span: tuple[int, int], *, bold: bool = False) -> list[RawField]:
    """Read the labelled lines of a paragraph; lines without a label continue the value above them.

    With ``bold`` only labels set in bold count, as inside the body of a section.
    """
    fields: list[RawField] = []
    for at, line in _one_each(parse.slice(*span), span[0]):
        found = read_label(line.rstrip("\r\n"))
        if found and (not bold or line.lstrip(" \t->+•").startswith(("**", "__"))):
            name, first, last = found
            start = at + len(line[:first].encode())
            end = at + len(line[:last].encode())
            fields.append(RawField(name, unquoted(plain(line[first:last])), Span(start, end), Span(at, start)))
        elif fields and line.strip():
            _continue_value(fields, line, at)
    return fields


def _one_each(text: str, start: int) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text with where they begin, in bytes; those with several labels in a piece for each."""
    for line in text.splitlines(keepends=True):
        first = 0
        further = _NEXT if line.lstrip(" \t->+•").startswith("**") else _NEXT_BARE
        for found in further.finditer(line) if line.count(":") + line.count("：") > 1 and read_label(line) else ():
            if line.count("`", 0, found.start()) % 2:
                continue
            yield start + len(line[:first].encode()), line[first : found.start()]
            first = found.end()
        yield start + len(line[:first].encode()), line[first:]
        start += len(line.encode())


def unquoted(value: str) -> str:
    """Take quotes off that are around a whole value, as around one of YAML."""
    whole = len(value) > 2 and value[0] == value[-1] and value[0] in "\"'" and value[0] not in value[1:-1]
    return value[1:-1] if whole else value


def _continue_value(fields: list[RawField], line: str, at: int) -> None:
    """Add a line to the value above it, unless it starts something bold of its own."""
    words = line.lstrip(" \t>")
    if words.startswith(("**", "__", "#")):
        return
    last = fields[-1]
    end = at + len(line.rstrip().encode())
    fields[-1] = last._replace(value=f"{last.value} {plain(words)}".strip(), span=Span(last.span.start, end))
