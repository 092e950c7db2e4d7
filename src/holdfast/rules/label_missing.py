"""A section lacks a label that the template has in its body, such as the Rationale of a component.

Asked of every repetition of a repeatable section. The label may be bold, a plain line with a colon, the
head of a table's row or a heading of its own, and longer or shorter than the template's: "Alternatives" for
"Alternatives considered", "Why" for "Rationale". Where the whole parent says it once for all of them, that will do. A label
that the template marks as advice is never more than a note.

```template
# [Title]

## Design

### [Component]

**Rationale:** [Why this approach?]
```

```document
# Cache

## Design

### Keys

**Rationale:** The path alone is not unique.

### Size

Ten entries.
```

```verdict
9:1 `Size` has no Rationale
```
"""

from holdfast.binding.answers import Answer, section_answer
from holdfast.binding.document import Document
from holdfast.binding.labels import asks, has_label
from holdfast.binding.sections import BoundSection
from holdfast.model.obligation import obligation
from holdfast.model.schema import FieldSchema
from holdfast.model.severity import Severity
from holdfast.model.span import Span
from holdfast.model.verdict import Report

OBLIGATION = obligation("- n W -")
VERSIONED = True


def judge(document: Document, report: Report) -> None:
    """Look for every demanded label in the sections that should have it; what one section lacks is one message."""
    above: dict[tuple[int, str], bool] = {}
    for section in document.sections.bound:
        lacking: dict[bool, list[FieldSchema]] = {}
        for field in section.schema.fields:
            if not asks(field) or not document.demanded(field.presence, field.when) or _found(document, section, field):
                continue
            place = (section.heading.parent, field.id)
            if section.schema.repeat is not None and place not in above:
                above[place] = _said_above(document, section.heading.parent, field)
            if not above.get(place):
                lacking.setdefault(field.advice, []).append(field)
        for advice, fields in lacking.items():
            heading = section.heading
            report(
                Span(heading.start, heading.body),
                f"`{heading.title}` has no {' and no '.join(field.name for field in fields)}",
                f"add {'a line' if len(fields) == 1 else 'lines'} {', '.join(f'**{field.name}:**' for field in fields)} to it",
                requirement=fields[0].origin,
                cap=Severity.NOTE if advice else None,
            )


def _found(document: Document, section: BoundSection, field: FieldSchema) -> bool:
    """Tell whether the section has the label, is that label itself, or has nothing in it at all."""
    heading = section.heading
    if has_label(document, field, (heading.start, heading.end)):
        return True
    return section_answer(document.parse, (heading.body, heading.end)) in (Answer.EMPTY, Answer.OPEN)


def _said_above(document: Document, parent: int, field: FieldSchema) -> bool:
    """Tell whether the parent's own text, or a heading right below it, has the label for all its children."""
    if parent < 0:
        return False
    above = document.headings[parent]
    children = [one for one in document.headings if one.parent == parent]
    if has_label(document, field, (above.start, children[0].start)):
        return True
    return any(has_label(document, field, (one.start, one.body)) for one in children)
