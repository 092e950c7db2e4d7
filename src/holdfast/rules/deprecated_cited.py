"""A document in force rests on one that is not.

Reported on the document in force, at its link, or at the number in a field such as `requires`. Links that
tell history do not count: in a sentence or list item that speaks of replacing, of an earlier state or of
another way, under Alternatives, Prior art, History, References, Related and the like, and in the header
outside of the fields that say what is needed.

```template
# [Title]

**Status:** [Draft | Active | Deprecated]

## Decision

[What]
```

```document docs/design/cache.md
# Cache

**Status:** Active

## Decision

Keys are hashed as in [the key scheme](keys.md). It replaces [the old cache](old-cache.md).
```

```document docs/design/keys.md
# Key scheme

**Status:** Deprecated

## Decision

Keys are long.
```

```document docs/design/old-cache.md
# Old cache

**Status:** Deprecated

## Decision

It forgets.
```

```verdict
docs/design/cache.md 7:23 rests on keys.md, which is Deprecated
```
"""

import re
from collections.abc import Iterator

from holdfast.binding.context import prose
from holdfast.binding.numbers import References
from holdfast.binding.targets import resolve, shown_from
from holdfast.markdown.plain import key
from holdfast.model.corpus import Context, Corpus, CorpusReport
from holdfast.model.entry import Entry, Spot
from holdfast.model.obligation import obligation
from holdfast.model.role import OVER, SETTLED
from holdfast.patterns import pattern

OBLIGATION = obligation("- n W -")
_SUCCEEDS = pattern(r"(?:supersedes|superseded?\Z|replaces|obsoletes|deprecates)")
_SUCCEEDED = pattern(r"(?:status|(?:superseded|replaced|obsoleted)-by)")
_ASIDE = pattern(
    r"\b(?:alternatives?|prior art|history|historical|changelog|changes|revisions?|references?|related|see also"
    r"|further reading|background|context|motivation|rationale|comparisons?|considered|rejected|supersede[sd]?|replaces"
    r"|obsoletes|links|notes?|appendix|migration|future|compatib\w+|implementations?|discussions?|questions?|adoption"
    r"|test\w*|copyright)\b"
)
"""Headings of sections that tell of other documents without resting on them."""
_HISTORY = pattern(
    r"\b(?:supers?[ec]+d\w*|replac\w+|obsolet\w+|deprecat\w+|withdrawn|rejected|abandoned|previous\w*|prior|earlier"
    r"|former\w*|original\w*|old\w*|initial\w*|first|was|were|had|used to|no longer|instead|unlike|rather|alternativ\w*"
    r"|compar\w+|differ\w*|similar\w*|inspired|derived|evol\w+|improv\w+|combin\w+|merg\w+|migrat\w+|extend\w*"
    r"|expand\w*|moved|remov\w+|version of|histor\w+|background|revis\w+|amend\w*|updates?|builds? (?:up)?on|see also"
    r"|attempt\w*|propos\w+|not|never|without|compatib\w+|already|e\.g|such as|for example|like|related|could|might"
    r"|would|ideas?|lieu|etc)\b",
    re.IGNORECASE,
)
"""What a sentence says that tells history, or another way, rather than what the document rests on."""


def survey(corpus: Corpus, report: CorpusReport) -> None:
    """Try the links and needs of every document that is in force or wants to be."""
    references = References(corpus)
    for entry in corpus.documents:
        if not entry.bound or entry.role in SETTLED:
            continue
        said: set[str] = set()
        for other, spot in _rests_on(references, entry):
            if other.path not in said:
                said.add(other.path)
                shown = shown_from(entry.path, other.path)
                status = (other.status or "").split(" (")[0][:40]
                remedy = "rest on what replaced it, or say here why it still holds"
                report(entry, spot, f"rests on {shown}, which is {status}", remedy)


def _rests_on(references: References, entry: Entry) -> Iterator[tuple[Entry, Spot]]:
    """Yield the documents out of force that one rests on, by its needs and by its links."""
    for mention in entry.named("needs"):
        yield from ((other, mention.spot) for other in references.of(entry, mention) if other.role in OVER)
    for link in entry.links:
        path = resolve(entry.path, link.target) if link.target and not link.field else None
        other = references.entry(path) if path else None
        if other is None or other.role not in OVER or not other.bound or other.path == entry.path:
            continue
        if _succeeds(entry, other):
            continue
        if not _history(references.corpus.context(entry.path, link.spot.start)):
            yield other, link.spot


def _succeeds(entry: Entry, other: Entry) -> bool:
    """Tell whether one document is what came in the place of another, by the header of either."""
    return _points(entry, other, _SUCCEEDS) or _points(other, entry, _SUCCEEDED)


def _points(entry: Entry, other: Entry, fields: re.Pattern[str]) -> bool:
    return any(
        resolve(entry.path, link.target) == other.path
        for link in entry.links
        if link.target and link.field and fields.match(link.field)
    )


def _history(context: Context) -> bool:
    return (
        _HISTORY.search(prose(context.sentence)) is not None
        or _HISTORY.search(prose(context.lead)) is not None
        or any(_ASIDE.search(key(one)) for one in context.headings)
    )
