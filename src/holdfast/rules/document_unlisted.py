"""A document is not on the index page of its folder.

Asked only where the page really is an index: a README, index or summary page that lists at least
half of the folder's documents. A document that is likely the lost target of one of its rows is named
there instead, and one that never used its template is left in peace.

```document docs/design/cache.md
# Cache
```

```document docs/design/queue.md
# Queue
```

```document docs/design/store.md
# Store
```

```document docs/design/README.md
# Index

- [Cache](cache.md)
- [Queue](queue.md)
```

```verdict
docs/design/store.md 1:1 not listed in docs/design/README.md
```
"""

from holdfast.binding.targets import likely, listed, present
from holdfast.model.corpus import Corpus, CorpusReport
from holdfast.model.obligation import obligation

OBLIGATION = obligation("n W E W W -")


def survey(corpus: Corpus, report: CorpusReport) -> None:
    """Compare the documents with everything that the index pages link to."""
    if not corpus.indexes:
        return
    names: set[str] = set()
    for index in corpus.indexes:
        names |= listed(corpus, index)
    lost = {likely(corpus, path) for path in names if present(corpus, path) is None}
    pages = " or ".join(corpus.indexes)
    for entry in corpus.documents:
        if entry.bound and entry.path not in names and entry.path not in lost:
            report(entry, entry.top, f"not listed in {pages}", "add a row for it: holdfast index")
