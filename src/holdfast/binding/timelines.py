"""What a heading says of time: "Q1 2025", "Weeks 1-2", "Nov 2025", as stretches that claim no day nobody wrote.

A relative one ("Weeks 1-2") counts from a day that is itself known only as well as it is written: from a document of
"November 2025" the second week ends on some day from 2025-11-14 to 2025-12-13.
"""

import re
from datetime import date, timedelta

from holdfast.model.progress import Days
from holdfast.patterns import pattern

Stretch = tuple[date, date]
"""First and last day."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_TO = r"\s*(?:-|–|—|\bto\b|\buntil\b|\bthrough\b)\s*"
_ISO = r"(?P<{0}>\d{{4}}-\d{{1,2}}(?:-\d{{1,2}})?)(?![\d-])"
_DAY_RANGE = pattern(rf"(?<![\d-]){_ISO.format('first')}{_TO}{_ISO.format('last')}", re.IGNORECASE)
_DAY = pattern(rf"(?<![\d-]){_ISO.format('first')}", re.IGNORECASE)
_QUARTERS = pattern(rf"\b(?P<kind>[QH])(?P<first>[1-4])(?:\s+(?P<early>(?:19|20)\d\d))?(?:{_TO}[QH]?(?P<last>[1-4]))?\s*,?\s*(?P<year>(?:19|20)\d\d)?\b|\b(?P<ahead>(?:19|20)\d\d)[\s-]*(?P<kind2>[QH])(?P<first2>[1-4])(?:{_TO}[QH]?(?P<last2>[1-4]))?\b", re.IGNORECASE)  # fmt: skip
_NAMED = pattern(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?{_MONTH.format('month')}(?:\s+(?P<behind>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))?(?:\s*,?\s*(?P<early>(?:19|20)\d\d))?"
    rf"(?:{_TO}{_MONTH.format('until')})?\s*,?\s*(?P<year>(?:19|20)\d\d)?\b",
    re.IGNORECASE,
)
_RELATIVE = pattern(rf"\b(?P<unit>day|week|month)s?\s+(?P<first>\d{{1,3}})(?:(?:{_TO}|\s*(?:&|and|,|\+)\s*)(?:(?:day|week|month)s?\s+)?(?P<last>\d{{1,3}}))?\b(?!\s*%)", re.IGNORECASE)  # fmt: skip
_YEARS = pattern(rf"(?<![\d.-])(?P<first>(?:19|20)\d\d)(?:{_TO}(?P<last>(?:19|20)\d\d))?(?![\d.-])")
_PART = pattern(r"\b[QH]\d\s*\Z", re.IGNORECASE)
"""What says that a year behind it is not meant as a whole, be there such a part or not."""
_BY = pattern(r"\b(?:by|until|before|due|no later than)\s*:?\s*\Z", re.IGNORECASE)


def read_days(text: str, base: Stretch | None = None) -> tuple[str, Days | None]:
    """Return what a text says of time, as written, and what it means; empty where it says nothing.

    ``base`` is what a relative timeline counts from; without it, and for what names no year, the meaning is unknown.
    """
    for read in (_between_days, _quarters, _named, _one_day):
        if found := read(text):
            said, stretch = found
            if stretch is None:
                return said[0].strip(), None
            first, last = stretch
            starts = None if _BY.search(text[: said.start()]) else (first, first)
            return said[0].strip(" ,"), Days(starts, (last, last))
    if match := _RELATIVE.search(text):
        return match[0].strip(), _relative(match, base) if base else None
    if (match := _YEARS.search(text)) and (years := _years(match)) and not _PART.search(text[: match.start()]):
        return match[0], Days((years[0], years[0]), (years[1], years[1]))
    return "", None


def read_stretch(text: str) -> Stretch | None:
    """Return the days that a date can mean: a month is all of its days."""
    days = read_days(text)[1]
    return (days.starts[0], days.ends[1]) if days and days.starts else None


_Found = tuple[re.Match[str], Stretch | None]


def _between_days(text: str) -> _Found | None:
    match = _DAY_RANGE.search(text)
    if match is None:
        return None
    first, last = _iso(match["first"]), _iso(match["last"])
    return (match, _span(first, last)) if first and last else None


def _one_day(text: str) -> _Found | None:
    match = _DAY.search(text)
    found = _iso(match["first"]) if match else None
    return (match, found) if match and found else None


def _quarters(text: str) -> _Found | None:
    match = _QUARTERS.search(text)
    if match is None:
        return None
    kind, first, last = (match[name] or match[f"{name}2"] for name in ("kind", "first", "last"))
    year, early = match["year"] or match["ahead"], match["early"]
    if not (year or early):
        return match, None
    count = 2 if kind.upper() == "H" else 4
    size = 12 // count
    low, high = int(first), int(last or first)
    if not 1 <= low <= count or not 1 <= high <= count:
        return match, None
    start = _months(int(early or year), (low - 1) * size + 1)
    end = _months(int(year or early), high * size)
    return match, _span(start, end)


def _named(text: str) -> _Found | None:
    for match in _NAMED.finditer(text):
        year, early = match["year"], match["early"]
        if not (year or early):
            continue
        first, until = _month(match["month"]), match["until"]
        day = match["day"] or match["behind"]
        if day and not until:
            return match, _day(int(early or year), first, int(day))
        last = _months(int(year or early), _month(until) if until else first)
        return match, _span(_months(int(early or year), first), last)
    return None


def _relative(match: re.Match[str], base: Stretch) -> Days | None:
    first, last = int(match["first"]), int(match["last"] or match["first"])
    if not 1 <= first <= last:
        return None
    unit = match["unit"].lower()
    early, late = (_later(day, unit, first - 1) for day in base)
    ends = tuple(_later(day, unit, last) - timedelta(1) for day in base)
    return Days((early, late), (ends[0], ends[1]))


def _later(day: date, unit: str, count: int) -> date:
    if unit != "month":
        return day + timedelta(count * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    last = _months(year, month + 1)[1]
    return min(last, date(year, month + 1, 1) + timedelta(day.day - 1))


def _years(match: re.Match[str]) -> Stretch | None:
    return _span(_months(int(match["first"]), 1), _months(int(match["last"] or match["first"]), 12))


def _iso(text: str) -> Stretch | None:
    parts = [int(one) for one in text.split("-")]
    if not 1 <= parts[1] <= 12 or not 1 <= parts[0] < 9999:
        return None
    return _day(*parts) if len(parts) == 3 else _months(parts[0], parts[1])


def _day(year: int, month: int, day: int) -> Stretch | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found, found


def _months(year: int, month: int) -> Stretch:
    return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1) - timedelta(1)


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _span(first: Stretch, last: Stretch) -> Stretch | None:
    return (first[0], last[1]) if first[0] <= last[1] else None
