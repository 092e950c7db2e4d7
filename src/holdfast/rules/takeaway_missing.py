"""The document does not end with the label that the template has behind its last rule.

Templates ask there for what a reader should remember, such as a Key Takeaway. The label is looked for in the whole
document, in bold, as a plain line or as a heading; where it stands matters less than that it is
there.

```template
# [Title]

## Context

[Why]

---

**Key Takeaway:** [1-2 sentence summary]
```

```document
# Cache

## Context

Reads are slow.
```

```verdict
1:1 no Key Takeaway
```
"""

from holdfast.binding.answers import Answer, answer
from holdfast.binding.document import Document
from holdfast.binding.labels import asks, label_at
from holdfast.markdown.plain import plain
from holdfast.model.obligation import obligation
from holdfast.model.schema import FieldSchema
from holdfast.model.severity import Severity
from holdfast.model.span import Span
from holdfast.model.verdict import Report

OBLIGATION = obligation("- n W n")
VERSIONED = True
_VALUE = 200
"""So many bytes behind a label are looked at to see whether it says something."""


def judge(document: Document, report: Report) -> None:
    """Look for each label of the whole document that the template demands."""
    for field in document.schema.closing:
        if not asks(field) or not document.demanded(field.presence, field.when) or field.id in document.fields:
            continue
        at = label_at(document, field, (0, len(document.parse.source)))
        said = "" if at is None else _silence(document, at)
        if at is None or said:
            span = document.top if at is None else Span(at, at)
            _report(report, span, field, said or f"no {field.name}")


def _report(report: Report, span: Span, field: FieldSchema, found: str) -> None:
    remedy = f"end the document with **{field.name}:** and {field.placeholder or 'what it asks for'}"
    report(span, found, remedy, requirement=field.origin, cap=Severity.NOTE if field.advice else None)


def _silence(document: Document, at: int) -> str:
    """Say that a label promises its text only, or return the empty string."""
    line = document.parse.slice(at, at + _VALUE).lstrip().split("\n", 1)[0]
    value = plain(line.partition(":")[2]).strip("* _")
    return f'{plain(line).partition(":")[0].strip("*_ #")} only says "{value}"' if answer(value) is Answer.OPEN else ""
