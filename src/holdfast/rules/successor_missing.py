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

Heights are metres, after two months of [feet](0001-feet.md).
```

```document docs/design/0003-millimetres.md
# Heights in millimetres

**Status:** Accepted

## Decision

Heights are whole millimetres. This supersedes [metres](0002-metres.md).
```

```verdict
docs/design/0001-feet.md 3:1 superseded, and does not say by what; docs/design/0002-metres.md links to it
```
"""

from holdfast.binding.numbers import numbered
from holdfast.binding.targets import resolve
from holdfast.model.corpus import Corpus, CorpusReport, Entry
from holdfast.model.obligation import obligation
from holdfast.model.role import Role

OBLIGATION = obligation("- - - - E -")


def survey(corpus: Corpus, report: CorpusReport) -> None:
    """Ask every superseded document for its successor."""
    for entry in corpus.documents:
        if entry.role is not Role.SUPERSEDED or not entry.bound or entry.named("heir"):
            continue
        later = _later(corpus, entry)
        hint = f"; {later.path} links to it" if later else ""
        spot = entry.status_spot if entry.status_spot.end else entry.top
        report(entry, spot, f"superseded, and does not say by what{hint}", "write what came in its place: Superseded by ...")


def _later(corpus: Corpus, entry: Entry) -> Entry | None:
    """Return the one document with a higher number that links to it: a hint, where there is exactly one."""
    own = numbered(entry.path)
    if own is None:
        return None
    later = [
        other
        for other in corpus.documents
        if (name := numbered(other.path)) and name.folder == own.folder and name.number > own.number
        and any(link.target and resolve(other.path, link.target) == entry.path for link in other.links)
    ]
    return later[0] if len(later) == 1 else None
