"""A command in the text names a make target, a package script or an entry point that does not exist.

Asked of inline code and of console sessions: `make TARGET` where no Makefile of the repository has the
target, `npm run NAME` and its like where no `package.json` has the script; and behind a prompt a program that
bears the name of the project's own distribution, where its `pyproject.toml` declares others. Nothing is run. Where a Makefile
includes what is not there or computes its targets, nothing is said, and neither where a session goes to
another folder first.

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

Run `make tests`; `make bench` prints how slow reads are.
```

```document Makefile
test: build
build:
```

```verdict
docs/design/cache.md 7:5 Makefile has no target tests; did you mean test?
docs/design/cache.md 7:19 Makefile has no target bench
```
"""

from holdfast.binding.context import meant
from holdfast.model.corpus import Corpus, CorpusReport
from holdfast.model.obligation import obligation

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
            path, name, near = lost
            said.add(name)
            kind = {"json": "script", "toml": "entry point"}.get(path.rpartition(".")[2], "target")
            hint = f"; did you mean {near}?" if near else ""
            report(
                entry,
                mention.spot,
                f"{path} has no {kind} {name}{hint}",
                "write the command as it is now, or that it is gone",
            )
