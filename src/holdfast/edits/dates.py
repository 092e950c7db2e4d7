"""Days as other people write them, and as a template asks for them."""

import re
from datetime import date

from holdfast.patterns import pattern

MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]  # fmt: skip
_NAMES = {name[:3].casefold(): number for number, name in enumerate(MONTHS, 1)}
_YEAR_FIRST = pattern(r"(\d{4})[./](\d{1,2})[./](\d{1,2})")
_YEAR_LAST = pattern(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
_NAMED = pattern(
    r"(?:(?P<before>\d{1,2})(?:st|nd|rd|th)?[ -])?(?P<month>[A-Za-z]{3,9})\.?(?:[ -](?P<behind>\d{1,2})(?:st|nd|rd|th)?)?,?[ -](?P<year>\d{4})"
)


def iso_day(text: str) -> str | None:
    """Return a day as ``YYYY-MM-DD`` where a text is one and can only be that one; else ``None``.

    "03/04/2025" is the third of April or the fourth of March, so it is neither.
    """
    if found := _YEAR_FIRST.fullmatch(text):
        return _iso(*map(int, found.groups()))
    if found := _YEAR_LAST.fullmatch(text):
        first, second, year = map(int, found.groups())
        if first == second or first > 12:
            return _iso(year, second, first)
        return _iso(year, first, second) if second > 12 else None
    found = _NAMED.fullmatch(text)
    month = _month(found["month"]) if found else None
    if found is None or month is None or bool(found["before"]) == bool(found["behind"]):
        return None
    return _iso(int(found["year"]), month, int(found["before"] or found["behind"]))


def written(day: date, like: str) -> str:
    """Return a day in the form that a template's line or another date has: "January 2025" where months have names, else ISO."""
    named = re.search(r"\bmonth\b", like, re.IGNORECASE) or any(
        _month(word) for word in re.findall(r"[A-Za-z]{3,9}", like)
    )
    if re.search(r"\d{4}-\d|Y{4}-M", like) or not named:
        return day.isoformat()
    return f"{MONTHS[day.month - 1]} {day.year}"


def _month(word: str) -> int | None:
    number = _NAMES.get(word[:3].casefold())
    name = MONTHS[number - 1].casefold() if number else ""
    return number if word.casefold() in (name, name[:3], name[:4]) else None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
