"""The lines of code blocks without what Markdown puts before them: indentation, quote marks, list margins."""

from typing import NamedTuple

from holdfast.markdown.parser import code_pieces


class CodeLine(NamedTuple):
    """One line of a code block."""

    text: str
    """Without its line end."""
    start: int
    """Byte offset of its first character in the source."""


def code_lines(source: bytes) -> dict[int, tuple[CodeLine, ...]]:
    """Return the lines of every fenced code block, by the offset at which the block starts.

    ``source`` is a text without byte order mark; bytes that are no UTF-8 stand as ``?``.
    """
    return {start: tuple(_lines(pieces)) for start, pieces in code_pieces(source)}


def _lines(pieces: list[tuple[str, int]]) -> list[CodeLine]:
    """Join what the parser gives in pieces: a line can come in several, and several lines in one."""
    lines: list[CodeLine] = []
    text, start = "", -1
    for piece, offset in pieces:
        at = offset
        parts = piece.split("\n")
        for number, part in enumerate(parts):
            if start < 0:
                start = at
            text += part
            at += len(part.encode()) + 1
            if number < len(parts) - 1:
                lines.append(CodeLine(text, start))
                text, start = "", -1
        if parts[-1] == "":
            start = -1
    if text:
        lines.append(CodeLine(text, start))
    return lines
