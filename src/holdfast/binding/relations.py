"""Documents that the header of another names by number, and without a link: ``Superseded by ADR-0041``."""

import re
from collections.abc import Iterator

from holdfast.binding.answers import Answer
from holdfast.binding.document import Document
from holdfast.binding.fields import BoundField
from holdfast.markdown.plain import key, plain
from holdfast.model.entry import Mention, Spot
from holdfast.model.span import Span
from holdfast.patterns import pattern

_BY = r"(?:supers?[ec]+d|replac|obsolet|amend|updat|extend|refin|deprecat|clarifi)ed(?: in part| partially| partly)? by"
_DOES = r"(?:supers?[ec]+de|replace|obsolete|amend|update|extend|refine|deprecate|clarifie)s"
_FIELD = pattern(
    rf"(?:partially |partly )?(?:{_BY}|{_DOES}|requires?|depends on|builds on|based on|prerequisites)\Z", re.IGNORECASE
)
_IN_STATUS = pattern(rf"\b{_BY}[\s:*_]+", re.IGNORECASE)
_IN_LINE = pattern(rf"(?:\A|\n)[\s>*+-]*(?:partially |partly )?(?:{_BY}|{_DOES})[\s:*_]+", re.IGNORECASE)
_ONE = pattern(
    r"[\s\[\"'*_]*(?:and\s+)?(?P<text>(?:[a-z]{2,8}[ _-]{0,2})?(?P<number>\d{1,5}))(?P<slug>-[a-z][\w-]*(?:\.\w+)?)?[\]\"'*_]*"
    r"(?![\w/#%]|\.\d|-\d)",
    re.IGNORECASE,
)
_NEXT = pattern(r"\s*(?:[,;&+]|\band\b)\s*", re.IGNORECASE)
_ENDS = pattern(r"\s*(?:\Z|[.,;:(§'’&+]|and\b|[-–—]+\s|(?:on|since|in part|partially|partly)\b)", re.IGNORECASE)
"""What may stand behind a number that is meant as it stands; behind ``ADR-0041 of the platform`` it belongs to others."""
_UNSURE = pattern(
    r"[|<{…#]|://|\]\(|\b(?:elsewhere|repo|repository|project|upstream|organi[sz]ation|external|branch|pr|pull|issue|deleted|removed"
    r"|withdrawn|never|yet|planned|pending|future|forthcoming|upcoming|proposed|draft|tbd|unwritten|reserved|renumbered|formerly"
    r"|previously|was|old|nnnn|xxxx)\b",
    re.IGNORECASE,
)
_NUMBERS = pattern(r"[\s\[\"']*\d{1,5}[\s\"']*(?:,[\s\"']*\d{1,5}[\s\"']*)*\]?\s*\Z")


def relations(document: Document) -> Iterator[Mention]:
    """Yield each reference by number in a field such as ``Supersedes``, and in what a status says beside its word.

    The text of a mention is the reference as it is written. Where anything beside it is a link, or says that what is meant
    lies elsewhere or in the past or the future, there is none.
    """
    for field in document.fields.values():
        if field.state is Answer.GIVEN and _FIELD.match(key(field.name)):
            yield from _named(document, field, field.value)
    status = document.fields.get("status")
    if status is None or status.state is not Answer.GIVEN:
        return
    if said := _IN_STATUS.search(status.value):
        yield from _named(document, status, status.value[said.end() :])
    for beside in _beside(document, status):
        if said := _IN_LINE.search(beside.value):
            yield from _named(document, beside, beside.value[said.end() :])


def _beside(document: Document, status: BoundField) -> Iterator[BoundField]:
    """Yield the other paragraphs of a section called Status, where adr-tools writes such lines."""
    heading = next((one for one in document.headings if one.start == status.name_span.start), None)
    for block in document.parse.top((heading.body, heading.end)) if heading else ():
        if block.kind == "heading":
            return
        if block.kind == "paragraph" and block.start != status.span.start:
            text = plain(document.parse.slice(block.start, block.end))
            yield status._replace(value=text, span=Span(block.start, block.end))


def _named(document: Document, field: BoundField, said: str) -> Iterator[Mention]:
    """Yield the references with which a text begins."""
    parse, span = document.parse, field.span
    if _UNSURE.search(parse.slice(span.start, span.end)) or _UNSURE.search(said):
        return
    if any(one.kind == "link" and span.start <= one.start < span.end for one in parse.inlines):
        return
    only_numbers = _NUMBERS.match(said) is not None
    example = field.schema.origin.text if field.schema else ""
    at = 0
    while (found := _ONE.match(said, at)) and _ENDS.match(said, found.end()):
        text = found["text"]
        whole = not text[0].isdigit() or only_numbers or (text[0] == "0" and len(text) > 2)
        if whole and int(found["number"]) and text not in example:
            yield Mention("cites", text, Spot(span.start, span.end, *parse.position(span.start)), field.name)
        following = _NEXT.match(said, found.end())
        if following is None:
            return
        at = following.end()
