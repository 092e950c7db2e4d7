"""Code in the text names something of the repository's own Python packages that is not defined there.

Only dotted names count whose first part is a package of the repository. The module is read, never imported;
a name that it takes over from another module is followed one step. Where a module may know more than its
text shows (`__getattr__`, a star import, computed names, a compiled part), where a class has bases or
decorators, and where the words around speak of metrics, settings and the like, nothing is said.

```template
# [Title]

**Status:** [Draft | Active]

## Context

[Why]
```

```document docs/design/cache.md
# Cache

**Status:** Active

## Context

Reads go through `shelf.cache.fetch()`, which asks `shelf.cache.Cache.look_up`.
```

```document src/shelf/__init__.py
```

```document src/shelf/cache.py
class Cache:
    def lookup(self, key): ...
def fetches(key): ...
```

```verdict
docs/design/cache.md 7:18 src/shelf/cache.py defines no fetch; did you mean fetches?
docs/design/cache.md 7:52 src/shelf/cache.py defines no look_up; did you mean lookup?
```
"""

import re

from holdfast.binding.context import meant, prose
from holdfast.model.corpus import Corpus, CorpusReport
from holdfast.model.obligation import obligation
from holdfast.patterns import pattern

OBLIGATION = obligation("- - E -")
LIVING = True
_NO_CODE = pattern(
    r"\b(?:metrics?|counters?|histograms?|gauges?|spans?|attributes?|events?|topics?|loggers?|keys?|settings?|config\w*|options?|entry[- ]points?|groups?|namespaces?|hosts?|domains?)\b",
    re.IGNORECASE,
)


def survey(corpus: Corpus, report: CorpusReport) -> None:
    """Look up the dotted names of every document."""
    for entry in corpus.documents:
        said: set[str] = set()
        for mention in entry.named("name") if entry.bound else ():
            lost = corpus.symbol(mention.text) if mention.text not in said else None
            if lost is None:
                continue
            context = corpus.context(entry.path, mention.spot.start)
            words = prose(f"{context.lead} {context.sentence} {' '.join(context.headings)}")
            if meant(context) or _NO_CODE.search(words):
                continue
            said.add(mention.text)
            path, part, near = lost
            hint = f"; did you mean {near}?" if near else ""
            report(
                entry, mention.spot, f"{path} defines no {part}{hint}", "write the name it has now, or that it is gone"
            )
