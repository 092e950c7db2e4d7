"""A header field that the template asks for is not in the document, or has no value.

The header is what indexes, dashboards and people in a hurry read. A field that the template marks as
optional, or whose value it says to leave empty, is not asked for. Where the status is missing, the
message tells what the index page claims.

```template
# [Title]

**Date:** [YYYY-MM-DD]
**Status:** [Draft | Active]

## Context

[Why]
```

```document
# Cache

**Date:** 2025-02-03

## Context

Reads are slow.
```

```verdict
1:1 no Status
```
"""

from holdfast.binding.answers import Answer
from holdfast.binding.document import Document
from holdfast.model.corpus import Corpus, CorpusReport, Entry, Link
from holdfast.model.obligation import obligation
from holdfast.model.schema import FieldSchema
from holdfast.model.verdict import Report

OBLIGATION = obligation("W E E E")
VERSIONED = True


def judge(document: Document, report: Report) -> None:
    """Report every demanded field that is missing or empty, but the status, which the index may know."""
    for field in document.schema.fields:
        if field.id == "status" or field.advice or not document.demanded(field.presence, field.when):
            continue
        found = document.fields.get(field.id)
        if found is None:
            if not (field.id == "title" and document.title):
                report(document.top, f"no {field.name}", _remedy(field, document), requirement=field.origin)
        elif found.state is Answer.EMPTY and not field.waits:
            report(found.name_span, f"{field.name} has no value", _remedy(field, document), requirement=field.origin)


def survey(corpus: Corpus, report: CorpusReport) -> None:
    """Report documents without a status, with what the index says it is."""
    claims = {link.target.rpartition("/")[2]: (link.status, index, link.spot.line) for index, link in _rows(corpus)}
    for entry in corpus.documents:
        if entry.status_demand is None or not entry.bound:
            continue
        claim, index, line = claims.get(entry.path.rpartition("/")[2], ("", "", 0))
        found = f"no Status; {index}:{line} says {claim}" if claim else "no Status"
        remedy = (
            f'write "Status: {claim}" in the header, or mend the index'
            if claim
            else f"say where it stands: {entry.status_demand.text}"
        )
        report(entry, entry.top, found, remedy, requirement=entry.status_demand)


def _rows(corpus: Corpus) -> list[tuple[str, Link]]:
    pages: list[Entry] = [corpus.entries[path] for path in corpus.indexes]
    return [
        (page.path.rpartition("/")[2], link)
        for page in pages
        for link in reversed(page.links)
        if link.row and link.status
    ]


def _remedy(field: FieldSchema, document: Document) -> str:
    if document.schema.side_file:
        return f"add it to {document.schema.side_file}"
    asked = field.placeholder or (f"one of {', '.join(field.choices)}" if field.choices else "a value")
    return f"add {field.name} to the header: {asked}"
