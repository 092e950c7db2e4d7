"""Go to definition, and the references of a document: along its links and the numbers that header fields give."""

from collections.abc import Iterator

from lsprotocol import types

from holdfast.binding.numbers import References
from holdfast.lsp.desk import Desk, Page
from holdfast.lsp.diagnostics import origin_location
from holdfast.lsp.targets import Target, heading_at, location, section_of, target_of, targets_at
from holdfast.markdown.anchors import heading_anchors, squeeze
from holdfast.model.entry import Link, Spot
from holdfast.model.span import Span


def definition(desk: Desk, params: types.DefinitionParams) -> list[types.Location]:
    """Return where the link, or the number of a document, at a place leads; from a heading, the template's line for it."""
    page = desk.page(params.text_document.uri)
    if page is None or page.live is None:
        return []
    offset = page.ruler.offset(params.position)
    found = [place for target in targets_at(page, offset) if (place := location(desk, page, target))]
    heading = heading_at(page, offset) if not found else None
    section = section_of(page, heading) if heading else None
    origin = origin_location(page.live, section.schema.origin) if section else None
    return [*found, *([origin] if origin else [])]


def references(desk: Desk, params: types.ReferenceParams) -> list[types.Location]:
    """Return every place that refers to the document, or the heading, at a place.

    On a link that is what it leads to; on a heading below the title the heading itself; anywhere else the document.
    """
    page = desk.page(params.text_document.uri)
    if page is None or page.live is None:
        return []
    offset = page.ruler.offset(params.position)
    target = next(targets_at(page, offset), None) or _own(page, offset)
    found = list(_referring(desk, page, target))
    if params.context.include_declaration:
        declared = location(desk, page, target)
        found = [declared, *found] if declared and declared not in found else found
    return found


def _own(page: Page, offset: int) -> Target:
    heading = heading_at(page, offset)
    if heading is None or heading is page.headings[0]:
        return Target(page.path, "")
    blocks = [one.start for one in page.parse.blocks if one.kind == "heading"]
    return Target(page.path, heading_anchors(page.parse)[blocks.index(heading.start)])


def _referring(desk: Desk, page: Page, target: Target) -> Iterator[types.Location]:
    live = page.live
    if live is None:
        return
    for path, links, numbers in _said(page, target):
        other = page if path == page.path else desk.neighbour(page, path)
        if other is None:
            continue
        spots = [one.spot for one in links if _leads(other, one, target)] + numbers
        for spot in sorted(set(spots)):
            yield types.Location(uri=other.uri, range=other.ruler.range(Span(spot.start, spot.end)))


def _said(page: Page, target: Target) -> Iterator[tuple[str, list[Link], list[Spot]]]:
    """Yield each file of the project with those of its links and numbers that may refer to a target."""
    live = page.live
    name = target.path.rpartition("/")[2].rpartition(".")[0]
    seen = set()
    for _, corpus in live.session.corpora() if live else ():
        references = References(corpus)
        for path, entry in corpus.entries.items():
            if path in seen:
                continue
            seen.add(path)
            near = [one for one in entry.links if name in one.target or not one.target or one.target.endswith("/")]
            numbers = [
                one.spot
                for one in entry.mentions
                if one.kind in ("needs", "heir")
                and not target.anchor
                and any(other.path == target.path for other in references.of(entry, one))
            ]
            if near or numbers:
                yield path, near, numbers


def _leads(page: Page, link: Link, target: Target) -> bool:
    found = target_of(page, link)
    if found is None or found.path != target.path:
        return False
    if target.anchor:
        return squeeze(found.anchor) == squeeze(target.anchor)
    return page.path != target.path or bool(link.target)
