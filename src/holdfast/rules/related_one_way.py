"""A document names another under Related, and that one does not name it back.

Asked only where both have the field with links in it, and only among documents of one set: who comes from
the other side should find the way as well. A document that is no longer in force is not asked to point
forward; a document that supersedes or is superseded has rules of its own.

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
docs/design/cache.md 4:14 store.md has related documents too, and this one is not among them
```
"""

from holdfast.binding.targets import resolve, shown_from
from holdfast.model.corpus import Corpus, CorpusReport, Entry, Spot
from holdfast.model.obligation import obligation
from holdfast.model.role import Role

OBLIGATION = obligation("n n n -")
LIVING = True
_FIELDS = frozenset({"related", "related documents", "related-documents", "related docs", "related-docs", "see also", "see-also"})
_OVER = (Role.DEPRECATED, Role.SUPERSEDED, Role.POINTER)


def survey(corpus: Corpus, report: CorpusReport) -> None:
    """Compare the Related fields of the documents that have one."""
    related = {entry.path: _related(entry) for entry in corpus.documents if entry.bound and entry.role not in _OVER}
    for path, others in related.items():
        entry = corpus.entries[path]
        for other, spot in others.items():
            back = related.get(other)
            if back and path not in back and other != path:
                shown = shown_from(path, other)
                report(
                    entry,
                    spot,
                    f"{shown} has related documents too, and this one is not among them",
                    f"add it under Related in {shown}, or drop it here",
                )


def _related(entry: Entry) -> dict[str, Spot]:
    found: dict[str, Spot] = {}
    for link in entry.links:
        path = resolve(entry.path, link.target) if link.target and link.field in _FIELDS else None
        if path:
            found.setdefault(path, link.spot)
    return found
