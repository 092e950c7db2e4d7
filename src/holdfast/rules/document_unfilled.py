"""The document is its template, as it came: nothing has been put in the blanks.

Said once, in place of a message for every blank, and always an error: a template that was copied
and forgotten says nothing.

```template
# [Title]

## Context

[Why]

## Decision

[What]
```

```document
# [Title]

## Context

[Why]

## Decision

[What]
```

```verdict
1:1 still the blank template
```
"""

from holdfast.binding.document import Document
from holdfast.model.obligation import obligation
from holdfast.model.verdict import Report

OBLIGATION = obligation("E E E E E E")


def judge(document: Document, report: Report) -> None:
    """Report a document that is not filled; the engine asks no other rule about it then."""
    if document.unfilled:
        report(
            document.top,
            "still the blank template",
            "fill it in from the top, or remove it",
            requirement=document.schema.title,
        )
