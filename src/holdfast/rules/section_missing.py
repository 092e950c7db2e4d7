"""A section that the template requires is not in the document.

Headings are compared without number, emoji, case, punctuation and plural, at any level, and one
heading can answer two sections ("Drawbacks and alternatives"). A section is asked for only below a
parent that is there, so one missing chapter is one message. Where a heading of the document looks
alike, the message names it; it never counts as a match.

```template
# [Title]

## Context

[Why]

## Performance Considerations

[How fast]

## Decision

[What]
```

```document
# Cache

## Context

Reads are slow.

## Performance Targets

Ten milliseconds.

## 3. Decisions

We cache.
```

```verdict
1:1 section `Performance Considerations` is missing; `Performance Targets` on line 7 looks like it
```
"""

from holdfast.binding.answers import Answer, section_answer
from holdfast.binding.document import Document
from holdfast.binding.matching import alikeness
from holdfast.binding.sections import MissingSection
from holdfast.markdown.header import TITLES
from holdfast.markdown.plain import key
from holdfast.model.obligation import obligation
from holdfast.model.span import Span
from holdfast.model.verdict import Report

OBLIGATION = obligation("- W E -")
VERSIONED = True
_ALIKE = 0.3


def judge(document: Document, report: Report) -> None:
    """Report every demanded section that no heading answers."""
    for missing in document.sections.missing:
        schema = missing.schema
        if schema.illustration or not document.demands(schema) or _left_out(document, missing):
            continue
        parent = missing.parent
        span = Span(parent.heading.start, parent.heading.body) if parent else document.top
        inside = f" under `{parent.heading.title}`" if parent else ""
        hint = _hint(document, missing)
        level = "#" * (parent.heading.level + 1 if parent else schema.level)
        remedy = f"rename that heading, or add `{level} {schema.title}`" if hint else f"add `{level} {schema.title}`"
        report(
            span, f"section `{schema.title}` is missing{inside}{hint}", remedy, requirement=schema.origin, sure=False
        )


def _left_out(document: Document, missing: MissingSection) -> bool:
    """Tell what is no demand here: a section of metadata beside a header, a pattern below a parent with text of its own."""
    if key(missing.schema.title) in TITLES and document.header.fields:
        return True
    if missing.parent is None or missing.schema.repeat is None or missing.schema.stem:
        return False
    heading = missing.parent.heading
    return section_answer(document.parse, (heading.body, heading.end)) is not Answer.EMPTY


def _hint(document: Document, missing: MissingSection) -> str:
    """Name the unclaimed heading that looks most like the missing section."""
    parent = missing.parent
    best, found = _ALIKE, None
    for index in document.sections.unclaimed:
        heading = document.headings[index]
        if parent and not parent.heading.body <= heading.start < parent.heading.end:
            continue
        score = alikeness(heading.title, missing.schema.title)
        if score > best:
            best, found = score, heading
    return f"; `{found.title}` on line {document.parse.line(found.start)} looks like it" if found else ""
