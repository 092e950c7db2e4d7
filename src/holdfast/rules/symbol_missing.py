"""Code in the text names something of the repository's own Python packages that is not defined there.

Only dotted names count whose first part is a package of the repository and whose module exists. The module
is read, never imported; a name that it takes over from another module is followed one step. Where a module
may know more than its text shows (`__getattr__`, a star import, computed names, a compiled part), and where a
class has bases or decorators, nothing is said.

```verdict
```
"""

from holdfast.model.corpus import Corpus, CorpusReport
from holdfast.model.obligation import obligation
from holdfast.rules.path_missing import meant

OBLIGATION = obligation("- - E -")
LIVING = True


def survey(corpus: Corpus, report: CorpusReport) -> None:
    """Look up the dotted names of every document."""
    for entry in corpus.documents:
        said: set[str] = set()
        for mention in entry.named("name") if entry.bound else ():
            lost = corpus.symbol(mention.text) if mention.text not in said else None
            if lost is None or meant(corpus.context(entry.path, mention.spot.start)):
                continue
            said.add(mention.text)
            path, part, near = lost
            hint = f"; did you mean {near}?" if near else ""
            report(entry, mention.spot, f"{mention.text}: {path} defines no {part}{hint}", "write the name it has now, or that it is gone")
