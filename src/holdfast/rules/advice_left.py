"""Advice that the template gives its author in plain words is still in the document.

A reader takes it for the text. Only sentences of the document's own template count, word for word, that ask for
something ("Describe the problem.", "A short summary of the change."). A question may stay above its answer, and of a section
that only repeats its template that is said instead. All of them are one message.

```template
# [Title]

## Context

Describe what is wrong today.

## Risks

What could go wrong?

## Rollout

Explain how it will reach users.
```

```document
# Cache

## Context

Describe what is wrong
today.

Reads are slow.

## Risks

What could go wrong?

Nothing.

## Rollout

By the next release.

Explain how it will reach users.
```

```verdict
5:1 advice of the template is left: Describe what is wrong today.; 2 are left in all
```
"""

from holdfast.binding.document import Document
from holdfast.binding.repeated import repeats_template
from holdfast.model.obligation import obligation
from holdfast.model.span import Span
from holdfast.model.verdict import Report
from holdfast.template.advice import first_word, words_in

OBLIGATION = obligation("- n W n")
_SHOWN = 60


def judge(document: Document, report: Report) -> None:
    """Report the first sentence of the template's advice, with how many more there are."""
    own = {one.text: one for one in document.schema.guidance}
    if not own:
        return
    first = {first_word(text.encode()) for text in own}
    left = [one for one in words_in(document.parse, first) if one.text in own]
    if not left:
        return
    told = [one.heading for one in document.sections.bound if repeats_template(document, one)]
    left = [one for one in left if not any(heading.body <= one.block.start < heading.end for heading in told)]
    if not left:
        return
    upper = min(left, key=lambda one: one.block.start)
    more = f"; {len(left)} are left in all" if len(left) > 1 else ""
    shown = upper.text if len(upper.text) <= _SHOWN else upper.text[: _SHOWN - 1] + "…"
    report(
        _span(document, upper.block.start, upper.block.end),
        f"advice of the template is left: {shown}{more}",
        "write what it asks for in its place",
        requirement=own[upper.text].origin,
        others=tuple(_span(document, one.block.start, one.block.end) for one in left if one is not upper),
    )


def _span(document: Document, start: int, end: int) -> Span:
    raw = document.parse.source[start:end]
    return Span(start + len(raw) - len(raw.lstrip()), start + len(raw.rstrip()))
