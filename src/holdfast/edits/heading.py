"""The title line of a template with the title and the number of a document in it."""

import re

from holdfast.template.placeholders import find_placeholders, inner

_COUNTER = re.compile(r"\b(?:N{2,}|X{3,}|0{2,})\b")
_NUMBER = re.compile(r"(?:.*\b(?:number|num|no|id|seq(?:uence)?)\b.*|n|#+|[nx#]{2,}|0+|\d+)\Z", re.IGNORECASE)
_LEAD = re.compile(r"\S{0,12}?(?:N{2,}|X{3,}|0{2,}|\d{1,5})[.:)]?(?:\s+[-–—:]\s*|\s+)(?=\S)")
"""A number before the words of a title that is no placeholder itself: ``KEP-NNNN: Your short title``."""


def title_line(text: str, title: str, number: str, *, padded: bool = False) -> str:
    """Return the text of a template's title with the title in its place, and the number where there is one.

    ``text`` is without the marks of a heading; ``number`` is as the file name has it and empty where it waits. It
    stays so in the place of ``NNNN`` and where ``padded``; elsewhere it loses its zeros.
    """
    found = find_placeholders(text)
    counters = [one for one in found if _NUMBER.match(inner(one))]
    words = next((one for one in found if one not in counters), None)
    if words:
        before, _, after = text.partition(words)
        return (
            _counted(before, counters, number, padded=padded) + title + _counted(after, counters, number, padded=padded)
        )
    if counters or (re.search(r"\bTITLE\b", text) and _COUNTER.search(text)):
        text = _counted(text, counters, number, padded=padded)
        return text.replace("TITLE", title) if "TITLE" in text else f"{text.rstrip()} {title}"
    lead = _LEAD.match(text)
    return (_counted(lead[0], [], number, padded=padded) if lead else "") + title


def _counted(text: str, counters: list[str], number: str, *, padded: bool) -> str:
    """Put the number in the place of what stands for it."""
    if not number:
        return text
    for one in counters:
        run = _COUNTER.fullmatch(inner(one).upper())
        text = text.replace(one, number if run else _written(number, padded=padded))
    return _COUNTER.sub(number, text)


def _written(number: str, *, padded: bool) -> str:
    return number if padded else number.lstrip("0") or number
