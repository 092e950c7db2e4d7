"""What the rules about a whole corpus need to know of one file, read off its parse."""

import re
from urllib.parse import unquote

from holdfast.binding.document import Document
from holdfast.markdown.anchors import anchors
from holdfast.markdown.blocks import Block, Inline, Parse
from holdfast.markdown.outline import outline
from holdfast.markdown.plain import key, plain
from holdfast.model.corpus import Entry, Link, Spot
from holdfast.model.role import role_of
from holdfast.model.schema import Scope

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|\\\\", re.IGNORECASE)
_TEMPLATED = re.compile(r"[{}<>$|*]|\s")
_TRAILING_STATUS = re.compile(r"(?:[-–—:|(\[]\s*)(?P<status>[^-–—:|()\[\]]{3,30})[)\]]?\s*$")


def document_entry(document: Document) -> Entry:
    """Return the facts of a document."""
    schema = document.schema
    status = document.fields.get("status")
    demand = schema.field("status")
    demanded = demand and document.demanded(demand.presence, demand.when) and document.status is None
    skipped = {one.text for one in schema.placeholders if one.scope is Scope.WHOLE}
    return Entry(
        path=document.path,
        kind="document",
        type=schema.name,
        title=document.title,
        role=document.role,
        status=document.status,
        status_demand=demand.origin if demand and demanded else None,
        bound=not (document.unbound or document.unfilled),
        top=_spot(document.parse, *document.top),
        status_spot=_spot(document.parse, status.name_span.start, status.span.end) if status else Spot(0, 0, 1, 1),
        anchors=anchors(document.parse),
        links=tuple(link for link in links(document.parse) if link.text not in skipped),
    )


def page_entry(path: str, parse: Parse) -> Entry:
    """Return the facts of an index page or of any other page that is read for its links only."""
    headings = outline(parse)
    top = _spot(parse, headings[0].start if headings else 0)
    title = headings[0].title if headings else ""
    return Entry(path=path, kind="page", title=title, top=top, anchors=anchors(parse), links=tuple(links(parse)))


def links(parse: Parse) -> list[Link]:
    """Return the local links of a text in order, those of unused reference definitions left out."""
    found = [one for one in parse.inlines if one.kind in ("link", "image") and is_local(one.data)]
    if not found:
        return []
    rows = _rows(parse)
    result = []
    seen: set[int] = set()
    for inline in found:
        path, _, fragment = inline.data.partition("#")
        row = _row_of(rows, inline)
        first = row is not None and inline.kind == "link" and row.start not in seen
        if row is not None and inline.kind == "link":
            seen.add(row.start)
        spot = _spot(parse, inline.start, inline.end)
        text = plain(parse.slice(inline.start, inline.end))
        status = _row_status(parse, row, inline) if first and row else ""
        result.append(Link(unquote(path.split("?")[0]), unquote(fragment), spot, text, first, status))
    return result


def is_local(target: str) -> bool:
    """Tell whether a destination names something in the repository, as far as that can be told."""
    return bool(target) and _ELSEWHERE.match(target) is None and _TEMPLATED.search(target.split("#", maxsplit=1)[0].replace("%20", "")) is None


def _spot(parse: Parse, start: int, end: int | None = None) -> Spot:
    return Spot(start, start if end is None else end, *parse.position(start))


def _rows(parse: Parse) -> list[Block]:
    """Table rows and list items, innermost last."""
    return [block for block in parse.blocks if block.kind in ("row", "item")]


def _row_of(rows: list[Block], inline: Inline) -> Block | None:
    found = None
    for row in rows:
        if row.start > inline.start:
            break
        if row.end > inline.start:
            found = row
    return found


def _row_status(parse: Parse, row: Block, link: Inline) -> str:
    """Return what an index row says of the status: its Status column, or a status word at the end of an item."""
    if row.kind == "item":
        line = parse.slice(link.end, row.end).split("\n", 1)[0]
        found = _TRAILING_STATUS.search(plain(line))
        status = found["status"].strip() if found else ""
        return status if len(key(status).split()) <= 2 and role_of(status) else ""
    table = next(block for block in reversed(parse.blocks) if block.kind == "table" and block.start <= row.start)
    header = [plain(parse.slice(cell.start, cell.end)) for cell in _cells(parse, table) if cell.end <= row.start]
    columns = [index for index, name in enumerate(header) if key(name) in ("status", "state")]
    cells = _cells(parse, row)
    if not columns or columns[0] >= len(cells):
        return ""
    cell = cells[columns[0]]
    return plain(parse.slice(cell.start, cell.end))


def _cells(parse: Parse, block: Block) -> list[Block]:
    """Cells of a row, or the header cells of a table (its first row only)."""
    cells = []
    for one in parse.blocks_in((block.start, block.end)):
        if one.kind == "row" and block.kind == "table":
            break
        if one.kind == "cell":
            cells.append(one)
    return cells
