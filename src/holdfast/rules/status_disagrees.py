"""An index page gives a document another status than the document gives itself.

Both are compared by what the words mean, so "Accepted" and "Active" agree. Reported at the row, in
the severity of the document's own status. A document without a status is told so by `field-missing`.
`holdfast fix` makes the row say what the document says, in the words that the page uses in its other rows.

```template
# [Title]

**Status:** [Draft | Active | Research]

## Context

[Why]
```

```document docs/design/cache.md
# Cache

**Status:** Active

## Context

Reads are slow.
```

```document docs/design/README.md
# Index

| Document | Status |
|----------|--------|
| [Cache](cache.md) | Research |
```

```verdict
docs/design/README.md 5:3 says Research; the document says Active
```
"""

from holdfast.binding.targets import resolve
from holdfast.edits.row import restate
from holdfast.markdown.plain import key
from holdfast.model.corpus import Corpus, CorpusReport
from holdfast.model.entry import Entry
from holdfast.model.obligation import obligation
from holdfast.model.role import role_of

OBLIGATION = obligation("n W E E")


def survey(corpus: Corpus, report: CorpusReport) -> None:
    """Compare every row that tells a status with the document it links to."""
    for index in corpus.indexes:
        page = corpus.entries[index]
        seen: set[str] = set()
        for link in page.links:
            path = resolve(index, link.target) if link.row and link.status and link.target else None
            entry = corpus.entries.get(path) if path else None
            if entry is None or entry.status is None or not entry.bound or entry.path in seen:
                continue
            seen.add(entry.path)
            if not _agree(link.status, entry):
                report(
                    page,
                    link.spot,
                    f"says {link.status}; the document says {entry.status}",
                    "make the row say what the document says, or the other way round",
                    role=entry.role,
                    fix=restate(corpus, page, link, entry.status),
                )


def _agree(claim: str, entry: Entry) -> bool:
    status = entry.status or ""
    if key(claim) == key(status):
        return True
    claimed, own = role_of(claim), role_of(status)
    return claimed is None or own is None or claimed is own
