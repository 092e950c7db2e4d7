"""A document names others under Related that do not name it back.

Asked only where both have the field with links in it, and only among documents of one set: who comes from
the other side should find the way as well. Said once for each document, with the others in one list. A
document that is no longer in force is not asked to point forward; one that supersedes another, or is
superseded, has rules of its own.

```template
# [Title]

**Status:** [Draft | Active]
**Related:** [Links to related design docs]

## Context

[Why]
```

```document docs/design/cache.md
# Cache

**Status:** Active
**Related:** [Store](store.md)

## Context

Reads are slow.
```

```document docs/design/queue.md
# Queue

**Status:** Active
**Related:** [Store](store.md)

## Context

Writes are slow.
```

```document docs/design/store.md
# Store

**Status:** Active
**Related:** [Queue](queue.md)

## Context

Rows are kept.
```

```verdict
docs/design/cache.md 4:14 not named under Related in store.md
```
"""

from holdfast.binding.targets import resolve, shown_from
from holdfast.model.corpus import Corpus, CorpusReport
from holdfast.model.entry import Entry, Spot
from holdfast.model.obligation import obligation
from holdfast.model.role import SETTLED

OBLIGATION = obligation("n n n -")
LIVING = True
_FIELDS = frozenset(
    {"related", "related documents", "related-documents", "related docs", "related-docs", "see also", "see-also"}
)


def survey(corpus: Corpus, report: CorpusReport) -> None:
    """Compare the Related fields of the documents that have one."""
    related = {entry.path: _related(entry) for entry in corpus.documents if entry.bound and entry.role not in SETTLED}
    for path, others in related.items():
        silent = [other for other in others if other != path and related.get(other) and path not in related[other]]
        if silent:
            shown = ", ".join(shown_from(path, other) for other in silent)
            report(
                corpus.entries[path],
                others[silent[0]],
                f"not named under Related in {shown}",
                "name it there as well, or drop them here",
            )


def _related(entry: Entry) -> dict[str, Spot]:
    found: dict[str, Spot] = {}
    for link in entry.links:
        path = resolve(entry.path, link.target) if link.target and link.field in _FIELDS else None
        if path:
            found.setdefault(path, link.spot)
    return found
