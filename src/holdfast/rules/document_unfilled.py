"""The document is its template, as it came: nothing has been put in the blanks.

Said once, in place of a message for every blank, and an error: a template that was copied and forgotten
says nothing. A draft that has its title and something in its header, as `holdfast new` leaves it, was not forgotten,
so that it is a warning there.

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
from holdfast.model.role import Role
from holdfast.model.severity import Severity
from holdfast.model.verdict import Report

OBLIGATION = obligation("E E E E E E")


def judge(document: Document, report: Report) -> None:
    """Report a document that is not filled; the engine asks no other rule about it then."""
    if document.unfilled:
        begun = document.begun and document.role in (Role.DRAFT, Role.RESEARCH)
        report(
            document.top,
            "nothing is filled in below the header" if begun else "still the blank template",
            "fill it in from the top, or remove it",
            requirement=document.schema.title,
            cap=Severity.WARNING if begun else None,
        )
