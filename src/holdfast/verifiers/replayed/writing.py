"""``verify --update differences``: rows for what is not declared, and those that nothing shows taken out, span-exact."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from holdfast.model.edit import Edit, Fix
from holdfast.model.guide import Guide, Listing
from holdfast.model.span import Span
from holdfast.model.trial import Trial
from holdfast.patterns import pattern
from holdfast.verifiers.replayed.differing import Difference
from holdfast.verifiers.replayed.showing import named, value

_BODY = 3
"""From more places of one body on it is declared as a whole."""
_LONG = 60
_MANY = 3
"""So many requests whose status changes alike are declared by that status."""
_FLEETING = pattern(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d|[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-", re.IGNORECASE
)
"""Moments and random identifiers."""
_ROOM = 3500
"""Characters of rows that evidence keeps of one claim."""

Row = Sequence[str]
"""Where, what, before, after, as Markdown."""


def payload(found: Iterable[tuple[str, Sequence[Difference]]]) -> str:
    """Return the rows of differences, as JSON that a trial carries."""
    rows: list[Row] = []
    for where, each in found:
        rows += _rows(where, each)
    text = json.dumps(rows, ensure_ascii=False)
    if len(text) > _ROOM:
        rows = [(where, what, "", "") for where, what, *_ in rows]
        text = json.dumps(list(dict.fromkeys(rows)), ensure_ascii=False)
    return text if len(text) <= _ROOM else json.dumps([["every request", "openapi", "", ""]])


def rows_of(trial: Trial) -> list[list[str]]:
    """Return the rows that a trial carries; none where it says of none that it is missing."""
    try:
        read = json.loads(trial.output) if trial.output.startswith("[") else []
    except ValueError:
        return []
    return [one for one in read if isinstance(one, list) and len(one) == 4]


def _rows(where: str, found: Sequence[Difference]) -> list[Row]:
    bodies = [one for one in found if one.what == "body"]
    rows = [_row(where, one) for one in found if one.what != "body"]
    if len(bodies) > _BODY or any(one.part == "$" for one in bodies):
        return [*rows, (where, "body", "", "")]
    return [*rows, *(_row(where, one) for one in bodies)]


def _row(where: str, one: Difference) -> Row:
    what = "openapi" if one.what == "openapi" else f"`{one.part}`" if one.what == "body" and one.part else _header(one)
    values = (_cell(one.before), _cell(one.after)) if not one.lines else ("", "")
    if one.what == "status":
        values = (one.before, one.after)
    elif one.what == "openapi":
        # Where in an operation it is has no words in a table: all of the operation is meant.
        values = ("", "")
    return (where, what, *values)


def _header(one: Difference) -> str:
    return f"header `{named(one).removeprefix('header ')}`" if one.what == "header" else named(one)


def _cell(text: str) -> str:
    shown = value(text)
    if shown == "none" and not text:
        return "none"
    if _FLEETING.search(text) or not shown.isprintable() or "``" in shown:
        # It will be another one the next time, or is nothing to be put into a document: any value is meant.
        return ""
    shown = shown if len(shown) <= _LONG else f"{shown[:_LONG]}…"
    mark = "``" if "`" in shown else "`"
    return f"{mark}{shown}{mark}" if mark == "`" else f"{mark} {shown} {mark}"


def rewritten(guide: Guide, rows: Sequence[Row], gone: Sequence[Span], source: bytes) -> Fix:
    """Return the edits that add rows to the differences of a guide and take others out."""
    rows = _gathered(list(dict.fromkeys(tuple(one) for one in rows)))
    listing = guide.listing
    cuts = sorted(_line(one, source) for one in gone)
    if listing is None:
        return Fix((Edit(Span(guide.place, guide.place), _table(guide, rows)),) if rows else ())
    lines = [_written(one, listing) for one in rows]
    edits = [Edit(cut, "") for cut in cuts]
    at = next((place for place, cut in enumerate(cuts) if cut.start <= listing.end <= cut.end), None)
    if lines and at is not None:
        # The last line goes, and what comes in its place begins where it began.
        whole = source[cuts[at].start : cuts[at].end].endswith((b"\n", b"\r"))
        edits[at] = Edit(cuts[at], "\n".join(lines) + ("\n" if whole else ""))
    elif lines:
        edits.append(Edit(Span(listing.end, listing.end), "".join(f"\n{one}" for one in lines)))
    return Fix(tuple(edits))


def _gathered(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return rows with those of one change of status in a single one, where there are many."""
    counts = Counter(row[2:] for row in rows if row[1] == "status")
    made = []
    for row in rows:
        # What was an error and stays one: a success that becomes one is declared for its request alone.
        many = row[1] == "status" and counts[row[2:]] >= _MANY and min(row[2:]) >= "400"
        made.append((f"every {row[2]}", *row[1:]) if many else row)
    return list(dict.fromkeys(made))


def _line(span: Span, source: bytes) -> Span:
    """Return the whole lines that a row or an item stands on."""
    start = max(source.rfind(b"\n", 0, span.start), source.rfind(b"\r", 0, span.start)) + 1
    end = span.end
    while end < len(source) and source[end : end + 1] not in (b"\n", b"\r"):
        end += 1
    return Span(start, end + (2 if source[end : end + 2] == b"\r\n" else 1 if end < len(source) else 0))


def _written(row: Row, listing: Listing) -> str:
    where, what, before, after = row
    if not listing.table:
        values = f" {before or '…'} → {after or '…'}" if before or after else ""
        return f"{listing.lead}{where}: {what}{values}"
    said = {"where": where, "what": what, "before": before, "after": after}
    if "what" not in listing.columns:
        # Without a column of its own, the value says what it is.
        head = f"{what.removeprefix('header ').strip('`')}: " if what.startswith("header ") else ""
        said |= {"before": _headed(before, head), "after": _headed(after, head)}
    cells = [said.get(name, "").replace("|", "\\|") for name in listing.columns]
    return f"{listing.lead}| {' | '.join(cells)} |"


def _headed(cell: str, head: str) -> str:
    return f"`{head}{cell.strip('`')}`" if head and cell and cell != "none" else cell


def _table(guide: Guide, rows: Sequence[Row]) -> str:
    mark = guide.heading_of_listing
    head = "" if not mark else "\n\n**Differences**" if mark == "**" else f"\n\n{mark} Differences"
    cells = "".join(f"\n| {' | '.join(one.replace('|', chr(92) + '|') for one in row)} |" for row in rows)
    return f"{head}\n\n| Request | What | Before | After |\n|---|---|---|---|{cells}"
