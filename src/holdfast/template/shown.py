"""Headings of a template that only show what headings look like, and other names under which its sections may stand."""

import re

from holdfast.patterns import pattern
from holdfast.template.name import MODEL_WORDS, TEMPLATE_WORDS
from holdfast.template.placeholders import find_placeholders

_COUNTER = pattern(r"(?<=\w )(?:\d{1,2}|N{1,4}|X{1,4}|[IV]{1,4}|[A-C])\b(?=\s*[:：.–—-]|\s*$)")
_PART = pattern(
    r"(?:appendi(?:x|ces)|annexe?|part|section|chapter|anhang|teil|partie|parte) (?:\d{1,2}|[IVX]{1,4}|[A-Z])\b\s*[:.–—-]\s*",
    re.IGNORECASE,
)
"""What counts the sections of a document itself, whose names behind the counter are their own."""
_STAND_IN = pattern(
    r"(?:(?:another|first|second|third|next|other|some|your) )?sub[- ]?(?:topic|section|heading|component|title)s?"
    r"(?: (?:\d|[A-C]|N))?\Z",
    re.IGNORECASE,
)
"""A heading that only says that some of the author's own may stand there."""
_ABOUT_ITSELF = pattern(
    rf".*\b(?:this|est[ae]|ce|cette|diese[rsmn]?|quest[oa]|dit|deze|этот|этого)\s+(?:{TEMPLATE_WORDS})\b"
    rf"|(?:.*\bthe\s+)?(?:{TEMPLATE_WORDS})(?: (?:usage|instructions?|notes?|guide(?:lines)?|help|checklist))?\W*\Z"
    rf"|.*\b(?:us[aoe]|usar\w*|util[ie]\w+|instru\w+|preench\w+|rempli\w*|compil\w+)\b.*\b(?:{MODEL_WORDS})\b"
    r"|.*(?:この|本|此)(?:テンプレート|模板)",
    re.IGNORECASE,
)
"""``How to use this template``, ``Template instructions``, ``Cómo usar esta plantilla``."""


def about_template(title: str) -> bool:
    """Tell whether a section of a template is about the template, and so none of the documents."""
    return _ABOUT_ITSELF.match(title.strip()) is not None


def stands_in(title: str) -> bool:
    """Tell whether a heading only says that headings of the author's own may stand there: ``Sub-topic``."""
    return _STAND_IN.match(title.strip()) is not None


def pattern_words(title: str, placeholders: list[str]) -> str | None:
    """Return the fixed words of a heading that shows a pattern, or ``None`` where it is a name of its own.

    ``Phase 2: Integration`` shows what a phase looks like, whatever stands behind its number, and so does
    ``Phase 1: [Name]``; ``Appendix A. API changes`` is the appendix about the API.
    """
    if stands_in(title):
        return ""
    counter = _COUNTER.search(title)
    if counter and not find_placeholders(title[: counter.start()]):
        return None if name_behind(title) else title[: counter.start()].strip()
    if not placeholders:
        return None
    return _without(title, placeholders)


def name_behind(title: str) -> tuple[str, ...]:
    """Return the name behind ``Appendix A.`` and the like, under which the section may stand as well."""
    part = _PART.match(title)
    after = title[part.end() :].strip() if part else ""
    return (after,) if after and not find_placeholders(after) else ()


def _without(title: str, placeholders: list[str]) -> str:
    """Return the fixed words of a title; what stands in parentheses behind a placeholder goes with it."""
    for one in placeholders:
        before, _, after = title.partition(one)
        title = before + re.sub(r"^\s*\([^()]*\)", "", after)
    return title.strip(" :.-–—")
