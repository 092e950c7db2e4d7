"""Table rows and list items as rows of an index page, and what they say of a document's status."""

from collections.abc import Iterator

from holdfast.markdown.blocks import Block, Inline, Parse
from holdfast.markdown.plain import key, plain
from holdfast.model.role import role_of
from holdfast.patterns import pattern

_TRAILING_STATUS = pattern(r"(?:[-–—:|(\[]\s*)(?P<status>[^-–—:|()\[\]]{3,30})[)\]]?\s*$")
STATUS_COLUMNS = frozenset({"status", "state"})
_LINE = 500
"""So many bytes behind a link are searched for a status."""


class Rows:
    """The rows of one text; offsets have to be asked for in ascending order, so that one pass is enough."""

    def __init__(self, parse: Parse) -> None:
        """Start before the first row."""
        self.parse = parse
        self._next = 0
        self._open: list[Block] = []
        self._column: int | None = None
        """Of the status, in the table last passed."""

    def around(self, offset: int) -> Block | None:
        """Return the innermost row or item that holds an offset."""
        blocks = self.parse.blocks
        while self._next < len(blocks) and blocks[self._next].start <= offset:
            block = blocks[self._next]
            self._next += 1
            if block.kind == "head":
                self._column = self._status_column(block)
            elif block.kind in ("row", "item"):
                while self._open and self._open[-1].end <= block.start:
                    self._open.pop()
                self._open.append(block)
        while self._open and self._open[-1].end <= offset:
            self._open.pop()
        return self._open[-1] if self._open else None

    def first_links(self) -> Iterator[tuple[Block, Inline]]:
        """Yield each row or item that holds a link, with the first of its links."""
        seen: set[int] = set()
        for inline in self.parse.inlines:
            row = self.around(inline.start) if inline.kind == "link" else None
            if row and row.start not in seen:
                seen.add(row.start)
                yield row, inline

    def status(self, row: Block, after: int) -> str:
        """Return what a row says: its cell in the Status column, or a status word at the end of an item's line."""
        parse = self.parse
        if row.kind == "item":
            line = parse.slice(after, min(row.end, after + _LINE)).split("\n", 1)[0]
            found = _TRAILING_STATUS.search(plain(line))
            status = found["status"].strip() if found else ""
            return status if len(key(status).split()) <= 2 and role_of(status) else ""
        cells = self._cells(row)
        if self._column is None or self._column >= len(cells):
            return ""
        return plain(parse.slice(cells[self._column].start, cells[self._column].end))

    def _status_column(self, head: Block) -> int | None:
        names = [key(plain(self.parse.slice(cell.start, cell.end))) for cell in self._cells(head)]
        return next((index for index, name in enumerate(names) if name in STATUS_COLUMNS), None)

    def _cells(self, row: Block) -> list[Block]:
        return [one for one in self.parse.blocks_in((row.start, row.end)) if one.kind == "cell"]
