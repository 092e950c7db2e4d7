"""The way between byte offsets and the positions of an editor, in the unit that both sides agreed on."""

from bisect import bisect_right
from itertools import accumulate

from lsprotocol import types

from holdfast.markdown.blocks import BOM, readable
from holdfast.model.span import Span

_LINE_ENDS = b"\r\n"


class Ruler:
    """One text, measured. Offsets are those of spans: after a byte order mark."""

    def __init__(self, raw: bytes, encoding: str, *, shows_mark: bool = False, keeps_mark: bool = False) -> None:
        """Measure the bytes of a text; ``shows_mark`` says that the editor counts a byte order mark as a character.

        ``encoding`` is ``utf-8``, ``utf-16`` or ``utf-32``; with ``keeps_mark`` offsets are those of the bytes as they are.
        """
        self.source = raw if keeps_mark else raw.removeprefix(BOM)
        self._encoding = encoding
        self._mark = self._units("\ufeff") if shows_mark and not keeps_mark and raw.startswith(BOM) else 0
        # Only these three end a line in the protocol; the lines of a Python text end in more places.
        self._starts = list(accumulate(map(len, self.source.splitlines(keepends=True)), initial=0))
        if len(self._starts) > 1 and not self.source.endswith((b"\n", b"\r")):
            self._starts.pop()

    def position(self, offset: int) -> types.Position:
        """Return the position of an offset."""
        line = max(bisect_right(self._starts, offset) - 1, 0)
        column = self._units(readable(self.source[self._starts[line] : offset]))
        return types.Position(line=line, character=column + (0 if line else self._mark))

    def range(self, span: Span) -> types.Range:
        """Return the range of a span."""
        return types.Range(start=self.position(span.start), end=self.position(span.end))

    def first_line(self, span: Span) -> types.Range:
        """Return the range of a span up to the end of its first line; a mark over many lines hides more than it shows."""
        text = self.source[span.start : span.end]
        size = next((at for at, byte in enumerate(text) if byte in _LINE_ENDS), len(text))
        return self.range(Span(span.start, span.start + size))

    def offset(self, position: types.Position) -> int:
        """Return the offset of a position; one behind the end of its line, or of the text, is that end."""
        if position.line >= len(self._starts):
            return len(self.source)
        start = self._starts[position.line]
        end = self._starts[position.line + 1] if position.line + 1 < len(self._starts) else len(self.source)
        line = self.source[start:end].rstrip(b"\r\n")
        units = max(0, position.character - (0 if position.line else self._mark))
        if self._encoding == "utf-8" or line.isascii():
            return start + _whole(line, min(units, len(line)))
        for index, char in enumerate(text := readable(line)):
            units -= self._units(char)
            if units < 0:
                return start + len(text[:index].encode())
        return start + len(line)

    def span(self, range: types.Range) -> Span:
        """Return the span of a range; one whose ends are swapped is read the right way round."""
        start, end = self.offset(range.start), self.offset(range.end)
        return Span(min(start, end), max(start, end))

    def _units(self, text: str) -> int:
        if text.isascii() or self._encoding == "utf-32":
            return len(text)
        return len(text.encode()) if self._encoding == "utf-8" else len(text.encode("utf-16-le")) // 2


def _whole(line: bytes, size: int) -> int:
    """Return a size that does not end within a character."""
    while 0 < size < len(line) and line[size] & 0xC0 == 0x80:
        size -= 1
    return size
