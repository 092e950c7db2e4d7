"""The document that superseded another one does not mention it.

A reader of the new document should learn what it changes, and why the old one was not enough. A link, the
old number or the old title anywhere in the text is enough. Reported on the successor.

```template
# [Title]

**Status:** [Accepted | Superseded by NNNN]

## Decision

[What]
```

```document docs/design/0001-feet.md
# Heights in feet

**Status:** Superseded by 0003

## Decision

Heights are feet.
```

```document docs/design/0002-metres.md
# Heights in metres

**Status:** Superseded by [millimetres](0003-millimetres.md)

## Decision

Heights are metres.
```

```document docs/design/0003-millimetres.md
# Heights in millimetres

**Status:** Accepted

## Decision

Heights are whole millimetres, because 0002 gave us four bugs.
```

```verdict
docs/design/0003-millimetres.md 1:1 superseded 0001-feet.md, and does not mention it
```
"""

import re

from holdfast.binding.numbers import References, numbered
from holdfast.binding.targets import resolve, shown_from
from holdfast.markdown.plain import key
from holdfast.model.corpus import Corpus, CorpusReport
from holdfast.model.entry import Entry
from holdfast.model.obligation import obligation
from holdfast.model.role import Role
from holdfast.patterns import pattern

OBLIGATION = obligation("n n n n n -")
_BY = pattern(r"\b(?:supers?[ec]+ded|replaced|obsoleted)\s+by\b", re.IGNORECASE)


def survey(corpus: Corpus, report: CorpusReport) -> None:
    """Ask the successors that superseded documents name."""
    references = References(corpus)
    for entry in corpus.documents:
        if entry.role is not Role.SUPERSEDED or not entry.bound:
            continue
        heirs = _heirs(references, entry)
        if any(_mentions(corpus, heir, entry) for heir in heirs):
            continue
        for heir in heirs[:1]:
            if heir.bound and heir.path in corpus.entries:
                old = shown_from(heir.path, entry.path)
                report(
                    heir,
                    heir.top,
                    f"superseded {old}, and does not mention it",
                    f"say what became of {old}, and link to it",
                )


def _heirs(references: References, entry: Entry) -> list[Entry]:
    """Return what the header names; without such, the one document of a sentence that says "superseded by"."""
    mentions = entry.named("heir")
    named = [heir for one in mentions if one.label for heir in references.of(entry, one)]
    if named:
        return named
    told = [references.of(entry, one) for one in mentions if _BY.search(one.text)]
    return next((heirs for heirs in told if len(heirs) == 1), [])


def _mentions(corpus: Corpus, heir: Entry, entry: Entry) -> bool:
    if any(link.target and resolve(heir.path, link.target) == entry.path for link in heir.links):
        return True
    text = corpus.text(heir.path)
    name = numbered(entry.path)
    stem = entry.path.rpartition("/")[2].rpartition(".")[0]
    if stem.casefold() in text.casefold() or (entry.title and key(entry.title) in key(text)):
        return True
    return name is not None and re.search(rf"(?<!\d)0*{name.number}(?!\d)", text) is not None
