"""Part of a section is left open: a cell, an item, a task or a label says "TBD" and nothing else.

Only a whole cell, item or value counts, or a mark such as `[NEEDS CLARIFICATION: which store?]`, and only where the rest of the section says something; a section that
is open as a whole is reported as empty. Said once for each section, and once for the header. A cell beside a
target is a missing measurement instead.

```template
# [Title]

**Owner:** [Who]

## Risks

- [Risk 1]

## Limits

| Name | Value |
|---|---|
| [Name] | [Value] |
```

```document
# Cache

**Owner:** TBD

## Risks

- Two writers at once
- TBD: what happens at midnight
- TODO

## Limits

| Name | Value |
|------|-------|
| Size | 10 entries |
| Age | to be decided |
```

```verdict
3:12 Owner only says "TBD"
9:1 part of `Risks` only says "TODO"
16:9 part of `Limits` only says "to be decided"
```
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from holdfast.binding.answers import Answer, promised, section_answer
from holdfast.binding.document import Document
from holdfast.binding.measures import measures
from holdfast.binding.sections import BoundSection
from holdfast.markdown.blocks import Block
from holdfast.markdown.labels import read_labels
from holdfast.markdown.plain import plain
from holdfast.model.obligation import obligation
from holdfast.model.span import Span
from holdfast.model.verdict import Report
from holdfast.patterns import pattern
from holdfast.template.placeholders import inner, is_hidden
from holdfast.template.slots import item_text

OBLIGATION = obligation("- n W -")
_HINT = pattern(rb"[tT](?:[bB][dDaAcC]|[oO](?:[dD][oO]| [bB]e))|FIXME|fixme|[nN]eeds? ").search
_MARK = pattern(rb"\[(?:NEEDS CLARIFICATION|TBD|TBC|TODO|FIXME)(?::[^\[\]\r\n]{1,200})?\](?![(\[:])")
_CHOICES = pattern(r"[/|]")
_KINDS = frozenset({"item", "cell"})
_SHORT = 60
"""A cell or item that only promises an answer takes fewer bytes than this."""


def judge(document: Document, report: Report) -> None:
    """Report the first open place of the header and of every section that answers the template."""
    left = {one.text for one in document.schema.placeholders}
    offered = _offered(document)
    for field in document.fields.values():
        if field.schema and not field.schema.waits and promised(field.value) and field.value not in left:
            report(
                field.span,
                f'{field.schema.name} only says "{field.value}"',
                "give it a value",
                requirement=field.schema.origin,
            )
            break
    source = document.parse.source
    # Indices are faster than names, and this is asked of every block of every document.
    short = [
        one
        for one in document.parse.blocks
        if one[0] in _KINDS and one[2] - one[1] < _SHORT and _HINT(source, one[1], one[2])
    ]
    told = {row.span for rows in measures(document) for row in rows} if short else set()
    for section in document.sections.bound:
        places = _labels(document, section) if section.schema.fields else iter(())
        found = next(
            (
                one
                for one in (*_places(document, section, short), *places, *_marks(document, section))
                if one[1] not in left
                and one[0] not in told
                and one[1].casefold() not in offered.get(section.schema.origin.line, ())
            ),
            None,
        )
        if found and section_answer(document.parse, (section.heading.body, section.heading.end)) not in (
            Answer.OPEN,
            Answer.EMPTY,
        ):
            span, text = found
            says = "says" if text.startswith("[") else "only says"
            said = f'part of `{section.heading.title}` {says} "{text}"'
            report(span, said, "answer it, or write why there is nothing to say", requirement=section.schema.origin)


def _offered(document: Document) -> dict[int, set[str]]:
    """Return the words that a section of the template offers as answers, by its line, in lower case: ``[Yes - Q3 / No / TBD]``."""
    lines = sorted(one.origin.line for one in document.schema.walk())
    found: dict[int, set[str]] = {}
    for one in document.schema.placeholders:
        above = bisect_right(lines, one.origin.line)
        if above and _CHOICES.search(one.text):
            words = (part.strip().casefold() for part in _CHOICES.split(inner(one.text)))
            found.setdefault(lines[above - 1], set()).update(words)
    return found


def _places(document: Document, section: BoundSection, blocks: list[Block]) -> Iterator[tuple[Span, str]]:
    """Yield the open items and cells of a section's own text."""
    parse = document.parse
    own = document.own_text(section) if blocks else Span(0, 0)
    for index in range(bisect_left(blocks, own.start, key=_start), bisect_left(blocks, own.end, key=_start)):
        block = blocks[index]
        text = item_text(parse, block) if block.kind == "item" else plain(parse.slice(block.start, block.end))
        if promised(text):
            raw = parse.source[block.start : block.end]
            yield Span(block.start + len(raw) - len(raw.lstrip()), block.start + len(raw.rstrip())), text


def _marks(document: Document, section: BoundSection) -> Iterator[tuple[Span, str]]:
    """Yield the marks in brackets that something has to be cleared up: ``[NEEDS CLARIFICATION: which store?]``."""
    own = document.own_text(section)
    for found in _MARK.finditer(document.parse.source, own.start, own.end):
        text = found[0].decode("utf-8", "replace")
        if not is_hidden(document.parse, text, found.start()):
            yield Span(found.start(), found.end()), text


def _start(block: Block) -> int:
    return block.start


def _labels(document: Document, section: BoundSection) -> Iterator[tuple[Span, str]]:
    """Yield the open labels of a section's own text."""
    for block in document.parse.top(document.own_text(section)):
        if block.kind == "paragraph":
            for label in read_labels(document.parse, (block.start, block.end), bold=True):
                if promised(label.value):
                    yield label.span, label.value
