"""Items of a task list are marked with an emoji, or not at all, where the template has task boxes.

A box can be counted, followed through history and ticked on a web page; "✅ Done" cannot, and neither can a box
without its space, `- []` or `-[ ]`. Reported once for each list, and only where the template shows boxes in that
section. `holdfast fix` puts `[x]` for a tick and `[ ]` for an empty square, and leaves alone what could mean either.

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

-[ ] Tell
```

```verdict
5:1 "✅ Measure" is a tick, not a task box; 2 like this in the list
9:1 "-[ ] Tell" is no task box
```
"""

import re

from holdfast.binding.document import Document
from holdfast.binding.sections import BoundSection
from holdfast.markdown.blocks import Block, Parse
from holdfast.model.edit import Edit, Fix
from holdfast.model.obligation import obligation
from holdfast.model.span import Span
from holdfast.model.verdict import Origin, Report
from holdfast.patterns import pattern
from holdfast.template.slots import item_text

OBLIGATION = obligation("n W W n")
VERSIONED = True
_REMEDY = "write `- [x]` for what is done and `- [ ]` for what is not"
_TICK = pattern(
    r"(?:[✅✔☑✓☐☒❌⬜🔲✗✘]|:(?:white_check_mark|heavy_check_mark|x):|\[(?:done|todo|wip)\]|\[\](?=\s))\ufe0f?\s*",
    re.IGNORECASE,
)
_MARKER = rb"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+"
_DONE = rb"\xe2\x9c\x85|\xe2\x9c\x94|\xe2\x98\x91|\xe2\x9c\x93|:white_check_mark:|:heavy_check_mark:|\[done\]"
_OPEN = rb"\xe2\x98\x90|\xe2\xac\x9c|\xf0\x9f\x94\xb2|\[todo\]|\[\]"
_CERTAIN = pattern(
    rb"(?P<marker>" + _MARKER + rb")(?:(?P<done>" + _DONE + rb")|(?:" + _OPEN + rb"))(?:\xef\xb8\x8f)?[ \t]*(?=\S)",
    re.IGNORECASE,
)
"""What can only mean done, or only mean open; a cross may be either."""
_TIGHT = pattern(rb"^[ \t]{0,3}[-*+](?=\[[ xX]\][ \t]+\S)", re.MULTILINE)
"""A box right behind its bullet, which makes no list."""


def judge(document: Document, report: Report) -> None:
    """Look at the lists of every section whose template shows boxes."""
    for section in document.sections.bound:
        if any(item.tasks for item in section.schema.items):
            for block in document.parse.top(document.own_text(section)):
                if block.kind == "list":
                    _judge_list(document, section, block, report)
                elif block.kind == "paragraph":
                    _judge_paragraph(document, section, block, report)


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
    edits = tuple(edit for item in marked if (edit := _boxed(parse, item)))
    report(
        Span(first.start, first.end),
        f'"{shown}" is a tick, not a task box{more}' if text[0] != "[" else f'"{shown}" is no task box{more}',
        _REMEDY,
        requirement=_origin(section),
        fix=Fix(edits) if edits else None,
        others=tuple(Span(one.start, one.end) for one in marked[1:]),
    )


def _judge_paragraph(document: Document, section: BoundSection, block: Block, report: Report) -> None:
    """Report boxes without the space that would make them a list."""
    parse = document.parse
    found = [one.end() for one in _TIGHT.finditer(parse.source[block.start : block.end])]
    if found:
        shown = parse.line_text(parse.line(block.start + found[0]))
        shown = shown if len(shown) <= 50 else shown[:49] + "…"
        more = f"; {len(found)} like this in the list" if len(found) > 1 else ""
        start = block.start + found[0] - 1
        fix = Fix(tuple(Edit(Span(block.start + at, block.start + at), " ") for at in found))
        report(
            Span(start, block.end), f'"{shown}" is no task box{more}', _REMEDY, requirement=_origin(section), fix=fix
        )


def _origin(section: BoundSection) -> Origin:
    return next(item.origin for item in section.schema.items if item.tasks)


def _boxed(parse: Parse, item: Block) -> Edit | None:
    """Return the edit that puts a box in the place of a mark that can only mean one of the two."""
    found = _CERTAIN.match(parse.source, item.start, item.end)
    if found is None:
        return None
    return Edit(Span(found.end("marker"), found.end()), "[x] " if found["done"] else "[ ] ")
