"""Where the parts of a JSON text stand, so that one of them can be put in or taken out and the rest stays as it is."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


class Member(NamedTuple):
    """One member of an object, or one element of an array."""

    key: str
    """Empty for an element."""
    start: int
    """Where the key begins, or the element."""
    at: int
    """Where the value begins."""
    end: int
    value: Any


def members(text: str, at: int) -> list[Member]:
    """Return the members of the object, or the elements of the array, that begins at an offset of a valid text."""
    return list(_members(text, at))


def _members(text: str, at: int) -> Iterator[Member]:
    named, close = text[at] == "{", "}" if text[at] == "{" else "]"
    place = skip(text, at + 1)
    while text[place] != close:
        start, key = place, ""
        if named:
            key, place = _DECODER.raw_decode(text, place)
            place = skip(text, skip(text, place) + 1)
        value, end = _DECODER.raw_decode(text, place)
        yield Member(key, start, place, end, value)
        place = skip(text, end)
        if text[place] == ",":
            place = skip(text, place + 1)


def skip(text: str, at: int) -> int:
    """Return where the next character stands that is no white space."""
    found = _SPACE.match(text, at)
    return found.end() if found else at


def put_in(text: str, at: int, key: str, value: Any) -> str:
    """Return a text with one more member behind those of the object or array at an offset, on lines where those are.

    ``key`` is empty for an array.
    """
    known = members(text, at)
    end = known[-1].end if known else at + 1
    close = skip(text, end)
    name = f"{json.dumps(key)}: " if key else ""
    if not known or "\n" not in text[end:close]:
        return f"{text[:end]}{', ' if known else ''}{name}{json.dumps(value)}{text[end:]}"
    indent = text[: known[-1].start].rpartition("\n")[2]
    indent = indent if not indent.strip() else " " * (len(indent) - len(indent.lstrip()))
    step = indent if text[at] == "{" and at == skip(text, 0) and indent else "  "
    piece = json.dumps(value, indent=step).replace("\n", f"\n{indent}")
    return f"{text[:end]},\n{indent}{name}{piece}{text[end:]}"


def take_out(text: str, at: int, gone: Member) -> str:
    """Return a text without one member of the object or array at an offset."""
    known = members(text, at)
    place = next(number for number, one in enumerate(known) if one.start == gone.start)
    if place:
        return text[: known[place - 1].end] + text[gone.end :]
    if len(known) > 1:
        return text[: gone.start] + text[known[1].start :]
    return text[: at + 1] + text[skip(text, gone.end) :]
