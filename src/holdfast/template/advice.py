"""Single sentences of a template that ask whoever fills it in for something: "Describe the problem."."""

import re
from collections.abc import Container, Iterator
from itertools import pairwise
from typing import NamedTuple

from holdfast.markdown.blocks import Block, Parse
from holdfast.markdown.plain import plain
from holdfast.model.schema import Comment
from holdfast.model.verdict import Origin
from holdfast.patterns import pattern
from holdfast.template.directives import NONE, Directive
from holdfast.template.guidance import ASKING, stays
from holdfast.template.placeholders import find_placeholders

_ASKED_TO = pattern(
    r"(?:please |briefly |explicitly |clearly |optionally,? |in (?:this|one) [\w-]+,? )*"
    rf"(?:{ASKING}|clarify|sketch|document (?:any|all|the|your|how|what|why)|fill|replace|leave links?|links? to)\b"
    r"|(?:an? |the )?(?:(?:short|brief|quick|concise|high[- ]level|detailed|additional|one[- ][\w-]+) )*"
    r"(?:summary|description|explanation|overview|discussion|information) (?:of|about) (?:the|what|why|how|your|any|this|all)\b",
    re.IGNORECASE,
)
"""What nobody writes of the matter itself: a demand, or the name of what should stand here."""
_FIRST = pattern(rb"[^A-Za-z\x80-\xff]*([A-Za-z\x80-\xff]+)")
_SHORTEST = 4
"""Fewer words than this may be repeated by chance."""


class Words(NamedTuple):
    """A paragraph or an item of a list, as it is compared."""

    text: str
    block: Block


def words_in(parse: Parse, first: Container[bytes] | None = None) -> Iterator[Words]:
    """Yield the paragraphs of a text, and those items of its lists that are neither numbered nor tasks.

    With ``first`` only those whose first word is in it, as :func:`first_word` gives it: to free all of a text of its markup
    takes as long as everything else that is done with it.
    """
    for block in parse.blocks:
        paragraph = block.kind == "paragraph" and not block.depth
        item = block.kind == "item" and block.depth == 1 and not block.level
        if not (paragraph or item) or (first is not None and first_word(parse.source, block.start) not in first):
            continue
        text = parse.slice(block.start, block.end)
        if paragraph:
            yield Words(plain(text), block)
        elif text.lstrip()[:1] in ("-", "*", "+") and "`" not in text:
            yield Words(plain(text.strip()[1:]), block)


def first_word(raw: bytes, start: int = 0) -> bytes:
    """Return the first word from an offset on, whatever numbers and markup stand before it."""
    found = _FIRST.match(raw, start)
    return found[1] if found else b""


def _asks_for(text: str) -> bool:
    """Tell whether words ask the author for something, so that they are out of place wherever they are left."""
    return _ASKED_TO.match(text.lstrip("*_")) is not None


def collect_advice(parse: Parse, path: str, start: int, directives: dict[int, Directive]) -> tuple[Comment, ...]:
    """Return what a template says to its author in plain words behind its header, which begins at ``start``."""
    found: dict[str, Comment] = {}
    lasting = _kept(parse)
    for one in words_in(parse):
        if any(begin <= one.block.start < end for begin, end in lasting):
            continue
        line = parse.line(one.block.start)
        kept = directives.get(line, NONE)
        if (
            one.block.start < start
            or len(one.text.split()) < _SHORTEST
            or kept.has("keep")
            or find_placeholders(one.text)
        ):
            continue
        if _asks_for(one.text) and not _introduces_boxes(parse, one.block):
            found.setdefault(one.text, Comment(one.text, Origin(path, line, parse.line_text(line))))
    return tuple(found.values())


def _kept(parse: Parse) -> list[tuple[int, int]]:
    """Return where words stand, from one heading to the next, of which the template says that they are for every document."""
    starts = [0, *(one.start for one in parse.blocks if one.kind == "heading"), len(parse.source)]
    return [(start, end) for start, end in pairwise(starts) if stays(parse.slice(start, end))]


def _introduces_boxes(parse: Parse, block: Block) -> bool:
    """Tell whether a list of boxes follows, which every document has, with the words above it."""
    following = next((one for one in parse.top((block.end, len(parse.source))) if one.kind != "html"), None)
    if following is None or following.kind != "list":
        return False
    return any(one.kind == "item" and one.level for one in parse.blocks_in((following.start, following.end)))
