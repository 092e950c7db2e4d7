"""A new document out of its template: what is known is filled in, and all else stays as the template has it."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from holdfast.binding.document import Document
from holdfast.binding.fields import BoundField
from holdfast.binding.lookup import Lookup
from holdfast.edits.apply import apply
from holdfast.edits.heading import title_line
from holdfast.edits.yamlvalue import yaml_scalar
from holdfast.markdown.blocks import Block, Parse
from holdfast.markdown.frontmatter import read_fields
from holdfast.markdown.header import read_labels
from holdfast.markdown.outline import Heading
from holdfast.markdown.plain import plain
from holdfast.model.edit import Edit, Fix
from holdfast.model.schema import Presence, Schema
from holdfast.model.span import Span
from holdfast.template.comments import find_comments, is_directive
from holdfast.template.sections import says_more
from holdfast.template.wording import split_marker

_ITEM = re.compile(r"(?P<dash>-[ \t]+)\S")
_QUOTES = "\"'"
_BLANK_LINES = re.compile(rb"(?:[ \t]*(?:\r\n|\n|\r))*")


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


class Guidance(NamedTuple):
    """What becomes of the template's advice."""

    dropped: bool = False
    """Leave out comments to the author, optional sections, and prose that only advises."""
    boilerplate: frozenset[str] | None = None
    """Paragraphs that documents repeat and that therefore stay; ``None`` where no document tells, so that all prose stays."""


def skeleton(raw: bytes, schema: Schema, answers: Answers, guidance: Guidance = Guidance()) -> bytes:
    """Return a document written from a template.

    Directives go, because they govern templates only. Of headings that show a pattern as many stay as the schema
    asks for. Bytes outside of what is filled in or left out are those of the template.
    """
    document = Document(schema.path, raw, Lookup(schema))
    gone = list(_gone(document, answers, guidance))
    edits = [Edit(span, "") for span in _to_the_end(document.parse.source, _merged(gone))]
    for edit in (*_title(document, answers), *_fields(document, answers)):
        if not any(one.span.start < edit.span.end and edit.span.start < one.span.end for one in edits):
            edits.append(edit)
    for span in _directives(document.parse):
        if not any(one.span.start <= span.end and span.start <= one.span.end for one in edits):
            edits.append(Edit(span, ""))
    return apply(raw, [Fix((edit,)) for edit in edits]).content


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
    text = re.sub(r"\s*(?:<!--.*?-->\s*)+$|\s*\{[#:.][^{}]*\}\s*$|[ \t]+#+\s*$", "", line[len(lead) :]).rstrip()
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


def _gone(document: Document, answers: Answers, guidance: Guidance) -> Iterator[Span]:
    """Yield what is left out."""
    yield from _further_repetitions(document)
    for id in answers.omitted:
        field = document.fields.get(id)
        if field and field.span.end and not _in_table(document, field):
            yield _lines(document.parse, field.name_span.start, field.span.end)
    if not guidance.dropped:
        return
    parse = document.parse
    for section in document.sections.bound:
        if section.schema.presence is Presence.OPTIONAL:
            yield _section(document, section.heading)
    said = {one.text for one in document.schema.comments}
    for one in find_comments(parse):
        if one.text in said:
            yield _alone(parse, one.start, one.end)
    if guidance.boilerplate is not None:
        for block in advice(document):
            if plain(parse.slice(block.start, block.end)) not in guidance.boilerplate:
                yield _paragraph(parse, block)


def advice(document: Document) -> Iterator[Block]:
    """Yield the paragraphs, quotes and lists of a template's body that hold nothing to replace."""
    parse = document.parse
    asked = document.schema.placeholders
    for block in parse.top((document.header.end, _sections_end(document))):
        if block.kind not in ("paragraph", "quote", "list"):
            continue
        span = (block.start, block.end)
        text = parse.slice(*span)
        contents = (
            block.kind == "list"
            and all(one.data.startswith("#") for one in parse.within(span, "link"))
            and any(parse.within(span, "link"))
        )
        labelled = block.kind == "paragraph" and read_labels(parse, span, bold=True)
        if not (contents or labelled or any(one.text in text for one in asked) or _holds_field(document, span)):
            yield block


