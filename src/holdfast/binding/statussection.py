"""A section called Status: where records keep it, and which of its lines says what the status is."""

import re
from typing import NamedTuple

from holdfast.binding.statushistory import newest
from holdfast.markdown.blocks import Block, Parse
from holdfast.markdown.outline import Heading
from holdfast.markdown.plain import plain
from holdfast.model.role import Role, role_of
from holdfast.model.schema import FieldSchema, Schema
from holdfast.model.span import Span
from holdfast.patterns import pattern
from holdfast.template.status import StateBox, is_other_field, is_status_name, state_boxes

_LABEL = pattern(r"status[ \t]*:[ \t]*(?=\S)", re.IGNORECASE)
_NEAR = 6
"""Among so many headings at the start a section called Status is that of the document, whatever it says."""
_DEEPEST = 3


class Stated(NamedTuple):
    """What a section called Status says."""

    name: str
    value: str
    span: Span
    """Of the value."""
    name_span: Span


def status_section(schema: Schema, parse: Parse, headings: list[Heading]) -> Stated | None:
    """Return what the Status section of a document says; "Superseded by ..." in it wins over what stood there.

    Further down than among the first headings it counts where the template has such a section, and only beside the other
    sections: a page may speak of other things that have a status.
    """
    field = schema.field("status")
    asked = field is not None and (schema.dialect == "section" or field.origin.text.startswith("#"))
    top = min((one.level for one in headings[1:]), default=1)
    for number, heading in enumerate(headings):
        if number < _NEAR or (asked and heading.level <= top):
            found = _stated(parse, headings, heading, field) if heading.level <= _DEEPEST else None
            if found:
                return found
    return None


def _stated(parse: Parse, headings: list[Heading], heading: Heading, field: FieldSchema | None) -> Stated | None:
    """Read one heading with what stands below it; ``None`` where it is not called Status."""
    if not is_status_name(heading.title):
        return _in_heading(parse, heading)
    name_span = Span(heading.start, heading.body)
    if boxes := state_boxes(parse, heading):
        return _ticked(heading, boxes, name_span)
    end = next((one.start for one in headings if one.start > heading.start), heading.end)
    if entry := newest(parse, (heading.body, end)):
        return Stated(heading.title, entry.state, entry.span, name_span)
    paragraphs = _states(parse, heading)
    if not paragraphs and field is None:
        return None
    if not paragraphs:
        return Stated(heading.title, "", Span(heading.body, heading.body), name_span)
    texts = [_LABEL.sub("", plain(parse.slice(block.start, block.end)).lstrip("-*+ ")) for block in paragraphs]
    over = [index for index, text in enumerate(texts) if role_of(text) in (Role.SUPERSEDED, Role.DEPRECATED)]
    index = over[-1] if over else 0
    return Stated(heading.title, texts[index], Span(paragraphs[index].start, paragraphs[index].end), name_span)


def _states(parse: Parse, heading: Heading) -> list[Block]:
    """Return what stands below a heading "Status"; where a field of another name opens it, only what is a known state."""
    found = [block for block in parse.top((heading.body, heading.end)) if block.kind in ("paragraph", "list")]
    if not found or not is_other_field(parse.slice(found[0].start, found[0].end)):
        return found
    return [block for block in found if role_of(plain(parse.slice(block.start, block.end)).lstrip("-*+ "))]


def _in_heading(parse: Parse, heading: Heading) -> Stated | None:
    """Read ``## Status: Accepted``, where the heading itself says it."""
    name, colon, value = heading.title.partition(":")
    if not colon or not value.strip() or not is_status_name(name):
        return None
    raw = parse.source[heading.start : heading.body]
    start = heading.start + raw.index(b":") + 1
    line = raw[start - heading.start :].split(b"\n", 1)[0].rstrip(b" \t\r#")
    lead = len(line) - len(line.lstrip())
    return Stated(name.strip(), value.strip(), Span(start + lead, start + len(line)), Span(heading.start, start))


def _ticked(heading: Heading, boxes: list[StateBox], name_span: Span) -> Stated:
    """Read a list of states as the one that is ticked."""
    one = next((box for box in boxes if box.ticked), None)
    span = one.span if one else Span(heading.body, heading.body)
    return Stated(heading.title, one.state if one else "", span, name_span)
