"""A comment that the template addresses to the author is still in the document.

Readers of the rendered page do not see it, but everybody who edits the file reads the template's advice
instead of the text. Only comments of at least 20 characters count that are those of the document's own template
word for word, and none where the template says that they may stay. A directive (`holdfast: ...`) governs
templates only; in a document it does nothing, but a waiver does.

```template
# [Title]

## Context

<!-- Say why this is needed, without the answer. -->

## Decision

[What we do]
```

```document
# Cache

## Context

<!-- Say why this is needed,
     without the answer. -->

Reads are slow. <!-- Measured in May. -->

## Decision <!-- holdfast: optional -->

We cache.
```

```verdict
5:1 a comment of the template is left: Say why this is needed, without the answer.
10:13 the directive "holdfast: optional" does nothing in a document
```
"""

from holdfast.binding.document import Document
from holdfast.model.obligation import obligation
from holdfast.model.span import Span
from holdfast.model.verdict import Report
from holdfast.template.comments import find_comments, is_directive

OBLIGATION = obligation("- n W n")
_SHOWN = 60


def judge(document: Document, report: Report) -> None:
    """Report the first comment of the template, with how many more there are, and the first directive."""
    comments = find_comments(document.parse)
    if not comments:
        return
    own = {one.text: one for one in document.schema.comments}
    left = [one for one in comments if one.text in own]
    if left:
        first = left[0]
        more = f"; {len(left)} are left in all" if len(left) > 1 else ""
        shown = first.text if len(first.text) <= _SHOWN else first.text[: _SHOWN - 1] + "…"
        report(
            Span(first.start, first.end),
            f"a comment of the template is left: {shown}{more}",
            "remove it once you have done what it asks",
            requirement=own[first.text].origin,
            others=tuple(Span(one.start, one.end) for one in left[1:]),
        )
    for one in comments:
        if is_directive(one.text) and not one.text.partition(":")[2].strip().startswith("waive"):
            report(
                Span(one.start, one.end),
                f'the directive "{one.text[:_SHOWN]}" does nothing in a document',
                "remove it; only a waiver is read here",
            )
            return
