"""A superseded document does not say what superseded it.

Who finds it needs the way on. Any word behind the status will do, a field such as `Superseded by`, or a
sentence anywhere that tells what came in its place; a bare "Superseded", with or without a date, is a dead
end. A withdrawn, rejected or deprecated document is not asked, because nothing need follow it.

```template
# [Title]

**Status:** [Accepted | Superseded by NNNN]

## Decision

[What]
```

```document docs/design/0001-feet.md
# Heights in feet

**Status:** Superseded (2025-02-03)

## Decision

Heights are feet.
```

```document docs/design/0002-metres.md
# Heights in metres

**Status:** Superseded by [0003](0003-millimetres.md)

## Decision

Heights are metres, which replaces [feet](0001-feet.md).
```

```document docs/design/0003-millimetres.md
# Heights in millimetres

**Status:** Accepted

## Decision

Heights are whole millimetres. This supersedes [metres](0002-metres.md).
```

```verdict
docs/design/0001-feet.md 3:1 superseded, and does not say by what; 0002-metres.md says that it replaces it
```
"""

import re
from collections.abc import Container

from holdfast.binding.targets import resolve, shown_from
from holdfast.model.corpus import Corpus, CorpusReport
from holdfast.model.obligation import obligation
from holdfast.model.role import Role
from holdfast.patterns import pattern

OBLIGATION = obligation("- - - - E -")
_REPLACES = pattern(r"\b(?:supers?[ec]+d(?:es?|ing)|replac(?:es?|ing)|obsolet(?:es?|ing))\b", re.IGNORECASE)


def survey(corpus: Corpus, report: CorpusReport) -> None:
    """Ask every superseded document for its successor."""
    ends = {
        entry.path: entry
        for entry in corpus.documents
        if entry.role is Role.SUPERSEDED and entry.bound and not entry.named("heir")
    }
    later = _later(corpus, ends) if ends else {}
    for path, entry in ends.items():
        [*heirs] = later.get(path, ())
        hint = f"; {shown_from(path, heirs[0])} says that it replaces it" if len(heirs) == 1 else ""
        spot = entry.status_spot if entry.status_spot.end else entry.top
        report(
            entry,
            spot,
            f"superseded, and does not say by what{hint}",
            "write what came in its place: Superseded by ...",
        )


def _later(corpus: Corpus, ends: Container[str]) -> dict[str, set[str]]:
    """Return for some documents those that say of themselves, beside a link, that they replace it."""
    later: dict[str, set[str]] = {}
    for other in corpus.documents:
        for link in other.links:
            path = resolve(other.path, link.target) if link.target else None
            if (
                path
                and path in ends
                and _REPLACES.search(f"{link.field} {corpus.context(other.path, link.spot.start).sentence}")
            ):
                later.setdefault(path, set()).add(other.path)
    return later
