"""An item of a list lacks the link, the version or the reference that the template asks items to carry.

Any link will do, a bare address included, and anything like 1.2, v3 or 2024 is a version; "stable" and
"latest" are none, because they are another one tomorrow. "None" is an answer. Where the template shows several
kinds of items in a section, one of them has to fit. Said once for each list.

```template
# [Title]

## Libraries

- [Library 1 with link and version]
- [Library 2 with link and version]
```

```document
# Cache

## Libraries

- [lru](https://example.org/lru) 1.2
- [murmur](https://example.org/murmur), latest
- xxhash
```

```verdict
6:1 "murmur, latest" has no version; 2 items of the list lack something
```
"""

from holdfast.binding.document import Document
from holdfast.binding.items import carries, own_lists, says_something, shown
from holdfast.markdown.blocks import Block
from holdfast.model.obligation import obligation
from holdfast.model.schema import ItemSchema
from holdfast.model.span import Span
from holdfast.model.verdict import Report

OBLIGATION = obligation("n W W -")
VERSIONED = True
_ASKED = ("link", "version", "reference")
_FINDINGS = frozenset({"source", "data"})


def judge(document: Document, report: Report) -> None:
    """Look at the lists of every section whose template says what each item carries."""
    for section in document.sections.bound:
        kinds = section.schema.items
        if not kinds or not all(one.wants for one in kinds) or any(_FINDINGS & set(one.wants) for one in kinds):
            continue
        for items in own_lists(document, section):
            lacking = [
                item
                for item in items
                if all(_lacks(document, item, kind) for kind in kinds) and says_something(document.parse, item)
            ]
            if lacking:
                _report(document, report, lacking, kinds)


def _lacks(document: Document, item: Block, kind: ItemSchema) -> list[str]:
    return [want for want in _ASKED if want in kind.wants and not carries(document.parse, item, want)]


def _report(document: Document, report: Report, lacking: list[Block], kinds: tuple[ItemSchema, ...]) -> None:
    first = lacking[0]
    kind = min(kinds, key=lambda one: len(_lacks(document, first, one)))
    wants = " and no ".join(_lacks(document, first, kind))
    more = f"; {len(lacking)} items of the list lack something" if len(lacking) > 1 else ""
    found = f'"{shown(document.parse, first)}" has no {wants}{more}'
    report(
        Span(first.start, first.end),
        found,
        f"add what the template asks for: {kind.origin.text}",
        requirement=kind.origin,
        others=tuple(Span(one.start, one.end) for one in lacking[1:]),
    )
