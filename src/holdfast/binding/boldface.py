"""Sections that a document writes as words in bold instead of as headings."""

import re

from holdfast.binding.matching import near
from holdfast.binding.sections import MissingSection
from holdfast.markdown.blocks import Parse
from holdfast.markdown.plain import key, plain

_LINE = re.compile(
    r"^[ \t>]*(?P<item>(?:[-*+]|\d+[.)])[ \t]+)?(?P<mark>\*\*|__)(?P<words>[^\n]+?)(?P=mark)(?P<rest>[^\n]*)",
    re.MULTILINE,
)


def set_in_bold(parse: Parse, missing: MissingSection) -> bool:
    """Tell whether bold words do for a section: on a line of their own, or before its text below its parent.

    ``* **Does it change a default?** No.`` answers the heading with this question where it stands under
    the heading that the question belongs to.
    """
    parent = missing.parent
    span = (parent.heading.body, parent.heading.end) if parent else (0, len(parse.source))
    wanted = near(key(missing.schema.title))
    text = parse.slice(*span)
    if "**" not in text and "__" not in text:
        return False
    return any(
        near(key(plain(found["words"]))) == wanted and (parent is not None or not found["rest"].strip(" \t\r:"))
        for found in _LINE.finditer(text)
    )
