"""A header field that the template asks for is not in the document, or has no value.

The header is what indexes, dashboards and people in a hurry read. A field that the template marks as
optional, or whose value it says to leave empty, is not asked for. Where the status is missing, the
message tells what the index page claims. A name that is one letter off is named, and `holdfast fix` mends it; with
`--unsafe` it also takes a status from the index page, and the day a document was first committed as its date.

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

from datetime import UTC, datetime

from holdfast.binding.answers import Answer
from holdfast.binding.document import Document
from holdfast.binding.fieldline import asked, misspelt, undated_field
from holdfast.edits.dates import written
from holdfast.model.corpus import Corpus, CorpusReport
from holdfast.model.edit import Edit, Fix
from holdfast.model.entry import Entry, Link, Mention
from holdfast.model.obligation import obligation
from holdfast.model.schema import FieldSchema
from holdfast.model.span import Span
from holdfast.model.verdict import Origin, Report
from holdfast.patterns import pattern

OBLIGATION = obligation("W E E E")
VERSIONED = True
_PLAIN = pattern(r"[^\s:#\[\]{}&*!|>'\"%@`,?-][^:#\n]*")
"""A value that means the same in every kind of header, YAML among them."""


def judge(document: Document, report: Report) -> None:
    """Report every demanded field that is missing or empty, but the status and the date, of which others may know."""
    undated = undated_field(document)
    absent = []
    for field in document.schema.fields:
        if field.id == "status" or field.advice or not document.demanded(field.presence, field.when):
            continue
        found = document.fields.get(field.id)
        if found is None:
            if field is not undated and not (field.id == "title" and document.title):
                absent.append(field)
        elif found.state is Answer.EMPTY and not field.waits:
            report(found.name_span, f"{field.name} has no value", _remedy(field, document), requirement=field.origin)
    if len(absent) > 1 and not document.header.fields and not document.schema.side_file:
        names = ", ".join(field.name for field in absent)
        report(document.top, f"no header; it has to give {names}", "add it", requirement=absent[0].origin)
        return
    for field in absent:
        _report_missing(document, field, report)


def _report_missing(document: Document, field: FieldSchema, report: Report) -> None:
    slip = misspelt(document, field)
    if slip is None:
        report(document.top, f"no {field.name}", _remedy(field, document), requirement=field.origin)
        return
    place, name = slip
    fix = Fix((Edit(place, field.name),))
    report(place, f"no {field.name}; {name} looks like it", f"write {field.name}", requirement=field.origin, fix=fix)


def survey(corpus: Corpus, report: CorpusReport) -> None:
    """Report documents without a status, with what the index says it is, and those without a date."""
    claims = {link.target.rpartition("/")[2]: (link.status, index, link.spot.line) for index, link in _rows(corpus)}
    for entry in corpus.documents:
        if not entry.bound:
            continue
        dated = next(iter(entry.named("undated")), None)
        if entry.status_demand and not _report_slip(entry, _not(entry, dated), entry.status_demand, report):
            claim, index, line = claims.get(entry.path.rpartition("/")[2], ("", "", 0))
            found = f"no Status; {index}:{line} says {claim}" if claim else "no Status"
            remedy = (
                f'write "Status: {claim}" in the header, or mend the index'
                if claim
                else f"say where it stands: {entry.status_demand.text}"
            )
            fix = _written(entry, _not(entry, dated), claim)
            report(entry, entry.top, found, remedy, requirement=entry.status_demand, fix=fix)
        if entry.date_demand and dated and not _report_slip(entry, [dated.text], entry.date_demand, report):
            birth = corpus.births.get(entry.path)
            day = written(datetime.fromtimestamp(birth[1], UTC).date(), entry.date_demand.text) if birth else ""
            fix = _written(entry, [dated.text], day)
            remedy = f"add {dated.text} to the header: {dated.label}"
            report(entry, entry.top, f"no {dated.text}", remedy, requirement=entry.date_demand, fix=fix)


def _not(entry: Entry, dated: Mention | None) -> list[str]:
    """Return the names of missing fields but the date's, which leaves that of the status."""
    names = [one.label for kind in ("misspelt", "room") for one in entry.named(kind)]
    return [name for name in names if dated is None or name != dated.text]


def _report_slip(entry: Entry, names: list[str], demand: Origin, report: CorpusReport) -> bool:
    """Report a field that is there with a slip in its name; tell whether there is one."""
    slip = next((one for one in entry.named("misspelt") if one.label in names), None)
    if slip:
        fix = Fix((Edit(Span(slip.spot.start, slip.spot.end), slip.label),))
        found = f"no {slip.label}; {slip.text} looks like it"
        report(entry, slip.spot, found, f"write {slip.label}", requirement=demand, fix=fix)
    return slip is not None


def _written(entry: Entry, names: list[str], value: str) -> Fix | None:
    """Return the edit that adds a line for a field; it tells what the document did not, so it is not safe."""
    room = next((one for one in entry.named("room") if one.label in names), None)
    if room is None or not value or not _PLAIN.fullmatch(value):
        return None
    text = room.text.replace("{}", value)
    return Fix((Edit(Span(room.spot.start, room.spot.end), text),), safe=False)


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
    return f"add {field.name} to the header: {asked(field)}"
