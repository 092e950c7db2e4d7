"""A header field still has the value that the template gives as an example.

A template that says ``e.g., January 2025`` is often copied with that date in it. The value may be right
by accident, so this is never an error.

```template
# [Title]

**Date:** [Month Year - e.g., January 2025]

## Context

[Why]
```

```document
# Cache

**Date:** January 2025

## Context

Reads are slow.
```

```verdict
3:11 Date is the template's own example, "January 2025"
```
"""

from holdfast.binding.document import Document
from holdfast.markdown.plain import key
from holdfast.model.obligation import obligation
from holdfast.model.verdict import Report

OBLIGATION = obligation("n W W W")


def judge(document: Document, report: Report) -> None:
    """Report fields whose value equals the example."""
    for field in document.fields.values():
        schema = field.schema
        if schema and schema.example and key(field.value.split("\n")[0]).startswith(key(schema.example)):
            report(
                field.span,
                f'{schema.name} is the template\'s own example, "{schema.example}"',
                f"write the {schema.name.lower()} of this document",
                requirement=schema.origin,
            )