def _holds_field(document: Document, span: tuple[int, int]) -> bool:
    return any(span[0] <= one.span.start and one.span.end <= span[1] for one in document.fields.values())


def _further_repetitions(document: Document) -> Iterator[Span]:
    """Yield the headings that only show once more what one before them shows."""
    groups: dict[tuple[int, int], list[Heading]] = {}
    for section in document.sections.bound:
        if section.schema.repeat is not None:
            groups.setdefault((id(section.schema), section.heading.parent), []).append(section.heading)
            wanted = max(1, section.schema.repeat)
            if len(groups[id(section.schema), section.heading.parent]) > wanted:
                yield _section(document, section.heading)
    for index in document.sections.unclaimed:
        if says_more(document.headings[index].title):
            yield _section(document, document.headings[index])


def _section(document: Document, heading: Heading) -> Span:
    """Return a section with the comments that touch it from above, up to what follows."""
    parse = document.parse
    start = heading.start
    for one in reversed(find_comments(parse)):
        line = parse.lines[parse.line(one.start) - 1]
        if parse.source[one.end : start] in (b"\n", b"\r\n", b"\r") and not parse.source[line : one.start].strip():
            start = line
    end = max(heading.body, min(heading.end, _sections_end(document)))
    return Span(start, end)


def _sections_end(document: Document) -> int:
    """Return where the sections end: before the rule that closing labels follow."""
    parse = document.parse
    rules = [one for one in parse.blocks if one.kind == "rule" and not one.depth]
    return rules[-1].start if document.schema.closing and rules else len(parse.source)


def _directives(parse: Parse) -> Iterator[Span]:
    for one in find_comments(parse):
        if is_directive(one.text):
            yield _alone(parse, one.start, one.end)


def _alone(parse: Parse, start: int, end: int) -> Span:
    """Return a comment with its whole lines where it stands on lines of its own, else with the space before it."""
    source = parse.source
    before = source[parse.lines[parse.line(start) - 1] : start]
    lines = _lines(parse, start, end)
    after = source[end : lines.end]
    if not before.strip() and not after.strip():
        return Span(lines.start, _past_blank_lines(parse, lines))
    return Span(start - (len(before) - len(before.rstrip(b" \t"))), end)


def _lines(parse: Parse, start: int, end: int) -> Span:
    """Return the whole lines from one offset to another, their line end included."""
    first = parse.lines[parse.line(start) - 1]
    last = parse.line(max(start, end - 1))
    return Span(first, parse.lines[last] if last < len(parse.lines) else len(parse.source))


def _paragraph(parse: Parse, block: Block) -> Span:
    """Return a paragraph with the blank lines behind it, or without them where none stands before it."""
    lines = _lines(parse, block.start, block.end)
    return Span(lines.start, _past_blank_lines(parse, lines))


def _past_blank_lines(parse: Parse, lines: Span) -> int:
    """Return the end of some lines, with the blank lines behind them where one stands before them as well."""
    above = parse.line_text(parse.line(lines.start) - 1) if lines.start else ""
    found = None if above else _BLANK_LINES.match(parse.source, lines.end)
    return found.end() if found else lines.end


def _in_table(document: Document, field: BoundField) -> bool:
    """A row of a table of fields stays: the first one is its head."""
    return document.header.dialect == "table" and field.span.end <= document.header.end


def _to_the_end(source: bytes, spans: list[Span]) -> list[Span]:
    """Let what is left out at the end of the text take the blank lines before it along, and leave its last line end."""
    end = len(source.rstrip())
    start = len(source)
    while spans and not source[spans[-1].end : start].strip():
        start = len(source[: spans.pop().start].rstrip())
    return [*spans, Span(start, max(start, end))] if start < end else spans


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        elif span.end > span.start:
            merged.append(span)
    return merged
