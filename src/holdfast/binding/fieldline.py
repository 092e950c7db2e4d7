"""Header fields that are not there: the one that is there under a name with a slip in it, and where a line would go."""

from typing import NamedTuple

from holdfast.binding.document import Document
from holdfast.binding.fields import BoundField
from holdfast.binding.spelling import slip
from holdfast.markdown.labels import read_label
from holdfast.markdown.plain import key
from holdfast.model.schema import FieldKind, FieldSchema
from holdfast.model.span import Span
from holdfast.patterns import pattern

BIRTHDAYS = frozenset(
    {"date", "created", "date created", "creation date", "created at", "created on", "start date", "written"}
)
"""Keys of the fields that tell when a document was written."""


_COMMENT = pattern(r"<!--.*?-->")
_FEW_WORDS = 80
"""In characters: so much of a line of the template is shown of what it asks for."""


class Room(NamedTuple):
    """Where the line of a field would go, and how it is written there."""

    at: int
    before: str
    """What stands in front of the value, line ends as ``\\n``."""
    after: str


def undated_field(document: Document) -> FieldSchema | None:
    """Return the field that should tell when a document was written, where it is demanded and not there."""
    for field in document.schema.fields:
        if key(field.name) in BIRTHDAYS and field.kind in (FieldKind.DATE, FieldKind.MONTH):
            wanted = not field.advice and document.demanded(field.presence, field.when)
            return field if wanted and field.id not in document.fields else None
    return None


def asked(field: FieldSchema) -> str:
    """Return what a template asks for as the value of a field, in a few words."""
    found = read_label(_COMMENT.sub("", field.origin.text).rstrip())
    whole = found and field.origin.text[found[1] : found[2]].strip()
    if whole and field.placeholder and field.placeholder in whole and len(whole) <= _FEW_WORDS:
        return whole
    return field.placeholder or (f"one of {', '.join(field.choices)}" if field.choices else "a value")


def misspelt(document: Document, field: FieldSchema) -> tuple[Span, str] | None:
    """Return the place and the text of the only name in the header that is one slip from a field's; else ``None``."""
    known = {key(one.name) for one in document.schema.fields}
    found = [
        one
        for one in document.fields.values()
        if one.schema is None and one.span.end and key(one.name) not in known and slip(key(one.name), key(field.name))
    ]
    if len(found) != 1:
        return None
    at = document.parse.source.find(found[0].name.encode(), found[0].name_span.start, found[0].name_span.end)
    return (Span(at, at + len(found[0].name.encode())), found[0].name) if at >= 0 else None


def room(document: Document, field: FieldSchema) -> Room | None:
    """Return where a field would go in the order of the template, written as the lines around it are.

    Without any header it goes below the title as the template writes it; ``None`` where the header is in a file of
    its own, or where no line of it can be taken as a model.
    """
    if document.schema.side_file:
        return None
    order = [one.id for one in document.schema.fields]
    placed = [
        one
        for one in document.fields.values()
        if one.schema and one.schema.id in order and 0 < one.span.end <= document.header.end
    ]
    if not document.header.fields or not placed:
        return _below_title(document, field)
    model = next((line for one in placed if (line := _modelled(document, one, field))), None)
    if model is None:
        return None
    above = (
        [one for one in placed if one.schema and order.index(one.schema.id) < order.index(field.id)]
        if field.id in order
        else placed
    )
    lead, tail = model
    if not above:
        first = min(placed, key=lambda one: one.name_span.start)
        return Room(_line(document, first.name_span.start)[0], lead, f"{tail}\n")
    last = max(above, key=lambda one: one.span.end)
    _, end = _line(document, max(last.span.end - 1, last.name_span.start))
    if document.header.dialect == "table" and last is min(placed, key=lambda one: one.span.end):
        _, end = _line(document, min(end + 2, len(document.parse.source)))
    gap = "\n\n" if _apart(document, placed) else "\n"
    return Room(end, f"{gap}{lead}", tail)


def _modelled(document: Document, model: BoundField, field: FieldSchema) -> tuple[str, str] | None:
    """Return the line of one field with the name of another in it, cut where the value stands."""
    parse = document.parse
    start, end = _line(document, model.name_span.start)
    at = parse.source.find(model.name.encode(), model.name_span.start, model.name_span.end)
    if at < 0 or model.span.end > end or model.span.start == model.span.end:
        return None
    lead = parse.slice(start, at) + field.name + parse.slice(at + len(model.name.encode()), model.span.start)
    return lead, parse.slice(model.span.end, end)


def _below_title(document: Document, field: FieldSchema) -> Room | None:
    label = read_label(field.origin.text)
    if label is None or not document.headings or not document.schema.title or document.header.fields:
        return None
    source = document.parse.source
    body = document.headings[0].body
    lead = "" if source[:body].endswith((b"\n", b"\r")) else "\n"
    return Room(body, f"{lead}\n{field.origin.text[: label[1]].rstrip()} ", "\n")


def _line(document: Document, offset: int) -> tuple[int, int]:
    """Return where the line of an offset begins and where its text ends."""
    lines = document.parse.lines
    number = document.parse.line(offset)
    end = lines[number] if number < len(lines) else len(document.parse.source)
    return lines[number - 1], len(document.parse.source[:end].rstrip(b"\r\n")) if end > lines[number - 1] else end


def _apart(document: Document, placed: list[BoundField]) -> bool:
    """Tell whether blank lines stand between the fields."""
    ends = sorted((one.name_span.start, one.span.end) for one in placed)
    between = [
        document.parse.line(ends[n + 1][0]) - document.parse.line(max(ends[n][1] - 1, 0)) for n in range(len(ends) - 1)
    ]
    return bool(between) and min(between) > 1
