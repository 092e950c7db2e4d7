"""Two headings under one parent carry the same number.

People refer to sections by number; two sections 3.3 make every such reference a guess. Only the
document's own consistency is judged, never equality with the template's numbers.

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
from holdfast.model.obligation import obligation
from holdfast.model.span import Span
from holdfast.model.verdict import Report

OBLIGATION = obligation("W W E W")


def judge(document: Document, report: Report) -> None:
    """Report the second and every further heading with a number its siblings already use."""
    seen: dict[tuple[int, int, str], int] = {}
    last: dict[tuple[int, int], int] = {}
    for heading in document.headings:
        if not heading.number:
            continue
        siblings = (heading.parent, heading.level)
        first = seen.setdefault((*siblings, heading.number), heading.start)
        plain_count = heading.number.isdigit()
        # "1. 2. 3. 1. 2." is a list that starts again, in headings: a restart is no duplicate.
        restart = plain_count and heading.number == "1" and last.get(siblings, 1) > 1
        if restart:
            seen = {place: start for place, start in seen.items() if place[:2] != siblings}
            seen[(*siblings, heading.number)] = heading.start
        elif first != heading.start:
            line = document.parse.line(first)
            report(
                Span(heading.start, heading.body),
                f"section {heading.number} again; the first is on line {line}",
                "give it the next free number",
            )
        if plain_count:
            last[siblings] = int(heading.number)
