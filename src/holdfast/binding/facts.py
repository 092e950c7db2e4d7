"""What the rules about a whole corpus need to know of one file, read off its parse."""

import re

from holdfast.binding.document import Document
from holdfast.binding.fieldline import undated_field
from holdfast.binding.mentions import mentions
from holdfast.binding.rows import Rows
from holdfast.markdown.anchors import anchors
from holdfast.markdown.blocks import Parse
from holdfast.markdown.outline import outline
from holdfast.markdown.plain import plain
from holdfast.model.entry import Details, Entry, Link, Spot, entry_of
from holdfast.model.schema import Scope
from holdfast.patterns import pattern
from holdfast.percent import unquote

_ELSEWHERE = pattern(r"[a-z][a-z0-9+.-]*:|//|\\\\", re.IGNORECASE)
_TEMPLATED = pattern(r"[{}<>$|*]|\s")


def document_entry(document: Document) -> Entry:
    """Return the facts of a document."""
    schema = document.schema
    status = document.fields.get("status")
    demand = schema.field("status")
    demanded = demand and document.demanded(demand.presence, demand.when) and document.status is None
    skipped = {one.text for one in schema.placeholders if one.scope is Scope.WHOLE}
    details = Details(
        top=_spot(document.parse, *document.top),
        status_spot=_spot(document.parse, status.name_span.start, status.span.end) if status else Spot(0, 0, 1, 1),
        status_demand=demand.origin if demand and demanded else None,
        date_demand=undated.origin if (undated := undated_field(document)) else None,
        anchors=anchors(document.parse),
        links=tuple(_in_fields(document, [link for link in links(document.parse) if link.text not in skipped])),
        mentions=tuple(mentions(document)),
    )
    return entry_of(
        details,
        document.path,
        "document",
        type=schema.name,
        version=schema.version,
        title=document.own_title,
        role=document.role,
        status=document.status,
        bound=not (document.unbound or document.unfilled),
    )


def page_entry(path: str, parse: Parse) -> Entry:
    """Return the facts of an index page or of any other page that is read for its links only."""
    headings = outline(parse)
    top = _spot(parse, headings[0].start if headings else 0)
    title = headings[0].title if headings else ""
    details = Details(top=top, anchors=anchors(parse), links=tuple(links(parse)))
    return entry_of(details, path, "page", title=title)


def links(parse: Parse) -> list[Link]:
    """Return the local links of a text in order, those of unused reference definitions left out."""
    found = [one for one in parse.inlines if one.kind in ("link", "image") and is_local(one.data)]
    if not found:
        return []
    rows = Rows(parse)
    result = []
    seen: set[int] = set()
    shown = 0
    for inline in found:
        if inline.start < shown:
            continue  # What stands in the text of an image leads nowhere on any page.
        if inline.kind == "image":
            shown = inline.end
        path, _, fragment = inline.data.partition("#")
        row = rows.around(inline.start) if inline.kind == "link" else None
        first = row is not None and row.start not in seen
        status = ""
        if row is not None:
            seen.add(row.start)
            status = rows.status(row, inline.end) if first else ""
        spot = _spot(parse, inline.start, inline.end)
        text = plain(parse.slice(inline.start, inline.end))
        result.append(Link(decoded(path.split("?")[0]), decoded(fragment), spot, text, first, status))
    return result


def decoded(written: str) -> str:
    """Return a part of a destination as a name; one with a byte that no name can hold stays as it is written."""
    name = unquote(written)
    return written if "\0" in name else name


def is_local(target: str) -> bool:
    """Tell whether a destination names something in the repository, as far as that can be told."""
    return (
        bool(target)
        and _ELSEWHERE.match(target) is None
        and _TEMPLATED.search(target.split("#", maxsplit=1)[0].replace("%20", "")) is None
    )


def _in_fields(document: Document, found: list[Link]) -> list[Link]:
    """Give the links of the header the field each stands in."""
    spans = [(id, field.span) for id, field in document.fields.items() if field.span.end > field.span.start]
    end = max((span.end for _, span in spans), default=0)
    return [
        link._replace(field=next((id for id, span in spans if span.start <= link.spot.start < span.end), ""))
        if link.spot.start < end
        else link
        for link in found
    ]


def _spot(parse: Parse, start: int, end: int | None = None) -> Spot:
    return Spot(start, start if end is None else end, *parse.position(start))
