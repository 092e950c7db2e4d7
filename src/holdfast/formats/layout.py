"""Text laid out in the columns of a terminal: measured, wrapped between words, or cut with an ellipsis."""

import unicodedata
from collections.abc import Iterator, Sequence

from holdfast.patterns import pattern

_CODES = pattern("\x1b\\[[0-9;]*m")


def columns(text: str) -> int:
    """Return how many columns a terminal needs for a text."""
    if text.isascii():
        return len(text)
    return sum(_columns(char) for char in text)


def wrap(text: str, first: int, width: int) -> list[str]:
    """Break a text between words into lines of at most ``first`` columns for the first and ``width`` for the others.

    A word that is longer than a line is left whole, so that a path can still be copied; without a ``width`` nothing
    is broken.
    """
    if width <= 0 or columns(text) <= first:
        return [text]
    lines = [""]
    room = first
    for word in text.split(" "):
        needed = columns(word)
        if lines[-1] and needed + 1 > room:
            lines.append(word)
            room = width - needed
        else:
            room -= needed + (1 if lines[-1] else 0)
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return lines


def cut(text: str, width: int) -> str:
    """Return a text that fits into so many columns, an ellipsis in place of what does not; 0 is as many as it takes."""
    if width <= 0 or columns(text) <= width:
        return text
    used = 1
    for number, char in enumerate(text):
        used += _columns(char)
        if used > width:
            return f"{text[:number].rstrip()}…"
    return text


def flow(groups: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Yield groups of counts as one line, or where it is longer than ``width``, each group on lines of its own.

    The counts of a group are never parted within themselves. They may carry colours, which need no columns; 0 is as
    wide as it takes.
    """
    line = "      ".join(" · ".join(group) for group in groups if group)
    if width <= 0 or _shown(line) <= width:
        yield from [line] if line else []
        return
    for group in groups:
        line = ""
        for piece in group:
            if line and _shown(f"{line} · {piece}") > width:
                yield line
                line = ""
            line = f"{line} · {piece}" if line else piece
        yield from [line] if line else []


def _shown(text: str) -> int:
    return columns(_CODES.sub("", text))


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
