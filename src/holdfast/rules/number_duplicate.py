"""Two headings under one parent carry the same number.

People refer to sections by number; two sections 3.3 make every such reference a guess. Only the
document's own consistency is judged, never equality with the template's numbers. `holdfast fix` counts on from
there, with the links that lead to these headings, where the siblings are in order otherwise and no text refers to
one of the numbers.

```template
# [Title]

## 1. Context

[Why]

## 2. Decision

[What]
```

```document
# Cache

## 1. Context

Reads are slow.

## 2. Decision

We cache.

## 2. Consequences

Writes are slower.
```

```verdict
11:1 section 2 again; the first is on line 7
```
"""

from holdfast.binding.document import Document
from holdfast.edits.renumber import MOST_HEADINGS, renumber
from holdfast.model.edit import Fix
from holdfast.model.obligation import obligation
from holdfast.model.span import Span
from holdfast.model.verdict import Report
from holdfast.patterns import pattern

OBLIGATION = obligation("W W E W")
_LETTER = pattern(r"[a-z][.):](?:\s|\Z)")
"""Of "2.a) Create" and "2.b) Connect": the letter belongs to the number."""


def judge(document: Document, report: Report) -> None:
    """Report the second and every further heading with a number its siblings already use."""
    seen: dict[tuple[int, int], dict[str, int]] = {}
    last: dict[tuple[int, int], int] = {}
    for place, heading in enumerate(document.headings):
        if not heading.number or _LETTER.match(heading.title):
            continue
        siblings = (heading.parent, heading.level)
        first = seen.setdefault(siblings, {}).setdefault(heading.number, heading.start)
        plain_count = heading.number.isdigit()
        # "1. 2. 3. 1. 2." is a list that starts again, in headings: a restart is no duplicate.
        restart = plain_count and heading.number == "1" and last.get(siblings, 1) > 1
        if restart:
            seen[siblings] = {heading.number: heading.start}
        elif first != heading.start:
            line = document.parse.line(first)
            report(
                Span(heading.start, heading.body),
                f"section {heading.number} again; the first is on line {line}",
                "give it the next free number",
                fix=_counted_on(document, place),
            )
        if plain_count:
            last[siblings] = int(heading.number)


def _counted_on(document: Document, place: int) -> Fix | None:
    """Return what gives a heading and those behind it the numbers that follow, where the others are in order."""
    heading = document.headings[place]
    if len(document.headings) > MOST_HEADINGS:
        return None
    siblings = [
        index
        for index, one in enumerate(document.headings)
        if (one.parent, one.level) == (heading.parent, heading.level) and one.number
    ]
    prefixes, _, lasts = zip(*(document.headings[index].number.rpartition(".") for index in siblings), strict=True)
    if len(set(prefixes)) != 1 or not all(last.isdigit() for last in lasts):
        return None
    old = [int(last) for last in lasts]
    new = list(range(old[0], old[0] + len(old)))
    at = siblings.index(place)
    if old[:at] != new[:at] or old != sorted(old) or any(was > now for was, now in zip(old, new, strict=True)):
        return None
    lead = f"{prefixes[0]}." if prefixes[0] else ""
    counted = zip(siblings, old, new, strict=True)
    return renumber(document, {index: f"{lead}{now}" for index, was, now in counted if was != now})
