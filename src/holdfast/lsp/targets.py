"""What stands at a place of a text: a link, a heading, a header field, an example; and where links lead."""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from lsprotocol import types

from holdfast.binding.facts import links
from holdfast.binding.fields import BoundField
from holdfast.binding.numbers import References
from holdfast.binding.sections import BoundSection
from holdfast.binding.targets import present, resolve
from holdfast.lsp.desk import Desk, Page
from holdfast.markdown.anchors import heading_anchors, squeeze
from holdfast.markdown.outline import Heading
from holdfast.model.entry import Link
from holdfast.model.span import Span


class Target(NamedTuple):
    """Where something leads: a file of the project, and a heading of it where one is named."""

    path: str
    anchor: str


def link_at(page: Page, offset: int) -> Link | None:
    """Return the innermost local link around an offset; a reference definition counts as the link it defines."""
    around = [one for one in links(page.parse) if one.spot.start <= offset <= one.spot.end]
    return min(around, key=lambda one: one.spot.end - one.spot.start, default=None)


def heading_at(page: Page, offset: int) -> Heading | None:
    """Return the heading on the line of an offset."""
    return next((one for one in page.headings if one.start <= offset < max(one.body, one.start + 1)), None)


def section_of(page: Page, heading: Heading) -> BoundSection | None:
    """Return the section of the template that a heading answers."""
    if page.document is None:
        return None
    return next((one for one in page.document.sections.bound if one.heading.start == heading.start), None)


def field_at(page: Page, offset: int) -> BoundField | None:
    """Return the header field around an offset, its name included."""
    fields = page.document.fields.values() if page.document else ()
    return next((one for one in fields if one.span.end and one.name_span.start <= offset <= one.span.end), None)


def target_of(page: Page, link: Link) -> Target | None:
    """Return where a link leads; ``None`` where it leaves the project or leads to nothing."""
    corpus = page.corpus
    if corpus is None or page.live is None:
        return None
    if not link.target:
        return Target(page.path, link.fragment)
    path = resolve(page.path, link.target)
    found = present(corpus, path) if path else None
    return Target(found, link.fragment) if found else None


def targets_at(page: Page, offset: int) -> Iterator[Target]:
    """Yield what the text at an offset refers to: the target of a link, or the documents whose numbers a field gives."""
    link = link_at(page, offset)
    if link is not None:
        target = target_of(page, link)
        if target:
            yield target
        return
    definition = next((one for one in page.parse.definitions if one.start <= offset <= one.end), None)
    if definition is not None:
        written, _, fragment = definition.data.partition("#")
        path = resolve(page.path, unquote(written)) if written else page.path
        found = present(page.corpus, path) if path and page.corpus else None
        if found:
            yield Target(found, unquote(fragment))
        return
    entry, corpus = page.entry, page.corpus
    if entry is None or corpus is None:
        return
    for mention in entry.mentions:
        if mention.kind in ("needs", "heir") and mention.spot.start <= offset <= mention.spot.end:
            for other in References(corpus).of(entry, mention):
                yield Target(other.path, "")


def place_of(page: Page, anchor: str) -> Span:
    """Return where an anchor of a page stands: its heading, or the beginning of the text."""
    blocks = [one for one in page.parse.blocks if one.kind == "heading"]
    for block, name in zip(blocks, heading_anchors(page.parse), strict=True):
        if anchor and squeeze(name) == squeeze(anchor):
            return Span(block.start, block.end)
    first = page.headings[0] if page.headings and not anchor else None
    return Span(first.start, first.body) if first else Span(0, 0)


def location(desk: Desk, page: Page, target: Target) -> types.Location | None:
    """Return where a target is, for an editor to go to; ``None`` for a folder and for what cannot be read."""
    other = page if target.path == page.path else desk.neighbour(page, target.path)
    if other is None:
        return None
    return types.Location(uri=other.uri, range=other.ruler.first_line(place_of(other, target.anchor)))
