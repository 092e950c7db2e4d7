"""A link leads to a local file that does not exist.

Judged against the files of the repository, as GitHub resolves them. Links that leave the repository
are passed over, and so are those that a site generator would resolve (no suffix, the page of a
folder, a path from the root of the site into a folder that the repository does not have), and what names somebody (`[Ann](@ann)`). Where one file
is the likely target now, the message names it; where that is certain, because git recorded a rename or the only other file of that name
is there, `holdfast fix` mends the link.

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
from holdfast.edits.relink import certain, relink
from holdfast.model.corpus import Corpus, CorpusReport
from holdfast.model.entry import Entry, Link
from holdfast.model.obligation import obligation
from holdfast.patterns import pattern

OBLIGATION = obligation("W E E W W E")
_ADDRESS = pattern(r"www\.|[\w-]+\.(?:com|dev|io|net|org)(?:/|\Z)", re.IGNORECASE)
"""What was meant as an address on the web: without a scheme a link is a path."""
_MAIL = pattern(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}(?!md\Z)[a-z]{2,10}\Z", re.IGNORECASE)
_PERSON = pattern(r"@[A-Za-z0-9][\w-]{0,60}\Z")
"""What names somebody: ``[Ann](@ann)``."""


def survey(corpus: Corpus, report: CorpusReport) -> None:
    """Try every local link of every file, but the rows of index pages, which have a rule of their own."""
    lost: list[tuple[Entry, Link, str]] = []
    for entry in corpus.entries.values():
        is_index = entry.path in corpus.indexes
        for link in entry.links:
            own = not link.target or (is_index and link.row) or _PERSON.match(link.target)
            path = None if own else resolve(entry.path, link.target)
            if path is not None and not present(corpus, path):
                lost.append((entry, link, path))
    moved = certain(corpus, (path for _, _, path in lost))
    for entry, link, path in lost:
        if path in moved or not _of_a_site(corpus, link.target, path):
            _report(corpus, entry, link, path, moved.get(path), report)


def _of_a_site(corpus: Corpus, target: str, path: str) -> bool:
    """Tell whether a target that begins at a root means the root of a site: the repository has no such folder, and no such file anywhere."""
    if not target.startswith("/") or likely(corpus, path):
        return False
    first, slash, _ = path.partition("/")
    return not corpus.exists(first) and (bool(slash) or not path.endswith(".md"))


def _report(corpus: Corpus, entry: Entry, link: Link, path: str, moved: str | None, report: CorpusReport) -> None:
    shown = link.target.removeprefix("./")
    now = moved or likely(corpus, path)
    if now:
        name = shown_from(entry.path, now)
        report(
            entry,
            link.spot,
            f"{shown} does not exist; did you mean {name}?",
            f"link to {name}, or remove the link",
            fix=relink(corpus, entry, link, moved) if moved else None,
        )
    else:
        scheme = "mailto:" if _MAIL.match(shown) else "https://" if _ADDRESS.match(shown) else ""
        remedy = f"write {scheme}{shown}" if scheme else "mend the path, or remove the link"
        report(entry, link.spot, f"{shown} does not exist", remedy)
