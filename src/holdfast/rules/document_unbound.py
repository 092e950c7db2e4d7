"""The document never used the template that its folder has.

Said once, in place of a message for everything the template asks for: fewer than a fifth of the
required top-level sections are there, and no field of the header is, or next to no section and few fields. Links are still checked. Give
the document its own type, exclude it, or move it to the template. Nothing is said of one that names another kind in its header than
the template states there (`Type: Design proposal`, where the template is for a `Type: Library proposal`).

```template
# [Title]

**Status:** [Draft | Active]

## Context

[Why]

## Decision

[What]

## Consequences

[What follows]
```

```document
# How the parser works

## Tokens

The text is cut into tokens.

## Tree

The tokens become a tree.
```

```verdict
1:1 0 of 3 required sections and no field of the template
```
"""

from holdfast.binding.document import Document
from holdfast.model.obligation import obligation
from holdfast.model.verdict import Report

OBLIGATION = obligation("W W W W")
VERSIONED = True


def judge(document: Document, report: Report) -> None:
    """Report a document that is not bound; the engine asks no other rule about its structure then."""
    if not document.unbound or document.other_kind:
        return
    required = len(document.schema.required)
    filled = round(document.share * required)
    top = document.headings[0] if document.headings else None
    titles = ", ".join(
        heading.title for heading in document.headings if heading.level == (2 if top and top.level == 1 else 1)
    )
    looks = f"; its headings are {titles[:60]}{'…' if len(titles) > 60 else ''}" if titles and filled else ""
    known = any(field.schema for field in document.fields.values())
    fields = "few fields" if known else "no field"
    report(
        document.top,
        f"{filled} of {required} required sections and {fields} of the template{looks}",
        "move it to the template, give it a type of its own in holdfast.toml, or exclude it",
        requirement=document.schema.title,
        sure=False,
    )
