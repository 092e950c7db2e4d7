"""A document is not on the index page of its folder.

Asked only where the page really is an index: a README, index or summary page that lists at least
half of the folder's documents. A document that is likely the lost target of one of its rows is named
there instead, and one that never used its template is left in peace. The page of a folder lists the document that
carries the folder's number, as `0007/README.md` does `0007/0007-cache.md`.

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

from holdfast.binding.numbers import in_own_folder, is_folder_page
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
    names |= {page.rpartition("/")[0] for page in names if is_folder_page(page)}
    lost = {likely(corpus, path) for path in names if present(corpus, path) is None}
    pages = " or ".join(corpus.indexes)
    for entry in corpus.documents:
        by_folder = in_own_folder(entry.path) and entry.path.rpartition("/")[0] in names
        if entry.bound and entry.path not in names and entry.path not in lost and not by_folder:
            report(entry, entry.top, f"not listed in {pages}", "add a row for it: holdfast index")
