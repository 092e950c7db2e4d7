"""A text is clearly longer than the template asks for.

"2-3 sentences", "one paragraph", "no more than 50 words" and "44 characters or less" are read from the template.
Prose is counted, not lists, tables, quotes and code; one sentence or paragraph more and a quarter
more words are let pass, and a text is never too short.

```template
# [Title]

## Summary

[2-3 sentences]
```

```document
# Cache

## Summary

Reads are slow, e.g. in v1.2. We cache them. Writes go through. Ten entries are kept. The oldest goes first.
```

```verdict
3:1 `Summary` has 5 sentences; the template asks for at most 3
```
"""

from holdfast.binding.document import Document
from holdfast.binding.labels import label_at
from holdfast.binding.lengths import length, prose
from holdfast.markdown.labels import read_labels
from holdfast.markdown.plain import plain
from holdfast.model.obligation import obligation
from holdfast.model.schema import Bound, FieldSchema
from holdfast.model.span import Span
from holdfast.model.verdict import Report

OBLIGATION = obligation("n n n -")
VERSIONED = True


def judge(document: Document, report: Report) -> None:
    """Measure header fields, sections, their labels, and the labels of the whole document."""
    for field in document.fields.values():
        if field.schema and field.schema.bounds:
            _judge(report, field.span, field.schema.name, [field.value.partition("\n")[0]], field.schema.bounds)
    for section in document.sections.bound:
        heading = section.heading
        if section.schema.bounds:
            texts = prose(document.parse, document.own_text(section))
            _judge(report, Span(heading.start, heading.body), heading.title, texts, section.schema.bounds)
        for label in section.schema.fields:
            _judge_label(document, report, label, (heading.body, heading.end))
    for label in document.schema.closing:
        _judge_label(document, report, label, (0, len(document.parse.source)))


def _judge_label(document: Document, report: Report, label: FieldSchema, span: tuple[int, int]) -> None:
    """Measure the paragraph that a label opens."""
    at = label_at(document, label, span) if label.bounds else None
    if at is None:
        return
    blocks = document.parse.blocks_in((at, span[1]))[:1]
    if blocks and blocks[0].kind == "paragraph":
        labels = read_labels(document.parse, (blocks[0].start, blocks[0].end))
        text = labels[0].value if labels else plain(document.parse.slice(blocks[0].start, blocks[0].end))
        _judge(report, Span(blocks[0].start, blocks[0].end), label.name, [text], label.bounds)


def _judge(report: Report, span: Span, name: str, texts: list[str], bounds: tuple[Bound, ...]) -> None:
    """Compare paragraphs with the upper ends of the bounds; the first that is clearly exceeded is told."""
    for bound in bounds:
        if bound.high is None:
            continue
        count = sum(length(text, bound.unit) for text in texts)
        if count > _most(bound.unit, bound.high):
            found = f"`{name}` has {count} {bound.unit}; the template asks for at most {bound.high}"
            report(span, found, "say it in fewer words, or move the rest to another section", requirement=bound.origin)
            return


def _most(unit: str, high: int) -> float:
    """Return what is let pass."""
    if unit == "words":
        return high * 1.25
    return high if unit == "characters" else high + 1
