"""A parsed text: two flat lists in the order of the text, and no object tree.

A block's descendants are the blocks that follow it and start before it ends, so a section, a list
or a table is an index range. This keeps thousands of documents cheap to parse and to hold.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

from holdfast.model.span import Position

BOM = b"\xef\xbb\xbf"
"""What may stand in front of a text; all offsets count behind it."""
_HEAD = 4096
"""So many bytes are looked through for line ends as often as somebody asks."""


class Block(NamedTuple):
    """One block: a heading, paragraph, list, item, quote, table, row, cell, fence, html, rule or note."""

    kind: str
    """``heading paragraph list item quote table head row cell fence code html rule note metadata``."""
    start: int
    end: int
    depth: int
    """How many blocks enclose it."""
    level: int
    """Of a heading 1 to 6; of a list 1 if ordered; of an item 0 plain, 1 open box, 2 ticked box."""
    data: str
    """Of a heading its text without markup, of a fence its info string, of a note its label."""


class Inline(NamedTuple):
    """Something inside a line that rules need to know of."""

    kind: str
    """``code link autolink image strong html note``."""
    start: int
    end: int
    data: str
    """Of links and images the destination."""


class Parse:
    """The blocks and inlines of one text, and the way from offsets to text and positions."""

    __slots__ = ("_lines", "_reached", "blocks", "definitions", "inlines", "source", "valid")

    def __init__(
        self, source: bytes, blocks: list[Block], inlines: list[Inline], definitions: list[Inline], valid: bool
    ) -> None:
        """Hold what the parser found; ``source`` is without byte order mark."""
        self.source = source
        self.blocks = blocks
        self.inlines = inlines
        self.definitions = definitions
        """Link reference definitions: ``data`` is the destination, the span the whole definition."""
        self.valid = valid
        """False where the bytes are no valid UTF-8; each bad byte then stands as ``?`` for the parser."""
        self._lines: list[int] | None = None
        self._reached = Position(0, 0), 0
        """The position asked for last, with its offset: a line can be as long as the file."""

    def slice(self, start: int, end: int) -> str:
        """Return the text of a range, each byte that is no UTF-8 as ``?``, so that its encoded length is the range's."""
        return readable(self.source[start:end])

    @property
    def lines(self) -> list[int]:
        """The offset at which each line starts; CR, LF and CRLF all end a line."""
        if self._lines is None:
            starts = list(accumulate(map(len, self.source.splitlines(keepends=True)), initial=0))
            if len(starts) > 1 and not self.source.endswith((b"\n", b"\r")):
                starts.pop()
            self._lines = starts
        return self._lines

    def line(self, offset: int) -> int:
        """Return the 1-based line an offset stands on."""
        # Most of what is reported stands at the head of a text, where counting costs less than a list of all lines.
        if self._lines is None and offset <= _HEAD and self.source.find(b"\r", 0, offset) < 0:
            return self.source.count(b"\n", 0, offset) + 1
        return bisect_right(self.lines, offset)

    def _line_start(self, line: int, offset: int) -> int:
        """Return where the line begins that an offset stands on, as :meth:`line` has just found it."""
        return self.source.rfind(b"\n", 0, offset) + 1 if self._lines is None else self._lines[line - 1]

    def position(self, offset: int) -> Position:
        """Return line and column of an offset, as people count them."""
        line = self.line(offset)
        (known, column), start = self._reached
        if line != known or offset < start:
            column, start = 1, self._line_start(line, offset)
        found = Position(line, column + len(self.slice(start, offset)))
        self._reached = found, offset
        return found

    def line_text(self, line: int) -> str:
        """Return the text of a 1-based line, without the white space around it."""
        starts = self.lines
        end = starts[line] if line < len(starts) else len(self.source)
        return self.slice(starts[line - 1], end).strip()

    def within(self, span: tuple[int, int], *kinds: str) -> Iterator[Inline]:
        """Yield the inlines of these kinds that start inside a range, in order."""
        inlines = self.inlines
        for index in range(bisect_left(inlines, span[0], key=_start), len(inlines)):
            inline = inlines[index]
            if inline.start >= span[1]:
                return
            if inline.kind in kinds:
                yield inline

    def covered(self, offset: int, *kinds: str) -> bool:
        """Tell whether an inline of these kinds spans the offset."""
        inlines = self.inlines
        index = bisect_right(inlines, offset, key=_start)
        # Inlines nest (code in a link in bold), never deeper than a handful in real text.
        for inline in reversed(inlines[max(0, index - 16) : index]):
            if inline.end > offset and inline.kind in kinds:
                return True
        return False

    def in_block(self, offset: int, *kinds: str) -> bool:
        """Tell whether the innermost block that holds an offset is of one of these kinds."""
        for index in range(self.first(offset + 1) - 1, -1, -1):
            block = self.blocks[index]
            if block.end > offset:
                return block.kind in kinds
            if not block.depth:
                return False
        return False

    def first(self, offset: int) -> int:
        """Return the index of the first block that starts at or after an offset."""
        return bisect_left(self.blocks, offset, key=_start)

    def blocks_in(self, span: tuple[int, int]) -> list[Block]:
        """Return every block that starts inside a range, in order, nested ones included."""
        return self.blocks[self.first(span[0]) : self.first(span[1])]

    def top(self, span: tuple[int, int]) -> Iterator[Block]:
        """Yield the outermost blocks inside a range."""
        blocks = self.blocks
        end = -1
        for index in range(self.first(span[0]), len(blocks)):
            block = blocks[index]
            if block.start >= span[1]:
                return
            if block.start >= end:
                end = block.end
                yield block


def readable(source: bytes) -> str:
    """Decode UTF-8 with one ``?`` for each byte that is none, so that offsets into the text still fit the bytes."""
    try:
        return source.decode()
    except UnicodeDecodeError:
        return "".join(
            "?" if "\udc80" <= char <= "\udcff" else char for char in source.decode("utf-8", "surrogateescape")
        )


_start = attrgetter("start")
