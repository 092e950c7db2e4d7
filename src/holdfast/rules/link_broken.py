"""A link leads to a local file that does not exist.

Judged against the files of the repository, as GitHub resolves them. Links that leave the repository
are passed over, and so are those that a site generator would resolve (no suffix, the page of a
folder). Where one file is the likely target now, the message names it.

```document docs/design/cache.md
# Cache

See [the store](./store.md) and [the parser](../parser.md).
```

```document docs/design/queue.md
# Queue

See [the cache](cache.md).
```

```verdict
docs/design/cache.md 3:5 store.md does not exist
docs/design/cache.md 3:33 ../parser.md does not exist
```
"""

import re

from holdfast.binding.targets import likely, present, resolve, shown_from
from holdfast.model.corpus import Corpus, CorpusReport, Entry, Link
from holdfast.model.obligation import obligation

OBLIGATION = obligation("W E E W W E")
_ADDRESS = re.compile(r"www\.|[\w-]+\.(?:com|dev|io|net|org)(?:/|\Z)", re.IGNORECASE)
"""What was meant as an address on the web: without a scheme a link is a path."""


def survey(corpus: Corpus, report: CorpusReport) -> None:
    """Try every local link of every file, but the rows of index pages, which have a rule of their own."""
    for entry in corpus.entries.values():
        is_index = entry.path in corpus.indexes
        for link in entry.links:
            if link.target and not (is_index and link.row):
                _try(corpus, entry, link, report)


def _try(corpus: Corpus, entry: Entry, link: Link, report: CorpusReport) -> None:
    path = resolve(entry.path, link.target)
    if path is None or present(corpus, path):
        return
    shown = link.target.removeprefix("./")
    now = likely(corpus, path)
    if now:
        name = shown_from(entry.path, now)
        report(entry, link.spot, f"{shown} does not exist; did you mean {name}?", f"link to {name}, or remove the link")
    else:
        address = _ADDRESS.match(shown)
        remedy = f"write https://{shown}" if address else "mend the path, or remove the link"
        report(entry, link.spot, f"{shown} does not exist", remedy)
