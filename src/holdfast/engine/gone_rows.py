"""Rows of an index page that can go: git recorded that their documents were deleted, and nothing else hangs on them."""

import re
from collections.abc import Iterable, Iterator

from holdfast.binding.rows import Rows
from holdfast.binding.targets import resolve
from holdfast.markdown.blocks import Block, Parse
from holdfast.model.edit import Edit, Fix
from holdfast.model.entry import Entry
from holdfast.model.span import Span
from holdfast.world.deletions import deleted
from holdfast.world.git import GitError

_ASKED = 200
"""History is asked about so many documents of a page."""


def gone_rows(root: str, entry: Entry, parse: Parse, places: Iterable[int]) -> dict[int, Fix]:
    """Return the edits that take rows away, by where their links start; ``places`` are those of links that lead nowhere."""
    links = {one.spot.start: one for one in entry.links if one.row}
    targets = {
        place: target
        for place in sorted(places)
        if place in links and (target := resolve(entry.path, links[place].target)) is not None
    }
    try:
        asked = list(dict.fromkeys(targets.values()))[:_ASKED]
        gone = deleted(root, asked) if asked else {}
    except GitError:
        return {}
    return dict(_edits(parse, [place for place, target in targets.items() if target in gone]))


def _edits(parse: Parse, places: Iterable[int]) -> Iterator[tuple[int, Fix]]:
    rows = Rows(parse)
    for place in places:
        row = rows.around(place)
        if row is not None and _simple(parse, row):
            start = parse.lines[parse.line(row.start) - 1]
            text = parse.source[row.start : row.end].rstrip()
            last = parse.line(row.start + max(0, len(text) - 1))
            end = parse.lines[last] if last < len(parse.lines) else len(parse.source)
            yield place, Fix((Edit(Span(start, end), ""),))


def _simple(parse: Parse, row: Block) -> bool:
    """Tell whether a row can go without anything else: one link to a document, nothing nested, no number that counts."""
    inside = [one for one in parse.blocks_in((row.start + 1, row.end)) if one.kind in ("list", "item", "fence")]
    counted = re.match(rb"\s*\d+[.)]", parse.source[row.start : row.end]) is not None
    return not inside and not counted
