"""The status in a row of an index page, said as the document says it and written as the page writes it."""

import re
from itertools import pairwise

from holdfast.markdown.plain import key, plain
from holdfast.model.corpus import Corpus
from holdfast.model.edit import Edit, Fix
from holdfast.model.entry import Entry, Link
from holdfast.model.span import Span
from holdfast.patterns import pattern

_CELL = pattern(r"(?<!\\)\|")
_WORDS = 3
"""A status of more words is a sentence, and a cell is no place for it."""


def restate(corpus: Corpus, page: Entry, link: Link, status: str) -> Fix | None:
    """Return the edit that gives the row of a link another status; ``None`` where its place or its wording is unsure.

    Where another row of the page has that status, its spelling is taken, with the emoji it has.
    """
    source = corpus.text(page.path).encode()
    span = _place(source, link)
    if span is None:
        return None
    said = next((one.status for one in page.links if one.row and one.status and key(one.status) == key(status)), "")
    if not said:
        if len(status.split()) > _WORDS or status[:1].isascii() != link.status[:1].isascii():
            return None
        said = status
    return Fix((Edit(span, said),))


def _place(source: bytes, link: Link) -> Span | None:
    """Return where the row has its status: the one cell that says nothing else, or once behind the link of an item."""
    start = max(source.rfind(b"\n", 0, link.spot.start), source.rfind(b"\r", 0, link.spot.start)) + 1
    line = re.split(rb"[\r\n]", source[start:], maxsplit=1)[0].decode("utf-8", "replace")
    after = len(source[start : link.spot.end].decode("utf-8", "replace"))
    bounds = [0, *(one.end() for one in _CELL.finditer(line)), len(line) + 1]
    cells = [(left, right - 1) for left, right in pairwise(bounds)]
    found = [cell for cell in cells if plain(line[cell[0] : cell[1]]).strip() == link.status]
    if len(bounds) == 2:
        found = [(after, len(line))]
    if len(found) != 1 or line[slice(*found[0])].count(link.status) != 1:
        return None
    at = line.index(link.status, found[0][0])
    first = start + len(line[:at].encode())
    return Span(first, first + len(link.status.encode()))
