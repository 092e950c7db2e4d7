"""A document went from one status to another in a way that the configuration does not allow.

`[transitions]` in the configuration lists what may follow what; any status may follow one that is not listed, and
without the table nothing is asked. The newest change counts, as git or the text of today has it; what came before is
past, and the first status of a document is no change.

    [transitions]
    draft = ["active", "deprecated"]
    active = ["deprecated", "superseded"]

```verdict
```
"""

from holdfast.model.corpus import Corpus, CorpusReport
from holdfast.model.obligation import obligation

OBLIGATION = obligation("W W E W W -")


def survey(corpus: Corpus, report: CorpusReport) -> None:
    """Ask every document for its newest change of status."""
    for entry in corpus.documents:
        found = corpus.forbidden(entry)
        if found:
            when = f" in {found.commit[:7]}" if found.commit else ""
            listed = ", ".join(found.allowed)
            follows = f"only {listed} may follow" if listed else "nothing may follow"
            report(
                entry,
                entry.status_spot if entry.status_spot.end else entry.top,
                f"{found.before} became {found.after}{when}; {follows}",
                f"go back to {found.before}, or allow it under [transitions] in {found.origin.path}",
                requirement=found.origin,
            )
