"""A section that the template requires has a heading and nothing under it.

Headings and comments are no content; "None" and "Not applicable" are answers. "TBD", "Not yet" and
the like promise an answer, which an Active document has to give. Of nested empty sections only the
outermost is named.

```template
# [Title]

**Status:** [Draft | Active]

## Context

[Why]

## Drawbacks

[What speaks against it]
```

```document
# Cache

**Status:** Active

## Context

<!-- later -->

## Drawbacks

TBD
```

```verdict
5:1 section `Context` is empty
9:1 section `Drawbacks` only says "TBD"
```
"""

from holdfast.binding.answers import Answer, section_answer
from holdfast.binding.document import Document
from holdfast.markdown.plain import plain
from holdfast.model.obligation import obligation
from holdfast.model.span import Span
from holdfast.model.verdict import Report

OBLIGATION = obligation("- n E -")
VERSIONED = True


def judge(document: Document, report: Report) -> None:
    """Report bound, demanded sections without an answer."""
    covered = -1
    for section in sorted(document.sections.bound, key=lambda one: one.heading.start):
        heading = section.heading
        if heading.start < covered or section.schema.illustration or not document.demands(section.schema):
            continue
        state = section_answer(document.parse, (heading.body, heading.end))
        if state not in (Answer.EMPTY, Answer.OPEN):
            continue
        covered = heading.end
        text = plain(document.parse.slice(heading.body, heading.end))
        found = f"section `{heading.title}` " + (f'only says "{text[:60]}"' if state is Answer.OPEN else "is empty")
        remedy = "fill it in, or write why there is nothing to say (None, Not applicable)"
        report(Span(heading.start, heading.body), found, remedy, requirement=section.schema.origin)
