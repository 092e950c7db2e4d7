"""A reference gives an RFC or a PEP the title of another, or leads to another.

Judged are references to the IETF's RFCs and to Python's PEPs that give a title, by lists that are shipped: all RFCs up to
9901, and the PEPs that are cited most. Of other numbers nothing is said, nor of other projects' RFCs. Titles may be shortened
and abbreviated as one likes; reported is a title that belongs to another number, one that shares no word with the true
one, and a link that leads to another number than its text says.

```template
# [Title]

## References

- [Reference with link]
```

```document
# Cache

## References

- [RFC 9110](https://www.rfc-editor.org/rfc/rfc9110) - HTTP Semantics
- [RFC 7519: JSON Web Signature (JWS)](https://www.rfc-editor.org/rfc/rfc7519)
- [RFC 3339: Date and Time on the Internet](https://www.rfc-editor.org/rfc/rfc3399)
- PEP 484 - Type Hints
- PEP 517 (Assignment Expressions)
```

```verdict
6:4 RFC 7519 is "JSON Web Token (JWT)"; "JSON Web Signature (JWS)" is RFC 7515
7:4 the link of RFC 3339 leads to RFC 3399
9:3 PEP 517 is "A build-system independent format for source trees"; "Assignment Expressions" is PEP 572
```
"""

import re
from bisect import bisect_right

from holdfast.binding.document import Document
from holdfast.binding.titles import agree, numbers_of, titles
from holdfast.markdown.blocks import Inline, Parse
from holdfast.markdown.plain import key, plain
from holdfast.model.obligation import obligation
from holdfast.model.span import Span
from holdfast.model.verdict import Report
from holdfast.patterns import pattern

OBLIGATION = obligation("n n W -")
# A pattern that begins with letters is looked for ten times as fast as one that begins with what must not stand before them.
_SERIES = {
    series: pattern(series.upper().encode() + rb"(?<![\w/#.-]...)[ -]?(?P<number>\d{1,5})\b(?![.-]\d)")
    for series in ("rfc", "pep")
}
_HOST = pattern(
    r"https?://(?:[\w.-]+\.)?(?:rfc-editor\.org|ietf\.org|httpwg\.org|rfcreader\.com|peps\.python\.org|python\.org/dev/peps)\b",
    re.IGNORECASE,
)
_LINKED = pattern(r"\b(?P<series>rfc|pep)-?0*(?P<number>\d{1,5})\b", re.IGNORECASE)
_BEHIND = pattern(
    r"""\s*(?:[:–—]|-(?=\s))\s*["“*_]*(?P<title>[^"”\n(\[<;]+(?:\([^()\n]*\))?)|\s*\(["“]?(?P<inside>[^()\n]+(?:\([^()\n]*\)[^()\n]*)?)["”]?\)|,?\s*["“](?P<quoted>[^"”\n]+)["”]"""
)
_NO_TITLE = pattern(
    r"\b(?:section|see|obsolete[ds]?|updates?d?|appendix|chapter|part|draft|status|deprecated|accepted|errata|§)\b|§|https?:|[.!?]\s",
    re.IGNORECASE,
)

_BEGINNING = pattern(r"(?:\A|[\n|])[\s>*+\-\[_\d.)(\"“]*\Z")


def judge(document: Document, report: Report) -> None:
    """Look at every number of an RFC or a PEP in the text."""
    parse = document.parse
    if b"RFC" not in parse.source and b"PEP" not in parse.source:
        return
    links = [one for one in parse.inlines if one.kind == "link"]
    references = ((series, found) for series, one in _SERIES.items() for found in one.finditer(parse.source))
    for series, found in references:
        if parse.covered(found.start(), "code", "html", "image") or parse.in_block(
            found.start(), "fence", "code", "html"
        ):
            continue
        number = int(found["number"])
        link = _around(links, found.start())
        span = Span(found.start(), found.end())
        if link is not None and (other := _leads_to(parse, link, series, number)):
            report(
                span,
                f"the link of {series.upper()} {number} leads to {series.upper()} {other}",
                "let both name the same one",
            )
        elif (title := titles(series).get(number)) and (series == "pep" or _is_of_the_ietf(link)):
            said = _given(parse, found.end(), link)
            first = _BEGINNING.search(parse.slice(max(0, found.start() - 40), found.start())) is not None
            if said and (instead := _instead(series, number, said, title, first=first)):
                report(
                    span,
                    f'{series.upper()} {number} is "{title}"{instead}',
                    "name the one that is meant, by number and title",
                )


def _around(links: list[Inline], offset: int) -> Inline | None:
    place = bisect_right(links, offset, key=lambda one: one.start) - 1
    return links[place] if place >= 0 and links[place].end > offset else None


def _is_of_the_ietf(link: Inline | None) -> bool:
    """Tell whether the reference is to the IETF's series and not to an RFC of another project."""
    return link is None or _HOST.match(link.data) is not None


def _leads_to(parse: Parse, link: Inline, series: str, number: int) -> int:
    """Return the other number that a link leads to; 0 where it leads to the same, or its text names several."""
    to = _LINKED.search(link.data) if _HOST.match(link.data) else None
    alone = sum(len(one.findall(parse.source, link.start, link.end)) for one in _SERIES.values()) == 1
    if to is None or not alone or to["series"].lower() != series or int(to["number"]) == number:
        return 0
    return int(to["number"])


def _given(parse: Parse, end: int, link: Inline | None) -> str:
    """Return the words that stand as a title behind a number; empty where there are none, or they are prose."""
    line = parse.slice(end, min(end + 300, len(parse.source))).split("\n", 1)[0].split("|", 1)[0]
    if link is not None:
        inside, closed, behind = line.partition("](")
        line = inside if not closed or re.search(r"\w", inside) else behind.partition(")")[2]
    found = _BEHIND.match(line)
    if found is None:
        return ""
    said = plain((found["title"] or found["inside"] or found["quoted"]).strip()).strip(" .,*_\"“”'")
    words = [word for word in re.findall(r"[^\W_][\w'/-]*", said) if len(word) > 3]
    capitals = sum(word[0].isupper() for word in words)
    if len(words) < 2 or len(words) > 16 or _NO_TITLE.search(said) or not said[0].isupper():
        return ""
    # A sentence begins with a capital letter too; a title has more of them.
    return said if capitals * 3 >= len(words) * 2 or numbers_of("rfc", said) or numbers_of("pep", said) else ""


def _instead(series: str, number: int, said: str, title: str, *, first: bool) -> str:
    """Return what to say of words that are not the title; empty where they may be.

    In the middle of a sentence they may be a name or anything else: there only the title of another number counts.
    """
    others = numbers_of(series, said)
    if number in others:
        return ""
    if others and len(key(said).split()) > 1 and not set(key(said).split()) <= set(key(title).split()):
        named = " and ".join(f"{series.upper()} {one}" for one in others[:2])
        if len(key(said).split()) > 2 or not agree(said, title):
            return f'; "{said}" is {named}'
    return f', not "{said}"' if first and not agree(said, title) else ""
