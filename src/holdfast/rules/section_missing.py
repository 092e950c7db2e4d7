"""A section that the template requires is not in the document.

Headings are compared without number, emoji, case, punctuation and plural, at any level, and one
heading can answer two sections ("Drawbacks and alternatives"). A section is asked for only below a
parent that is there and has text, so one missing chapter is one message; so is a document that lacks most of what is
asked for at the top, and a section that has none of the headings asked for below it. Where a heading of the document looks
alike, the message names it; it never counts as a match. `holdfast fix --unsafe` adds a single section that is missing
as the template has it, for you to fill in.

```template
# [Title]

## Context

[Why]

## Performance Considerations

[How fast]

## Decision

[What]
```

```document
# Cache

## Context

Reads are slow.

## Performance Targets

Ten milliseconds.

## 3. Decisions

We cache.
```

```verdict
1:1 section `Performance Considerations` is missing; `Performance Targets` on line 7 looks like it
```
"""

import re

from holdfast.binding.answers import Answer, does_not_apply, section_answer
from holdfast.binding.boldface import set_in_bold
from holdfast.binding.document import Document
from holdfast.binding.matching import Match, alikeness, near
from holdfast.binding.sections import BoundSection, MissingSection
from holdfast.binding.unclosed import unclosed
from holdfast.edits.section import Siblings
from holdfast.markdown.header import TITLES
from holdfast.markdown.plain import key
from holdfast.model.obligation import obligation
from holdfast.model.schema import SectionSchema
from holdfast.model.span import Span
from holdfast.model.verdict import Report

OBLIGATION = obligation("- W E -")
VERSIONED = True
_ALIKE = 0.3
_MANY = 4
"""From so many on, missing sections that are most of what is asked for are one message."""
_NAMED = 5


def judge(document: Document, report: Report) -> None:
    """Report every demanded section that no heading answers; most of them, or all below one heading, in one message."""
    groups: dict[int, list[MissingSection]] = {}
    block = unclosed(document.parse) if document.sections.missing else None
    faults = [one for one in document.sections.missing if _is_fault(document, one)]
    taken = [one for one in faults if block and near(key(one.schema.title)) in block.titles]
    if block and taken:
        _report_taken(block.span, taken, report)
    for one in faults:
        if one not in taken:
            groups.setdefault(one.parent.place if one.parent else -1, []).append(one)
    for missing in groups.values():
        parent = missing[0].parent
        demanded = _demanded(document, parent)
        if parent is None and len(missing) >= _MANY and len(missing) * 2 > demanded:
            _report_many(document, missing, f"{len(missing)} of {demanded} sections are missing", report)
        elif parent is not None and len(missing) > 1 and len(missing) == demanded:
            _report_many(document, missing, f"`{parent.heading.title}` has none of its {demanded} sections", report)
        else:
            siblings = Siblings(document, parent)
            for one in missing:
                _report_one(document, one, siblings, report)


def _is_fault(document: Document, missing: MissingSection) -> bool:
    schema = missing.schema
    return (
        not schema.illustration
        and document.demands(schema)
        and not _left_out(document, missing)
        and not set_in_bold(document.parse, missing)
    )


def _demanded(document: Document, parent: BoundSection | None) -> int:
    """Return how many sections are asked for at the top, or below a section."""
    sections: tuple[SectionSchema, ...] = parent.schema.children if parent else document.schema.sections
    return sum(1 for one in sections if not one.illustration and one.repeat != 0 and document.demands(one))


def _report_taken(span: Span, taken: list[MissingSection], report: Report) -> None:
    """Say what hides sections that are there."""
    names = ", ".join(f"`{one.schema.title}`" for one in taken[:_NAMED])
    more = f" and {len(taken) - _NAMED} more" if len(taken) > _NAMED else ""
    found = f"the code block that begins here is never closed, so that {names}{more} {'are' if len(taken) > 1 else 'is'} code"
    report(span, found, "close it where the code ends", requirement=taken[0].schema.origin)


