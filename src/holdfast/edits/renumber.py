"""Headings that get other numbers, with what refers to them in the same document."""

import re
from collections.abc import Mapping

from holdfast.binding.document import Document
from holdfast.edits.apply import apply
from holdfast.markdown.anchors import heading_anchors, squeeze
from holdfast.markdown.blocks import Inline
from holdfast.markdown.parser import parse
from holdfast.model.edit import Edit, Fix
from holdfast.model.span import Span

_REFERENCE = r"(?:§\s*|\b(?:sections?|chapters?|sec\.|parts?|steps?|items?|points?|phases?|see|under)\s+)"
_RANGE = r"(?:[A-Z0-9.]+\s*(?:-|–|—|,|and|or|to|&)\s*)*"

MOST_HEADINGS = 1000
"""In a longer document nothing is offered: what refers to a number is looked for in all of it, for every fault."""


def renumber(document: Document, numbers: Mapping[int, str]) -> Fix | None:
    """Return the edits that give headings, by their place in the outline, other numbers, those below them included.

    Links to their anchors in the same document follow. ``None`` where the text refers to one of the numbers in words,
    because nothing tells which of the headings was meant, and where the document has more than 1,000 headings.
    """
    if len(document.headings) > MOST_HEADINGS:
        return None
    new = _with_children(document, numbers)
    old = {document.headings[place].number for place in new}
    if _mentioned(document, old | set(new.values())):
        return None
    edits = []
    for place, number in new.items():
        heading = document.headings[place]
        at = document.parse.source.find(heading.number.encode(), heading.start, heading.body)
        if at < 0:
            return None
        edits.append(Edit(Span(at, at + len(heading.number.encode())), number))
    links = _links(document, tuple(edits))
    return None if links is None else Fix((*edits, *links))


def _with_children(document: Document, numbers: Mapping[int, str]) -> dict[int, str]:
    """Add the headings below whose numbers begin with that of the one above."""
    found = dict(numbers)
    for place, heading in enumerate(document.headings):
        above = heading.parent
        while above >= 0 and place not in found:
            over = document.headings[above].number
            if above in found and heading.number.startswith(f"{over}."):
                found[place] = found[above] + heading.number[len(over) :]
            above = document.headings[above].parent
    return dict(sorted(found.items()))


def _mentioned(document: Document, numbers: set[str]) -> bool:
    """Tell whether the text, its headings aside, refers to a section by one of some numbers."""
    source = document.parse.source
    parts = []
    at = 0
    for heading in document.headings:
        parts.append(source[at : heading.start])
        at = heading.body
    text = b"\n".join([*parts, source[at:]]).decode("utf-8", "replace")
    for number in numbers:
        one = rf"(?<![\w.]){re.escape(number)}(?![\w]|\.\d)"
        if "." in number and re.search(one, text):
            return True
        if re.search(_REFERENCE + _RANGE + one, text, re.IGNORECASE):
            return True
    return False


def _links(document: Document, edits: tuple[Edit, ...]) -> list[Edit] | None:
    """Return the edits of links to anchors that other edits change; ``None`` where one cannot be made."""
    source = document.parse.source
    before = heading_anchors(document.parse)
    after = heading_anchors(parse(apply(source, [Fix(edits)]).content))
    if len(before) != len(after):
        return None
    changed = {squeeze(old): new for old, new in zip(before, after, strict=True) if old != new}
    name = document.path.rpartition("/")[2]
    found = set()
    for link in document.parse.inlines:
        target, mark, fragment = link.data.partition("#")
        if link.kind != "link" or not mark or target.rpartition("/")[2] not in ("", name):
            continue
        if squeeze(fragment) in changed:
            place = _fragment(document, link, fragment)
            if place is None:
                return None
            found.add(Edit(place, changed[squeeze(fragment)]))
    return sorted(found)


def _fragment(document: Document, link: Inline, fragment: str) -> Span | None:
    """Return where a fragment stands: in the link itself, or in the definition that it refers to."""
    for start, end in (
        (link.start, link.end),
        *(one[1:3] for one in document.parse.definitions if one.data == link.data),
    ):
        at = document.parse.source.rfind(f"#{fragment}".encode(), start, end)
        if at >= 0:
            return Span(at + 1, at + 1 + len(fragment.encode()))
    return None
