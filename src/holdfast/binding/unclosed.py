"""A code block that is never closed takes all that follows for code, headings included."""

import re
from typing import NamedTuple

from holdfast.binding.matching import near
from holdfast.markdown.blocks import Parse
from holdfast.markdown.outline import split_number
from holdfast.markdown.plain import key, plain
from holdfast.model.span import Span
from holdfast.patterns import pattern

_HEADING = pattern(r"^ {0,3}#{1,6}[ \t]+(?P<title>[^\n]+?)[ \t#]*$", re.MULTILINE)
_CLOSED = pattern(r"[ \t>]*(?:`{3,}|~{3,})[ \t]*\Z")


class Unclosed(NamedTuple):
    """The block, and what would be headings behind its end."""

    span: Span
    """Of its first line."""
    titles: frozenset[str]
    """In the form in which titles are compared."""


def unclosed(parse: Parse) -> Unclosed | None:
    """Return the code block at the top level that runs to the end of a text because nothing closes it."""
    last = next((one for one in reversed(parse.blocks) if not one.depth), None)
    if last is None or last.kind != "fence":
        return None
    first, _, inside = parse.slice(last.start, last.end).partition("\n")
    if _CLOSED.match(inside.rstrip().rpartition("\n")[2]):
        return None
    titles = (split_number(found["title"])[1] for found in _HEADING.finditer(inside))
    return Unclosed(
        Span(last.start, last.start + len(first.encode())), frozenset(near(key(plain(one))) for one in titles)
    )
