"""A new document out of its template: what is known is filled in, and all else stays as the template has it."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from holdfast.binding.document import Document
from holdfast.binding.fields import BoundField
from holdfast.binding.lookup import Lookup
from holdfast.edits.apply import apply
from holdfast.edits.heading import title_line
from holdfast.edits.omissions import KEPT, Guidance, directives, left_out, merged, to_the_end
from holdfast.edits.yamlvalue import yaml_scalar
from holdfast.markdown.blocks import Parse
from holdfast.markdown.frontmatter import read_fields
from holdfast.model.edit import Edit, Fix
from holdfast.model.schema import Schema
from holdfast.model.span import Span
from holdfast.template.wording import split_marker

_ITEM = re.compile(r"(?P<dash>-[ \t]+)\S")
_QUOTES = "\"'"
_BLANK_END = re.compile(rb"(\r?\n)(?:[ \t]*\r?\n)+\Z")
_BEHIND_TITLE = re.compile(
    r"(?<!-->)(?<!\s)\s*(?:<!--(?:(?!-->|<!--).)*-->\s*)+$|(?<!\s)\s*\{[#:.][^{}]*\}\s*$|(?<![ \t])[ \t]+#+\s*$"
)
"""What a template writes behind its title and is none of it; each alternative begins at one place of a run only."""


class Answers(NamedTuple):
    """What is known of a document before anybody has written it."""

    title: str
    number: str = ""
    """As in the file name; empty where there is none, or where it waits."""
    padded: bool = False
    """Whether titles have the number with its zeros."""
    values: Mapping[str, str] = {}
    """Of header fields, by id: one line each."""
    omitted: frozenset[str] = frozenset()
    """Ids of header fields that are left out."""


def skeleton(raw: bytes, schema: Schema, answers: Answers, guidance: Guidance = KEPT) -> bytes:
    """Return a document written from a template.

    Directives go, because they govern templates only. Of headings that show a pattern as many stay as the schema
    asks for. Bytes outside of what is filled in or left out are those of the template.
    """
    document = Document(schema.path, raw, Lookup(schema))
    gone = list(left_out(document, answers.omitted, guidance))
    edits = [Edit(span, "") for span in to_the_end(document.parse.source, merged(gone))]
    for edit in (*_title(document, answers), *_fields(document, answers)):
        if not any(one.span.start < edit.span.end and edit.span.start < one.span.end for one in edits):
            edits.append(edit)
    for span in directives(document.parse):
        if not any(one.span.start <= span.end and span.start <= one.span.end for one in edits):
            edits.append(Edit(span, ""))
    # Where the template is a part of its file, blank lines stand for the rest.
    # What a page says around a template is blank in its text.
    return _BLANK_END.sub(rb"\1", apply(raw, [Fix((edit,)) for edit in edits]).content.lstrip(b"\r\n"))


def side_skeleton(raw: bytes, schema: Schema, answers: Answers) -> bytes:
    """Return the YAML file beside a document, written from the one beside its template."""
    text = raw.decode("utf-8", "replace")
    ids = {(one.name, one.origin.line): one.id for one in schema.fields}
    edits = []
    for field in read_fields(text):
        line = raw[: field.name_span.start].count(b"\n") + 1
        value = answers.values.get(next((id for (_, at), id in ids.items() if at == line), ""))
        if value is not None:
            edits.append(_yaml_edit(text, field.span, value, bare=_is_number(value, answers)))
    return apply(raw, [Fix((edit,)) for edit in edits]).content


def _title(document: Document, answers: Answers) -> Iterator[Edit]:
    """Yield the change of the title line, where the template has one."""
    if document.schema.title is None or not document.headings:
        return
    heading = document.headings[0]
    line = re.split(r"[\r\n]", document.parse.slice(heading.start, heading.body), maxsplit=1)[0]
    marks = re.match(r" {0,3}#+[ \t]+", line)
    lead = marks[0] if marks else ""
    text = _BEHIND_TITLE.sub("", line[len(lead) :]).rstrip()
    start = heading.start + len(lead.encode())
    new = title_line(text, answers.title, answers.number, padded=answers.padded)
    yield Edit(Span(start, start + len(text.encode())), new)


def _fields(document: Document, answers: Answers) -> Iterator[Edit]:
    """Yield the changes of the header: values, and names without the marker that says when they are wanted."""
    for id, field in document.fields.items():
        if field.schema is None or field.span.end == 0:
            continue
        name = split_marker(field.name)[0]
        if name != field.name and id in answers.values:
            yield from _renamed(document.parse, field, name)
        if id in answers.values:
            yield _value(document, field, answers.values[id], bare=_is_number(answers.values[id], answers))


def _renamed(parse: Parse, field: BoundField, name: str) -> Iterator[Edit]:
    at = parse.source.find(field.name.encode(), field.name_span.start, field.name_span.end)
    if at >= 0:
        yield Edit(Span(at, at + len(field.name.encode())), name)


def _is_number(value: str, answers: Answers) -> bool:
    """The number of a document is one in YAML as well; other digits, such as those of a title, are text."""
    return bool(answers.number) and value == answers.number.lstrip("0")


def _value(document: Document, field: BoundField, value: str, *, bare: bool) -> Edit:
    parse = document.parse
    if document.header.dialect == "yaml" and field.span.end <= document.header.end:
        return _yaml_edit(parse.slice(0, len(parse.source)), field.span, value, bare=bare)
    raw = parse.slice(*field.span)
    inside = raw.strip()
    start = field.span.start + len(raw[: len(raw) - len(raw.lstrip())].encode()) if inside else field.span.start
    if document.header.dialect == "table" and field.span.end <= document.header.end:
        value = value.replace("|", "\\|")
    before = parse.source[start - 1 : start]
    spaced = "" if inside or before in (b" ", b"\t", b"\n") else " "
    return Edit(Span(start, start + len(inside.encode())), spaced + value)


def _yaml_edit(text: str, span: Span, value: str, *, bare: bool) -> Edit:
    """Return the change of a value in YAML; where the template shows a list, the value becomes its one item."""
    raw = text.encode()[span.start : span.end].decode("utf-8", "replace")
    scalar = value if bare else yaml_scalar(value)
    item = _ITEM.match(raw)
    if item:
        scalar = item["dash"] + scalar
    elif raw.startswith("["):
        scalar = f"[{scalar if scalar[0] in _QUOTES or scalar.isalnum() else _quoted(value)}]"
    elif not raw and not text.encode()[: span.start].endswith((b" ", b"\t")):
        scalar = f" {scalar}"
    return Edit(span, scalar)


def _quoted(value: str) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)
