"""A row of an index page names a document that does not exist.

An index is what newcomers start from. Where the row's target is likely one of the documents that the
index does not list (a rename that the index missed), the message says so, and that document gets no
message of its own. Where git recorded the rename, or the only other file of that name is meant, `holdfast fix`
mends the row.

```document docs/design/cache.md
# Cache
```

```document docs/design/07-dependency-injection.md
# Dependency injection
```

```document docs/design/README.md
# Index

- [Cache](cache.md)
- [Injection](07-dependency-injection-analysis.md)
```

```verdict
docs/design/README.md 4:3 07-dependency-injection-analysis.md does not exist; did you mean 07-dependency-injection.md, which is not listed?
```
"""

from holdfast.binding.targets import likely, listed, present, resolve, shown_from
from holdfast.edits.relink import certain, relink
from holdfast.model.corpus import Corpus, CorpusReport
from holdfast.model.obligation import obligation
from holdfast.model.role import Role

OBLIGATION = obligation("E E E E E E")


def survey(corpus: Corpus, report: CorpusReport) -> None:
    """Try the rows of every index page."""
    for index in corpus.indexes:
        page = corpus.entries[index]
        names = listed(corpus, index)
        rows = [(link, resolve(index, link.target)) for link in page.links if link.row and link.target]
        lost = [(link, path) for link, path in rows if path is not None and not present(corpus, path)]
        moved = certain(corpus, (path for _, path in lost))
        for link, path in lost:
            shown = link.target.removeprefix("./")
            now = moved.get(path) or likely(corpus, path)
            if now is None:
                report(
                    page,
                    link.spot,
                    f"{shown} does not exist",
                    "remove the row, or restore the document",
                    role=Role.ACTIVE,
                )
                continue
            name = shown_from(index, now)
            unlisted = ", which is not listed" if now not in names and now in corpus.entries else ""
            report(
                page,
                link.spot,
                f"{shown} does not exist; did you mean {name}{unlisted}?",
                f"link to {name}",
                role=Role.ACTIVE,
                fix=relink(corpus, page, link, now) if path in moved else None,
            )
