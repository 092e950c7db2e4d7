"""Text that the template asks to replace is still there, word for word.

Only the exact placeholders of the document's own template count, and never inside code. Words that
could stand for themselves (``Task 1``, ``TODO``) count only as a whole item or cell, and a comment such as
``// Code example`` only as the whole code block. The same words in several places are one message.

```template
# [Title]

## Context

[Why this is needed]

## Tasks

- [ ] Task 1
```

```document
# Cache

## Context

[Why this is needed]

## Tasks

- [ ] Task 1
- [x] Task 1 of the other list
```

```verdict
5:1 placeholder left: [Why this is needed]
9:1 placeholder left: Task 1
```
"""

from holdfast.binding.document import Document
from holdfast.binding.unfilled import blanks
from holdfast.model.obligation import obligation
from holdfast.model.schema import Placeholder
from holdfast.model.span import Span
from holdfast.model.verdict import Report
from holdfast.records import replace

OBLIGATION = obligation("n W E W")
_SHOWN = 80


def judge(document: Document, report: Report) -> None:
    """Report every blank of the header and the body."""
    header = {one.text: one for one in document.schema.placeholders}
    found: dict[str, list[tuple[Span, Placeholder]]] = {}
    for field in document.fields.values():
        placeholder = header.get(field.value)
        if placeholder and field.schema and not field.schema.waits:
            own = field.schema.placeholder == placeholder.text
            found.setdefault(placeholder.text, []).append(
                (field.span, replace(placeholder, origin=field.schema.origin) if own else placeholder)
            )
    for blank in blanks(document.parse, document.schema):
        if blank.span.start >= document.header.end or _in_title(document, blank.span):
            found.setdefault(blank.placeholder.text, []).append((blank.span, blank.placeholder))
    for places in found.values():
        _report(document, report, places)


def _in_title(document: Document, span: Span) -> bool:
    """Tell whether a blank stands in the title, above the fields of the header."""
    title = document.headings[0] if document.headings else None
    return title is not None and title.start <= span.start < title.body


def _report(document: Document, report: Report, places: list[tuple[Span, Placeholder]]) -> None:
    """Report the first of the places that hold the same words; whoever fills them in looks for the words."""
    span, placeholder = places[0]
    text = " ".join(placeholder.text.split())
    shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    last = document.parse.line(places[-1][0].start)
    more = f"; {len(places)} times, the last on line {last}" if len(places) > 1 else ""
    report(
        span,
        f"placeholder left: {shown}{more}",
        "put what it asks for in its place, or remove the line",
        requirement=placeholder.origin,
        others=tuple(other for other, _ in places[1:]),
    )
