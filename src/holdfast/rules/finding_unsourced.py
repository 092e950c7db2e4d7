"""A finding of the research section names no source.

What nobody can look up cannot be weighed, and in a year nobody knows whether it still holds. Sources are
recognised generously: a link, a footnote, a citation such as (Fielding 2000), a name behind a dash or a colon,
"according to"; where the template asks for data, any figure. A section that names its sources in
a sentence of its own is left alone.

```template
# [Title]

## Research

- [Finding 1 with source]
- [Finding 2 with benchmarks/data]
```

```document
# Cache

## Research

- Most reads ask for the same few entries
- A second cache pays off early (Smith 2019)
- Nine reads in ten hit
- Nobody has measured the writes
```

```verdict
5:1 "Most reads ask for the same few entries" names no source; 2 findings like this
```
"""

import re

from holdfast.binding.document import Document
from holdfast.binding.items import carries, own_lists, says_something, shown
from holdfast.binding.sections import BoundSection
from holdfast.markdown.plain import plain
from holdfast.model.obligation import obligation
from holdfast.model.span import Span
from holdfast.model.verdict import Report
from holdfast.patterns import pattern

OBLIGATION = obligation("W n W -")
VERSIONED = True
_FINDINGS = frozenset({"source", "data"})
_SOURCES = pattern(r"\b(?:sources?|references?|according to|based on|see|from)\b", re.IGNORECASE)


def judge(document: Document, report: Report) -> None:
    """Look at the lists of every section whose template asks for findings with a source."""
    parse = document.parse
    for section in document.sections.bound:
        kinds = section.schema.items
        if (
            not all(one.wants for one in kinds)
            or not any(_FINDINGS & set(one.wants) for one in kinds)
            or _named(document, section)
        ):
            continue
        wants = dict.fromkeys(want for kind in kinds for want in kind.wants)
        origin = next(one.origin for one in kinds if _FINDINGS & set(one.wants))
        for items in own_lists(document, section):
            bare = [
                item
                for item in items
                if not any(carries(parse, item, want) for want in wants) and says_something(parse, item)
            ]
            if bare:
                more = f"; {len(bare)} findings like this" if len(bare) > 1 else ""
                found = f'"{shown(parse, bare[0])}" names no source{more}'
                first, *others = (Span(one.start, one.end) for one in bare)
                remedy = "say where it comes from, with a link"
                report(first, found, remedy, requirement=origin, others=tuple(others))


def _named(document: Document, section: BoundSection) -> bool:
    """Tell whether a paragraph of the section names sources for all of its findings."""
    parse = document.parse
    for block in parse.top(document.own_text(section)):
        if block.kind == "paragraph":
            span = (block.start, block.end)
            if any(parse.within(span, "link", "autolink", "note")) or _SOURCES.search(plain(parse.slice(*span))):
                return True
    return False
