"""A section that the template requires has a heading and nothing under it.

Comments are no content, and neither are headings, but for one of the author's own that stands alone and
says it: `### Option A`. "None" and "Not applicable" are answers. "TBD", "Not yet" and
the like promise an answer, which an Active document has to give, in an optional section as well: it
could be left out. So do "noch offen", "à définir", "pendiente", "未定" and the like in other languages. Of nested empty
sections only the outermost is named. One that the template leaves empty itself, as `### Positive` and `### Negative` below words about
consequences, is never more than a note.

```template
# [Title]

**Status:** [Draft | Active]

## Context

[Why]

## Drawbacks

[What speaks against it]
```

```document
# Cache

**Status:** Active

## Context

<!-- later -->

## Drawbacks

TBD
```

```verdict
5:1 section `Context` is empty
9:1 section `Drawbacks` only says "TBD"
```
"""

from holdfast.binding.answers import Answer, answer, section_answer, section_words
from holdfast.binding.document import Document
from holdfast.binding.repeated import repeats_template
from holdfast.binding.sections import BoundSection
from holdfast.model.obligation import obligation
from holdfast.model.severity import Severity
from holdfast.model.span import Span
from holdfast.model.verdict import Report

OBLIGATION = obligation("- n E -")
VERSIONED = True


def judge(document: Document, report: Report) -> None:
    """Report bound sections without an answer: each that is demanded, the others that promise one together."""
    covered = -1
    promised: list[BoundSection] = []
    for section in sorted(document.sections.bound, key=lambda one: one.heading.start):
        heading = section.heading
        if heading.start < covered or section.schema.illustration:
            continue
        state = section_answer(document.parse, (heading.body, heading.end))
        demanded = document.demands(section.schema)
        if state is Answer.OPEN and not demanded:
            promised.append(section)
        if state is Answer.GIVEN and repeats_template(document, section):
            remedy = "fill it in" + ("" if demanded else ", or remove it: the template does not ask for it")
            found = f"section `{heading.title}` only repeats the template"
            report(Span(heading.start, heading.body), found, remedy, requirement=section.schema.origin)
        if state not in (Answer.EMPTY, Answer.OPEN) or not demanded:
            continue
        if state is Answer.EMPTY and (_goes_on(document, section) or _is_named(document, section)):
            continue
        covered = heading.end
        found = f"section `{heading.title}` " + (
            f'only says "{_text(document, section)}"' if state is Answer.OPEN else "is empty"
        )
        remedy = "fill it in, or write why there is nothing to say (None, Not applicable)"
        cap = Severity.NOTE if section.schema.bare and state is Answer.EMPTY else None
        report(Span(heading.start, heading.body), found, remedy, requirement=section.schema.origin, cap=cap)
    if promised:
        _report_promised(document, promised, report)


def _goes_on(document: Document, section: BoundSection) -> bool:
    """Tell whether what follows is a heading of the author's own beside the section, which holds what should stand below."""
    following = section.place + 1
    if following not in document.sections.unclaimed:
        return False
    heading = document.headings[following]
    text = section_answer(document.parse, (heading.body, heading.end))
    return heading.level == section.heading.level and text not in (Answer.EMPTY, Answer.OPEN)


def _is_named(document: Document, section: BoundSection) -> bool:
    """Tell whether the only thing below is one heading of the author's own, which then is the answer: ``### Option A``."""
    below = section.place + 1
    inside = [one for one in document.headings[below : below + 2] if one.start < section.heading.end]
    return len(inside) == 1 and below in document.sections.unclaimed and answer(inside[0].title) is Answer.GIVEN


def _report_promised(document: Document, promised: list[BoundSection], report: Report) -> None:
    """Report optional sections that only promise an answer: whoever left one open left all of them."""
    first = promised[0]
    titles = ", ".join(f"`{one.heading.title}`" for one in promised)
    found = f'section{"s" if len(promised) > 1 else ""} {titles} only {"say" if len(promised) > 1 else "says"} "{_text(document, first)}"'
    remedy = "fill it in, or remove it: the template does not ask for it"
    span = Span(first.heading.start, first.heading.body)
    report(span, found, remedy, requirement=first.schema.origin, cap=Severity.WARNING)


def _text(document: Document, section: BoundSection) -> str:
    return section_words(document.parse, (section.heading.body, section.heading.end))[:60]
