"""A document claims a date long before it, or its template, existed.

Mostly the date came with an example or from another document, and nobody wrote the real one. Reported
only where no writing time is plausible: more than six months before the commit that first added the
document, and before the template it was written from was there. Documents of the first commit are left in
peace, because history may begin later than they do, and so is a folder whose early dates differ, because
those are the real ages of documents that were written elsewhere. Without history nothing is said.
`holdfast fix --unsafe` writes the day of the first commit.

```verdict
```
"""

import re
from datetime import UTC, date, datetime

from holdfast.edits.dates import written
from holdfast.model.corpus import Corpus, CorpusReport
from holdfast.model.edit import Edit, Fix
from holdfast.model.entry import Entry, Mention
from holdfast.model.obligation import obligation
from holdfast.model.span import Span
from holdfast.patterns import pattern

OBLIGATION = obligation("n n W n")
LIVING = True
_EARLY_DAYS = 183
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = pattern(r"\b(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?\b")
_NAMED = pattern(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?\.? )?({'|'.join(_MONTHS)})[a-z]*\.?,? (?:(\d{{1,2}})(?:st|nd|rd|th)?,? )?(\d{{4}})\b",
    re.IGNORECASE,
)
_YEAR = pattern(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def survey(corpus: Corpus, report: CorpusReport) -> None:
    """Compare claimed dates with first commits."""
    born = {
        path: _day(corpus.births[path][1]) for path in (*corpus.entries, *corpus.templates) if path in corpus.births
    }
    templates = [born[path] for path in corpus.templates if path in born]
    if not templates or len(born) - len(templates) < 2:
        return
    first = min(born.values())
    early: list[tuple[Entry, Mention, date]] = []
    for entry in corpus.documents:
        for claim in entry.named("date"):
            day = latest(claim.text)
            known = born.get(entry.path)
            if day and known and known > first and (known - day).days > _EARLY_DAYS and day < min(templates):
                early.append((entry, claim, day))
    if len({(day.year, day.month) for _, _, day in early}) > 2:
        return
    for entry, claim, _ in early:
        when = born[entry.path]
        if entry.bound:
            report(
                entry,
                claim.spot,
                f"{claim.label} {claim.text} is {_months(latest(claim.text), when)} months before the document was first committed",
                f"write when it was written; the first commit is of {when.isoformat()}",
                fix=_committed(claim, when),
            )


def _committed(claim: Mention, when: date) -> Fix | None:
    """Return the edit that writes the day of the first commit in the form of the date that stands there."""
    if claim.spot.end == 0 or len(claim.text.encode()) != claim.spot.end - claim.spot.start:
        return None
    return Fix((Edit(Span(claim.spot.start, claim.spot.end), written(when, claim.text)),), safe=False)


def latest(text: str) -> date | None:
    """Return the last day that a date can mean, of several dates the latest, or ``None`` where there is none."""
    found = [_last_day(int(one[1]), int(one[2]), int(one[3] or 0)) for one in _DAY.finditer(text)]
    found += [
        _last_day(int(one[4]), _MONTHS.index(one[2].lower()) + 1, int(one[1] or one[3] or 0))
        for one in _NAMED.finditer(text)
    ]
    if not found:
        found = [date(int(year), 12, 31) for year in _YEAR.findall(text)]
    return max((one for one in found if one), default=None)


def _last_day(year: int, month: int, day: int) -> date | None:
    """Return a day; of a month without a day its last, and of what is no date the last of the year."""
    try:
        return date(year, month, day) if day else date(year + month // 12, month % 12 + 1, 1)
    except ValueError:
        return date(year, 12, 31) if year else None


def _months(day: date | None, when: date) -> int:
    return round((when - day).days / 30.44) if day else 0


def _day(seconds: int) -> date:
    return datetime.fromtimestamp(seconds, UTC).date()
