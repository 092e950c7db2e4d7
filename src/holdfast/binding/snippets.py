"""Code blocks as snippets: their text without the indentation around it, and the way back to the document."""

import re
from typing import NamedTuple

from holdfast.markdown.blocks import Block, Parse
from holdfast.patterns import pattern
from holdfast.template.content import fence_language

_SKIPPED = pattern(
    r"\b(?:ignore|no_?test|skip|no_?parse|text|diff|pseudo(?:code)?|broken|invalid|bad|errors?|fails?|(?:compile|should)_(?:fail|panic))\b",
    re.IGNORECASE,
)
"""Words of an info string by which an author says that the code is not meant to be taken at its word."""


_ANNOUNCED = pattern(rb"pseudo", re.IGNORECASE)
_BEFORE = 200
"""So many bytes before a block may say that it holds pseudo-code."""


class Snippet(NamedTuple):
    """The content of a code block."""

    language: str
    """As the block names it, in lower case."""
    lines: list[str]
    """Without the indentation they share, and without line ends."""
    starts: list[int]
    """The offset of each of them in the document."""

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a 0-based line and column, or of the nearest place there is."""
        line = max(0, min(line, len(self.lines) - 1))
        return self.starts[line] + len(self.lines[line][: max(0, column)].encode())


def snippet(parse: Parse, block: Block) -> Snippet | None:
    """Return the snippet of a fence; ``None`` where it is empty, in a quote, or not meant to be taken at its word."""
    if (
        block.kind != "fence"
        or _SKIPPED.search(block.data)
        or _ANNOUNCED.search(parse.source, max(0, block.start - _BEFORE), block.start)
        or parse.in_block(block.start - 1, "quote")
    ):
        return None
    first, last = parse.line(block.start) + 1, parse.line(block.end - 1)
    found = [(start, _line(parse, start)) for start in parse.lines[first - 1 : last]]
    if found and set(found[-1][1].strip()) <= {"`", "~"} and found[-1][1].strip():
        found.pop()
    if not any(text.strip() for _, text in found) or (block.depth and found[0][1].lstrip().startswith(">")):
        return None
    margin = min(len(text) - len(text.lstrip()) for _, text in found if text.strip())
    starts = [start + len(text[:margin].encode()) for start, text in found]
    return Snippet(fence_language(block.data), [text[margin:] for _, text in found], starts)


def _line(parse: Parse, start: int) -> str:
    """Return the line that starts at an offset, without its end."""
    lines = parse.lines
    number = parse.line(start)
    end = lines[number] if number < len(lines) else len(parse.source)
    return parse.slice(start, end).rstrip("\r\n")
