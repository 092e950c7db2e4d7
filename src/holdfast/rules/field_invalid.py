"""A header field has a value that its type in the template does not allow.

Types come from the template's own value: ``Draft | Active`` lists the words, ``YYYY-MM-DD`` asks for a
day, ``Month Year`` for a month. A value that names every word of such a list makes no choice. Case, emoji, bold and detail behind the word do not matter, and any
recognisable year will do for a month. `holdfast fix` writes a day as the template asks for it where it can only be
that day, and a word that is one letter off as the template spells it.

```template
# [Title]

**Status:** [Draft | Active | Deprecated]

## Context

[Why]
```

```document
# Cache

**Status:** Brilliant

## Context

Reads are slow.
```

```verdict
3:13 Status "Brilliant" is none of Draft, Active, Deprecated
```
"""

from holdfast.binding.answers import Answer
from holdfast.binding.document import Document
from holdfast.binding.fields import BoundField, invalid
from holdfast.binding.spelling import slip
from holdfast.edits.dates import iso_day
from holdfast.markdown.plain import key
from holdfast.model.edit import Edit, Fix
from holdfast.model.obligation import obligation
from holdfast.model.schema import FieldKind, FieldSchema
from holdfast.model.span import Span
from holdfast.model.verdict import Report
from holdfast.template.placeholders import is_placeholder

OBLIGATION = obligation("W E E E")
VERSIONED = True


def judge(document: Document, report: Report) -> None:
    """Report values that do not fit; empty ones and placeholders are for other rules."""
    for field in document.fields.values():
        if (
            field.schema is None
            or not field.value
            or field.state in (Answer.EMPTY, Answer.OPEN, Answer.NONE, Answer.NOT_APPLICABLE)
        ):
            continue
        if is_placeholder(field.value) or field.value == field.schema.placeholder:
            continue
        fault = invalid(field.schema, field.value)
        if fault:
            value = field.value if len(field.value) <= 60 else field.value[:59] + "…"
            report(
                field.span,
                f'{field.schema.name} "{value}" {fault}',
                _remedy(field.schema),
                requirement=field.schema.origin,
                fix=_spelled(document, field, field.schema),
            )


def _spelled(document: Document, field: BoundField, schema: FieldSchema) -> Fix | None:
    """Return the edit that writes the value as the template does, where its meaning is beyond doubt."""
    raw = document.parse.slice(*field.span)
    if not field.span.end or raw.strip() != field.value:
        return None
    if schema.kind is FieldKind.DATE:
        right = iso_day(field.value)
    else:
        near = [choice for choice in schema.choices if slip(key(choice), key(field.value))]
        right = near[0] if len(near) == 1 else None
    start = field.span.start + len(raw[: len(raw) - len(raw.lstrip())].encode())
    return Fix((Edit(Span(start, start + len(field.value.encode())), right),)) if right else None


def _remedy(schema: FieldSchema) -> str:
    if schema.kind is FieldKind.ENUM:
        return f"choose one of {', '.join(schema.choices)}"
    return (
        "write a date such as 2025-01-31"
        if schema.kind is FieldKind.DATE
        else "write month and year, such as January 2025"
    )
