"""A command in the text names a make target or a package script that does not exist.

Asked of inline code and of console sessions: `make TARGET` where no Makefile of the repository has the
target, `npm run NAME` and its like where no `package.json` has the script. Where a Makefile includes another
one, has patterns or computes its targets, nothing is said, and neither where a session goes to another
folder first.

```verdict
```
"""

from holdfast.model.corpus import Corpus, CorpusReport
from holdfast.model.obligation import obligation
from holdfast.rules.path_missing import meant

OBLIGATION = obligation("- - E -")
LIVING = True


def survey(corpus: Corpus, report: CorpusReport) -> None:
    """Look up the commands of every document."""
    for entry in corpus.documents:
        said: set[str] = set()
        for mention in entry.named("command") if entry.bound else ():
            lost = corpus.command(entry.path, mention.text)
            if lost is None or lost[1] in said or meant(corpus.context(entry.path, mention.spot.start)):
                continue
            said.add(lost[1])
            path, name = lost
            report(entry, mention.spot, f"`{mention.text}`: {path} has no {name}", "write the command as it is now, or that it is gone")
