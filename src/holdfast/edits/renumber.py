"""Headings that get other numbers, with what refers to them in the same document."""

import re
from collections.abc import Mapping

from holdfast.binding.document import Document
from holdfast.markdown.anchors import heading_anchors
from holdfast.model.edit import Edit, Fix
from holdfast.model.span import Span

_REFERENCE = r"(?:§\s*|\b(?:sections?|chapters?|sec\.|parts?|steps?|items?|under|see|in|from|of|to|and|or|with)\s+)"
_RANGE = r"(?:[A-Z0-9.]+\s*(?:-|–|—|,|and|or|to|&)\s*)*"


def renumber(document: Document, numbers: Mapping[int, str]) -> Fix | None:
    """Return the edits that give headings, by their place in the outline, other numbers, those below them included.

    Links to their anchors in the same document follow. ``None`` where the text refers to one of the numbers in words,
    because nothing tells whether such a reference was right, and where two headings would get one anchor.
    """
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
    links = _links(document, {place: (document.headings[place].number, number) for place, number in new.items()})
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


def _links(document: Document, changed: Mapping[int, tuple[str, str]]) -> list[Edit] | None:
    """Return the edits of links to the anchors of renumbered headings; ``None`` where one cannot be made."""
    anchors = heading_anchors(document.parse)
    after = {
        anchors[document.headings[place].start]: heading_anchor(anchors[document.headings[place].start], *numbers)
        for place, numbers in changed.items()
        if document.headings[place].start in anchors
    }
    if len({*anchors.values(), *after.values()}) < len(anchors):
        return None
    edits = []
    for link in document.parse.inlines:
        if link.kind != "link" or not link.data.startswith("#"):
            continue
        old = link.data[1:].lower()
        if old not in after:
            continue
        at = document.parse.source.rfind(link.data.encode(), link.start, link.end)
        if at < 0 or after[old] is None:
            return None
        edits.append(Edit(Span(at + 1, at + len(link.data.encode())), after[old] or ""))
    return edits


def heading_anchor(anchor: str, old: str, new: str) -> str | None:
    """Return the anchor of a heading whose number changes, as GitHub makes it; ``None`` where it does not begin so."""
    squeezed = old.replace(".", "").lower()
    return new.replace(".", "").lower() + anchor[len(squeezed) :] if anchor.startswith(squeezed) else None
