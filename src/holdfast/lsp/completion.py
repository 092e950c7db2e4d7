"""Completion: what can stand where somebody types, by what the template, the corpus and the rules know."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lsprotocol import types

from holdfast.formats.escape import visible
from holdfast.lsp.desk import Desk, Page
from holdfast.lsp.offers import Offer, anchors, documents, field_lines, field_values, metrics, sections, slugs
from holdfast.lsp.targets import field_at
from holdfast.markdown.labels import read_label
from holdfast.model.schema import FieldKind
from holdfast.model.span import Span

TRIGGERS = ["(", "#", "/", ":", "|", " ", "["]
_DESTINATION = re.compile(r"(?:\]\(|^ {0,3}\[[^\]]+\]:[ \t]*)<?(?P<written>[^\s()<>]*)\Z")
_HEADING = re.compile(r"\A(?P<marks>#{1,6}[ \t]+)(?P<written>.*)\Z")
_WAIVER = re.compile(r"<!--\s*(?:holdfast|hf):\s*waive\s+(?:[a-z-]+\s*,\s*)*(?P<written>[a-z-]*)\Z")
_FIRST_CELL = re.compile(r"\A[ \t]*\|[ \t]*(?P<written>[^|]*)\Z")


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where somebody types."""

    page: Page
    offset: int
    line: str
    """What stands before the cursor on its line."""

    def back(self, text: str) -> Span:
        """Return the span of a text that ends at the cursor."""
        return Span(self.offset - len(text.encode()), self.offset)


def completion(desk: Desk, params: types.CompletionParams) -> types.CompletionList:
    """Return what can stand at a place; the editor narrows it to what was typed."""
    page = desk.page(params.text_document.uri)
    if page is None or page.live is None:
        return types.CompletionList(is_incomplete=False, items=[])
    offset = page.ruler.offset(params.position)
    start = page.ruler.offset(types.Position(line=params.position.line, character=0))
    cursor = Cursor(page, offset, page.parse.slice(start, offset))
    items = [_item(page, number, *one) for number, one in enumerate(_offered(cursor))]
    return types.CompletionList(is_incomplete=False, items=items)


def _item(page: Page, number: int, span: Span, offer: Offer) -> types.CompletionItem:
    return types.CompletionItem(
        label=visible(offer.label),
        kind=offer.kind,
        detail=visible(offer.detail) or None,
        documentation=visible(offer.line) or None,
        sort_text=f"{number:05}",
        filter_text=offer.text if offer.text != offer.label else None,
        text_edit=types.TextEdit(range=page.ruler.range(span), new_text=offer.text),
    )


def _offered(cursor: Cursor) -> Iterator[tuple[Span, Offer]]:
    """Yield what can stand at the cursor, with what it replaces; the first way to read the line counts."""
    for read in (_in_waiver, _in_link, _in_code, _in_heading, _in_value, _in_status, _in_table, _at_line_start):
        found = read(cursor)
        if found is not None:
            span, offers = found
            yield from ((span, one) for one in offers)
            return


Read = tuple[Span, Iterable[Offer]] | None


def _in_waiver(cursor: Cursor) -> Read:
    found = _WAIVER.search(cursor.line)
    return (cursor.back(found["written"]), slugs(cursor.page)) if found else None


def _in_link(cursor: Cursor) -> Read:
    found = _DESTINATION.search(cursor.line)
    if found is None or cursor.page.parse.in_block(cursor.offset, "fence", "code"):
        return None
    path, mark, fragment = found["written"].partition("#")
    if mark:
        return cursor.back(fragment), anchors(cursor.page, path)
    return cursor.back(path), documents(cursor.page, path)


def _in_code(cursor: Cursor) -> Read:
    """Nothing of ours belongs into an example."""
    inside = cursor.page.parse.in_block(cursor.offset, "fence", "code")
    return (cursor.back(""), ()) if inside else None


def _in_heading(cursor: Cursor) -> Read:
    found = _HEADING.match(cursor.line)
    if found is None:
        return None
    return cursor.back(found["written"]), sections(cursor.page, found["marks"].strip(), cursor.offset)


def _in_value(cursor: Cursor) -> Read:
    """In the value of a header field, as it stands or as it is just being written."""
    page = cursor.page
    if page.document is None or cursor.offset > _header_end(page):
        return None
    field = field_at(page, cursor.offset)
    label = read_label(f"{cursor.line} x" if cursor.line.rstrip().endswith((":", "**")) else cursor.line)
    schema = field.schema if field and field.span.start <= cursor.offset else None
    if schema is None and label:
        schema = page.document.lookup.fields.get(label[0].casefold())
    if schema is None:
        return None
    written = re.search(r"[^:|*,\[\]]*\Z", cursor.line)
    typed = written[0].lstrip() if written else ""
    if schema.kind is FieldKind.LINKS:
        return cursor.back(typed), documents(page, "", linked=True)
    return cursor.back(typed), field_values(page, schema)


def _in_status(cursor: Cursor) -> Read:
    """In the section of a document that has its Status as a section, as Nygard's records have."""
    page = cursor.page
    status = page.document.fields.get("status") if page.document else None
    around = next((one for one in reversed(page.headings) if one.body <= cursor.offset <= one.end), None)
    if status is None or status.schema is None or around is None or status.name_span.start != around.start:
        return None
    word = re.search(r"\w*\Z", cursor.line)
    return (
        (cursor.back(word[0]), field_values(page, status.schema)) if word and word[0] == cursor.line.strip() else None
    )


def _in_table(cursor: Cursor) -> Read:
    found = _FIRST_CELL.match(cursor.line)
    if found is None or cursor.page.document is None:
        return None
    return cursor.back(found["written"]), metrics(cursor.page, cursor.offset)


def _at_line_start(cursor: Cursor) -> Read:
    """On a line of the header that has no field yet: those that are missing."""
    page = cursor.page
    begun = re.fullmatch(r"[ \t>*_-]*(?:[-*+][ \t]+)?[*_]{0,2}\w*", cursor.line)
    if page.document is None or begun is None or cursor.offset > _header_end(page) or cursor.line.startswith("---"):
        return None
    return cursor.back(cursor.line), field_lines(page)


def _header_end(page: Page) -> int:
    """Return up to where lines can be fields: the end of the header and the blank line behind it, or the first section."""
    document = page.document
    if document is None:
        return 0
    following = next((one.start for one in page.headings[1:]), len(page.parse.source))
    if document.header.dialect == "yaml":
        return document.header.end
    return max(document.header.end, following)
