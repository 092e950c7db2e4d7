"""Text laid out in the columns of a terminal: measured, wrapped between words, or cut with an ellipsis."""

import unicodedata


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


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
