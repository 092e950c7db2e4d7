"""The items of a section's own lists, and what each of them carries: a link, a version, a source."""

import re
from collections.abc import Iterator

from holdfast.binding.answers import Answer, answer
from holdfast.binding.document import Document
from holdfast.binding.sections import BoundSection
from holdfast.markdown.blocks import Block, Parse
from holdfast.markdown.plain import plain
from holdfast.patterns import pattern
from holdfast.template.placeholders import is_placeholder
from holdfast.template.slots import item_text

_ADDRESS = pattern(
    r"https?://|\bwww\.|\b[\w-]{1,40}(?:\.[\w-]{1,40}){0,4}\.(?:com|org|io|dev|net|rs|edu|gov|ai|app)/|\bdoi:|\barxiv:|<a\s[^<>]*href",
    re.IGNORECASE,
)
_VERSION = pattern(r"(?<![\w.-])v?\d+(?:\.(?:\d+|x|\*))*\+?(?![\w%])|[-@/=]v?\d+\.\d", re.IGNORECASE)
_CITED = pattern(
    r"\([^()\w]*\w[^()]*\)|\[[^\[\]]+\]"
    r"|\b(?:according to|sources?|cited|citing|per|via|see|from|by|as (?:shown|reported|documented|described|measured) (?:in|by|at|on))\b"
    r"|(?:\s[-–—]{1,3}\s|—|:\s)\s?\S"
    r"|\b(?:RFC|ISO|PEP|EIP|CVE|ADR|IETF|W3C|IEEE|ECMA)\b"
)
_FIGURE = pattern(
    r"\d|\b(?:half|thirds?|quarters?|twice|double|two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?|thousands?|millions?|percent)\b",
    re.IGNORECASE,
)
_NOTHING = pattern(r"(?:none|nothing|n/?a|not applicable|no)\b", re.IGNORECASE)


def own_lists(document: Document, section: BoundSection) -> Iterator[list[Block]]:
    """Yield the items of each list in a section's own text."""
    parse = document.parse
    for block in parse.top(document.own_text(section)):
        if block.kind == "list":
            yield [
                one
                for one in parse.blocks_in((block.start, block.end))
                if one.kind == "item" and one.depth == block.depth + 1
            ]


def carries(parse: Parse, item: Block, want: str) -> bool:
    """Tell whether an item carries a ``link``, a ``version``, a ``source``, ``data`` or a ``reference``.

    A link is a source and a reference. Sources are recognised generously, because they are written in many ways.
    """
    span = (item.start, item.end)
    if want in ("link", "source", "reference") and any(parse.within(span, "link", "autolink", "image", "note")):
        return True
    raw = parse.slice(*span)
    if want == "version":
        return _VERSION.search(plain(raw)) is not None
    if want == "data":
        return _FIGURE.search(plain(raw)) is not None
    if _ADDRESS.search(raw):
        return True
    return want != "link" and _CITED.search(plain(raw)) is not None


def says_something(parse: Parse, item: Block) -> bool:
    """Tell whether an item gives an answer: "None", "TBD" and what is left of the template could carry nothing."""
    text = item_text(parse, item)
    return answer(text) is Answer.GIVEN and not _NOTHING.match(text) and not is_placeholder(text)


def shown(parse: Parse, item: Block, most: int = 50) -> str:
    """Return the first line of an item, shortened, for a message."""
    text = item_text(parse, item)
    return text if len(text) <= most else text[: most - 1] + "…"
