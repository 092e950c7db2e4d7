"""A link names a heading that its target does not have.

Anchors are computed as GitHub computes them, and dashes and punctuation are forgiven, because other
generators place them otherwise. Fragments into files that are no Markdown are not judged. Where exactly one heading
has the same words behind another number, `holdfast fix` mends the link.

```document docs/design/cache.md
# Cache

See [the keys](#keys), [the size](#cache-size) and [the queue](queue.md#retries).

## Cache size

Ten.
```

```document docs/design/queue.md
# Queue

## Order

First in, first out.
```

```verdict
docs/design/cache.md 3:5 no heading #keys in this document
docs/design/cache.md 3:52 no heading #retries in queue.md
```
"""

import re

from holdfast.binding.targets import present, resolve
from holdfast.edits.relink import refragment
from holdfast.markdown.anchors import squeeze
from holdfast.model.corpus import Corpus, CorpusReport
from holdfast.model.edit import Fix
from holdfast.model.entry import Entry, Link
from holdfast.model.obligation import obligation
from holdfast.patterns import pattern

OBLIGATION = obligation("n W W n")
_LEAD = pattern(r"[\d.]*-*")
_NOT_A_HEADING = pattern(r"(?:L\d+|:~:|user-content-|fn|top$)", re.IGNORECASE)


def survey(corpus: Corpus, report: CorpusReport) -> None:
    """Try the fragment of every local link whose file is there."""
    squeezed: dict[str, frozenset[str]] = {}
    for entry in corpus.entries.values():
        for link in entry.links:
            if link.fragment and not _NOT_A_HEADING.match(link.fragment):
                _try(corpus, entry, link, report, squeezed)


def _try(corpus: Corpus, entry: Entry, link: Link, report: CorpusReport, squeezed: dict[str, frozenset[str]]) -> None:
    path = _target(corpus, entry, link)
    if path is None:
        return
    anchors = corpus.entries[path].anchors if path in corpus.entries else corpus.anchors(path)
    if anchors is None or link.fragment.lower() in anchors:
        return
    if path not in squeezed:
        squeezed[path] = frozenset(squeeze(anchor) for anchor in anchors)
    if squeeze(link.fragment) not in squeezed[path]:
        place = link.target.removeprefix("./") if link.target else "this document"
        report(
            entry,
            link.spot,
            f"no heading #{link.fragment} in {place}",
            "link to a heading that is there, or drop the fragment",
            fix=_renumbered(corpus, entry, link, anchors),
        )


def _renumbered(corpus: Corpus, entry: Entry, link: Link, anchors: frozenset[str]) -> Fix | None:
    """Return the edit that names the one heading with the same words behind another number."""
    words = _LEAD.sub("", link.fragment.lower())
    found = [anchor for anchor in anchors if _LEAD.sub("", anchor) == words]
    return refragment(corpus, entry, link, found[0]) if len(found) == 1 and len(squeeze(words)) > 3 else None


def _target(corpus: Corpus, entry: Entry, link: Link) -> str | None:
    """Return the Markdown file whose headings count, or ``None``."""
    if not link.target:
        return entry.path
    path = resolve(entry.path, link.target)
    found = present(corpus, path) if path else None
    return found if found and found.endswith((".md", ".markdown")) else None
