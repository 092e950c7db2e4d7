"""What an author has to fill in, from the top, in the template's own words."""

import re

from holdfast.binding.document import Document
from holdfast.binding.lookup import Lookup
from holdfast.binding.unfilled import blanks
from holdfast.edits.omissions import advice
from holdfast.engine.answers import to_fill
from holdfast.engine.plan import DocumentSet
from holdfast.engine.templates import Template
from holdfast.markdown.frontmatter import read_fields
from holdfast.markdown.labels import read_label
from holdfast.markdown.parser import parse
from holdfast.markdown.plain import plain
from holdfast.model.entry import Entry
from holdfast.model.role import Role
from holdfast.model.schema import Schema
from holdfast.model.state import Blank
from holdfast.template.comments import find_comments
from holdfast.template.wording import first_sentence

_LONGEST = 100
_BULLET = re.compile(r"\A\s*(?:[-*+>]|\d+[.)])\s+")
_Found = tuple[int, str, str | int]
"""Offset, words, and the field's name or the place of the heading."""


def blanks_of(path: str, raw: bytes, template: Template, boilerplate: frozenset[str] | None = None) -> list[Blank]:
    """Return the blanks of a new document in the order of its lines.

    A blank is a placeholder that is still there, a section that holds nothing but the template's advice, and one that
    holds nothing. ``boilerplate`` are paragraphs that documents keep as they are.
    """
    lookup = Lookup(template.schema)
    document = Document(path, raw, lookup)
    found = {*_of_header(document, Document(template.path, template.raw, lookup)), *_placeholders(document)}
    filled = {where for _, _, where in found}
    found |= {one for one in _advice(document, boilerplate or frozenset()) if one[2] not in filled}
    filled = {where for _, _, where in found}
    found |= {one for one in _empty(document) if one[2] not in filled}
    return _joined(document, sorted(found, key=lambda one: one[0]))


def blanks_left(raw: bytes, entry: Entry, found: DocumentSet) -> tuple[Blank, ...]:
    """Return the blanks of a document that was written from a template of its set, or is a draft of one."""
    if not found.templates or not (entry.bound or entry.role is Role.DRAFT):
        return ()
    template = max(found.templates, key=lambda one: one.schema.name == entry.type)
    # What stands in the document and not in the template is the author's own, and no advice to be replaced.
    own = _texts(raw) - _texts(template.raw)
    return tuple(blanks_of(entry.path, raw, template, frozenset(own)))


def _texts(raw: bytes) -> set[str]:
    parsed = parse(raw)
    return {plain(parsed.slice(block.start, block.end)) for block in parsed.blocks}


def blanks_beside(raw: bytes, before: bytes, schema: Schema) -> list[Blank]:
    """Return the blanks of the YAML file beside a document, ``before`` being the one beside the template."""
    known = {one.name: one for one in schema.fields}
    shown = {one.name: one.value for one in read_fields(before.decode("utf-8", "replace"))}
    return [
        Blank(raw[: one.span.start].count(b"\n") + 1, one.name, _short(one.value))
        for one in read_fields(raw.decode("utf-8", "replace"))
        if one.name in known and not known[one.name].waits and one.value == shown.get(one.name)
        and to_fill(known[one.name], one.value)
    ]  # fmt: skip


def _joined(document: Document, found: list[_Found]) -> list[Blank]:
    """Return a blank for each line; a row of a table with four placeholders is one place to fill in."""
    lines: dict[int, Blank] = {}
    for offset, words, where in found:
        line = document.parse.line(offset)
        known = lines.get(line)
        lines[line] = (
            known._replace(words=_short(f"{known.words} {words}"))
            if known
            else Blank(line, _name(document, where), words)
        )
    return list(lines.values())


def _of_header(document: Document, template: Document) -> set[_Found]:
    """Fields that still say what the template says, where that only tells what to put there."""
    return {
        (field.span.start, _short(field.value), field.schema.name)
        for id, field in document.fields.items()
        if field.schema and not field.schema.waits and id in template.fields
        and field.value == template.fields[id].value and to_fill(field.schema, field.value)
    }  # fmt: skip


def _placeholders(document: Document) -> set[_Found]:
    header = {one.span for one in document.fields.values() if one.schema}
    return {
        (blank.span.start, _short(blank.placeholder.text), _around(document, blank.span.start))
        for blank in blanks(document.parse, document.schema)
        if blank.span.start >= document.header.end and not any(start <= blank.span.start < end for start, end in header)
    }


def _advice(document: Document, boilerplate: frozenset[str]) -> set[_Found]:
    """The first sentence of the advice in each section; what follows it there is said by it."""
    found: dict[str | int, _Found] = {}
    for block in advice(document):
        text = plain(_BULLET.sub("", document.parse.slice(block.start, block.end)))
        where = _around(document, block.start)
        known = plain(document.parse.slice(block.start, block.end)) in boilerplate
        if not known and where not in found:
            found[where] = (block.start, _short(first_sentence(text)), where)
    return set(found.values())


def _empty(document: Document) -> set[_Found]:
    """Sections without a word; where a comment advises, it says what is wanted."""
    parse = document.parse
    comments = find_comments(parse)
    found: set[_Found] = set()
    for place, heading in enumerate(document.headings):
        following = document.headings[place + 1] if place + 1 < len(document.headings) else None
        end = min(heading.end, following.start) if following else heading.end
        if following and following.level > heading.level:
            continue
        if place == 0 and document.schema.title:
            continue
        inside = [
            one
            for one in parse.top((heading.body, end))
            if one.kind != "html" or not _only_comments(document, one.start, one.end)
        ]
        if not inside:
            words = next((one.text for one in comments if heading.body <= one.start < end), "nothing yet")
            found.add((heading.start, _short(first_sentence(words)), place))
    return found


def _only_comments(document: Document, start: int, end: int) -> bool:
    text = document.parse.slice(start, end).strip()
    return text.startswith("<!--") and text.endswith("-->")


def _around(document: Document, offset: int) -> str | int:
    """Return the label on the line of an offset, else the place of the heading it stands under; -1 before the first."""
    parse = document.parse
    line = parse.line_text(parse.line(offset))
    label = read_label(line) if line.startswith(("**", "__")) else None
    if label:
        return label[0]
    return next(
        (place for place in reversed(range(len(document.headings))) if document.headings[place].body <= offset), -1
    )


def _name(document: Document, where: str | int) -> str:
    if isinstance(where, str):
        return where
    if where < 0:
        return "before the sections"
    parse = document.parse
    return parse.line_text(parse.line(document.headings[where].start)).strip("# ")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
