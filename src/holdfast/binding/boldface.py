"""Sections that a document writes as words in bold instead of as headings."""

from collections.abc import Iterator
from functools import lru_cache

from holdfast.binding.matching import near
from holdfast.binding.sections import MissingSection
from holdfast.markdown.blocks import Parse
from holdfast.markdown.plain import key, plain
from holdfast.patterns import pattern

_LINE = pattern(
    r"[ \t>]*(?P<item>(?:[-*+]|\d+[.)])[ \t]+)?(?P<mark>\*\*|__)(?P<words>[^\n]+?)(?P=mark)(?P<rest>[^\n]*)"
)


def set_in_bold(parse: Parse, missing: MissingSection) -> bool:
    """Tell whether bold words do for a section: on a line of their own, or before its text below its parent.

    ``* **Does it change a default?** No.`` answers the heading with this question where it stands under
    the heading that the question belongs to.
    """
    parent = missing.parent
    span = (parent.heading.body, parent.heading.end) if parent else (0, len(parse.source))
    wanted = near(key(missing.schema.title))
    return any(words == wanted and (parent is not None or alone) for words, alone in _bold(parse, span))


@lru_cache(maxsize=4)
def _bold(parse: Parse, span: tuple[int, int]) -> set[tuple[str, bool]]:
    """Return the bold words that begin a line of a range, and whether nothing follows; several sections ask in turn."""
    text = parse.slice(*span)
    lines = (*_lines_with("**", text), *_lines_with("__", text))
    return {
        (near(key(plain(found["words"]))), not found["rest"].strip(" \t\r:"))
        for found in map(_LINE.match, lines)
        if found
    }


def _lines_with(mark: str, text: str) -> Iterator[str]:
    """Yield the lines that hold a mark, without a look at all the others."""
    at = text.find(mark)
    while at >= 0:
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        yield text[text.rfind("\n", 0, at) + 1 : end]
        at = text.find(mark, end)
