"""What a new document does not take over from its template: repetitions, directives and, on request, advice."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from holdfast.binding.document import Document
from holdfast.binding.fields import BoundField
from holdfast.markdown.blocks import Block, Parse
from holdfast.markdown.labels import read_labels
from holdfast.markdown.outline import Heading
from holdfast.markdown.plain import plain
from holdfast.model.schema import Presence
from holdfast.model.span import Span
from holdfast.template.comments import find_comments, is_directive
from holdfast.template.folding import says_more

_BLANK_LINES = re.compile(rb"(?:[ \t]*(?:\r\n|\n|\r))*")


class Guidance(NamedTuple):
    """What becomes of the template's advice."""

    dropped: bool = False
    """Leave out comments to the author, optional sections, and prose that only advises."""
    boilerplate: frozenset[str] | None = None
    """Paragraphs that documents repeat and that therefore stay; ``None`` where no document tells, so that all prose stays."""


KEPT = Guidance()
"""All advice stays."""


def left_out(document: Document, omitted: Iterable[str], guidance: Guidance) -> Iterator[Span]:
    """Yield what is left out, the header fields with the given ids among it."""
    yield from _further_repetitions(document)
    for id in omitted:
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


def directives(parse: Parse) -> Iterator[Span]:
    """Yield the directives, which govern templates only."""
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


def to_the_end(source: bytes, spans: list[Span]) -> list[Span]:
    """Let what is left out at the end of the text take the blank lines before it along, and leave its last line end."""
    end = len(source.rstrip())
    start = len(source)
    while spans and not source[spans[-1].end : start].strip():
        start = len(source[: spans.pop().start].rstrip())
    return [*spans, Span(start, max(start, end))] if start < end else spans


def merged(spans: list[Span]) -> list[Span]:
    """Return spans in order, those that touch each other as one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        elif span.end > span.start:
            merged.append(span)
    return merged
