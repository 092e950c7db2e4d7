"""``<!-- holdfast: waive SLUG because REASON -->`` in a document: an excuse for one place, with its reason."""

import re
from bisect import bisect_right
from operator import attrgetter
from typing import NamedTuple

from holdfast.markdown.blocks import Parse
from holdfast.markdown.outline import Heading
from holdfast.model.entry import Spot
from holdfast.patterns import pattern

_WAIVER = pattern(rb"<!--\s*(?:holdfast|hf):\s*waive\b(?P<body>.{0,1000}?)-->", re.DOTALL)
_BODY = pattern(
    r"\s*(?P<slugs>[a-z][a-z-]*(?:\s*,\s*[a-z][a-z-]*)*)?\s*(?:\b(?:because|since|as)\b\s*:?\s*(?P<reason>.*))?\s*\Z",
    re.DOTALL,
)


class Waiver(NamedTuple):
    """One waiver of a document."""

    slugs: tuple[str, ...]
    """The rules it excuses; empty where the comment cannot be read."""
    reason: str
    """Empty where none is given, which makes the waiver void."""
    start: int
    """It covers what is reported from this offset on ..."""
    end: int
    """... up to this one: the section it stands in, or the whole document where it stands before the second heading."""
    spot: Spot
    section: str
    """Title of the section it covers; empty for the whole document."""


def read_waivers(parse: Parse, headings: list[Heading]) -> list[Waiver]:
    """Return the waivers of a document in order; those in code are none."""
    found = []
    for match in _WAIVER.finditer(parse.source) if b"waive" in parse.source else ():
        if parse.covered(match.start(), "code") or parse.in_block(match.start(), "fence", "code"):
            continue
        body = _BODY.match(match["body"].decode("utf-8", "replace"))
        slugs = tuple(re.split(r"\s*,\s*", body["slugs"])) if body and body["slugs"] else ()
        reason = " ".join((body["reason"] or "").split()) if body else ""
        start, end, section = _scope(match.start(), headings, len(parse.source))
        spot = Spot(match.start(), match.end(), *parse.position(match.start()))
        found.append(Waiver(slugs, reason, start, end, spot, section))
    return found


def _scope(offset: int, headings: list[Heading], size: int) -> tuple[int, int, str]:
    """Return the section an offset stands in, with its title."""
    last = bisect_right(headings, offset, key=attrgetter("start")) - 1
    if last < 1:
        return 0, size + 1, ""
    return headings[last].start, headings[last].end, headings[last].title