def _report_one(document: Document, missing: MissingSection, siblings: Siblings, report: Report) -> None:
    schema, parent = missing.schema, missing.parent
    inside = f" under `{parent.heading.title}`" if parent else ""
    hint = _hint(document, missing)
    heading = _heading(missing)
    remedy = f"rename that heading, or add `{heading}`" if hint else f"add `{heading}`"
    report(
        _place(document, parent),
        f"section `{schema.title}` is missing{inside}{hint}",
        remedy,
        requirement=schema.origin,
        sure=False,
        fix=None if hint else siblings.added(schema),
    )


def _report_many(document: Document, missing: list[MissingSection], found: str, report: Report) -> None:
    """Say in one message what has one cause: the document was not written along this part of the template."""
    names = ", ".join(f"`{one.schema.title}`" for one in missing[:_NAMED])
    more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
    report(
        _place(document, missing[0].parent),
        f"{found}: {names}{more}",
        f"add `{_heading(missing[0])}` and the others, or mark as optional in the template what may be left out",
        requirement=missing[0].schema.origin,
        sure=False,
        others=tuple(one.schema.origin for one in missing[1:]),
    )


def _place(document: Document, parent: BoundSection | None) -> Span:
    return Span(parent.heading.start, parent.heading.body) if parent else document.top


def _heading(missing: MissingSection) -> str:
    """Return the line that would answer a section."""
    level = missing.parent.heading.level + 1 if missing.parent else missing.schema.level
    return f"{'#' * level} {missing.schema.title}"


def _left_out(document: Document, missing: MissingSection) -> bool:
    """Tell what is no demand here.

    That is a section of metadata beside a header, what stands under an empty section, which is told for all of it, or
    under one that says that there is nothing to say, a pattern below a parent with text of its own, and all below a
    section that says what there is to say in other words, where it might have been left out or has another name.
    """
    if key(missing.schema.title) in TITLES and document.header.fields:
        return True
    if missing.parent is None:
        return False
    heading = missing.parent.heading
    span = (heading.body, heading.end)
    if section_answer(document.parse, span) is not Answer.GIVEN or does_not_apply(document.parse, span):
        return True
    loose = missing.parent.match is Match.SUBJECT or not document.demands(missing.parent.schema)
    if loose and not _answered_below(document, missing.parent):
        return True
    if missing.schema.repeat is None:
        return False
    return not missing.schema.stem or _listed(document, missing.parent, missing.schema.stem)


def _listed(document: Document, parent: BoundSection, stem: str) -> bool:
    """Tell whether what a template has as headings stands in a table or a list: ``| Phase | Tasks |``, ``- **Phase 1**: ...``."""
    lines = document.parse.slice(parent.heading.body, parent.heading.end).casefold().splitlines()
    at = re.compile(rf"[ \t>]*(?:[-*+|]|\d{{1,2}}[.)])?[ \t]*(?:\*\*|__)?{re.escape(stem)}\b[ \t]*(?:\d|#|[a-z]\b|\|)")
    return any(at.match(line) for line in lines)


def _answered_below(document: Document, parent: BoundSection) -> bool:
    """Tell whether any section of the template below another is there."""
    within = (parent.heading.body, parent.heading.end)
    return any(
        within[0] <= one.heading.start < within[1] and one.schema in parent.schema.children
        for one in document.sections.bound
    )


def _hint(document: Document, missing: MissingSection) -> str:
    """Name the unclaimed heading that looks most like the missing section."""
    parent = missing.parent
    best, found = _ALIKE, None
    for index in document.sections.unclaimed:
        heading = document.headings[index]
        if parent and not parent.heading.body <= heading.start < parent.heading.end:
            continue
        score = alikeness(heading.title, missing.schema.title)
        if score > best:
            best, found = score, heading
    return f"; `{found.title}` on line {document.parse.line(found.start)} looks like it" if found else ""
