"""Items of a task list are marked with an emoji, or not at all, where the template has task boxes.

A box can be counted, followed through history and ticked on a web page; "✅ Done" cannot. Reported
once for each list, and only where the template shows boxes in that section.

```template
# [Title]

## Plan

- [ ] Task 1
- [ ] Task 2
```

```document
# Cache

## Plan

- ✅ Measure
- ✅ Build
- [ ] Ship
```

```verdict
5:1 "✅ Measure" is a tick, not a task box; 2 like this in the list
```
"""

import re

from holdfast.binding.document import Document
from holdfast.binding.sections import BoundSection
from holdfast.markdown.blocks import Block
from holdfast.model.obligation import obligation
from holdfast.model.span import Span
from holdfast.model.verdict import Report
from holdfast.template.slots import item_text

OBLIGATION = obligation("n W W n")
VERSIONED = True
_TICK = re.compile(
    r"(?:[✅✔☑✓☐☒❌⬜🔲✗✘]|:(?:white_check_mark|heavy_check_mark|x):|\[(?:done|todo|wip)\])\ufe0f?\s*", re.IGNORECASE
)


def judge(document: Document, report: Report) -> None:
    """Look at the lists of every section whose template shows boxes."""
    for section in document.sections.bound:
        if any(item.tasks for item in section.schema.items):
            for block in document.parse.top(document.own_text(section)):
                if block.kind == "list":
                    _judge_list(document, section, block, report)


def _judge_list(document: Document, section: BoundSection, block: Block, report: Report) -> None:
    parse = document.parse
    items = [
        one for one in parse.blocks_in((block.start, block.end)) if one.kind == "item" and one.depth == block.depth + 1
    ]
    marked = [one for one in items if not one.level and _TICK.match(item_text(parse, one))]
    if not marked:
        return
    first = marked[0]
    text = item_text(parse, first)
    shown = text if len(text) <= 50 else text[:49] + "…"
    more = f"; {len(marked)} like this in the list" if len(marked) > 1 else ""
    origin = next(item.origin for item in section.schema.items if item.tasks)
    report(
        Span(first.start, first.end),
        f'"{shown}" is a tick, not a task box{more}',
        "write `- [x]` for what is done and `- [ ]` for what is not",
        requirement=origin,
    )
