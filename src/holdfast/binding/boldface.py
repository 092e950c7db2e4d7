"""Sections that a document writes as words in bold instead of as headings."""

import re
from functools import lru_cache

from holdfast.binding.matching import near
from holdfast.binding.sections import MissingSection
from holdfast.markdown.blocks import Parse
from holdfast.markdown.plain import key, plain

_LINE = re.compile(
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
def _bold(parse: Parse, span: tuple[int, int]) -> list[tuple[str, bool]]:
    """Return the bold words that begin a line of a range, and whether nothing follows; several sections ask in turn."""
    lines = (line for line in parse.slice(*span).split("\n") if "**" in line or "__" in line)
    return [
        (near(key(plain(found["words"]))), not found["rest"].strip(" \t\r:"))
        for found in map(_LINE.match, lines)
        if found
    ]
