"""Two documents of one folder carry the same number in their names.

People and other documents refer to a decision by its number; where two carry it, every such reference is
a guess. It happens when two branches take the next free number. Reported at the later document, by the
history where there is one, else by name. Numbers made of zeros wait for one and do not count; documents
share a number on purpose where one name extends the other (`12-cache.md`, `12-cache-summary.md`, a
translation `12-cache.de.md`) or where one commit added them under a common first word. Where most numbers
are shared, or one by many, they are chapters, and nothing is said. Documents that never used their template count, because a
name is no matter of structure.

```document docs/design/0011-store.md
# Store
```

```document docs/design/0012-cache.md
# Cache
```

```document docs/design/0012-queue.md
# Queue
```

```document docs/design/0012-queue.de.md
# Warteschlange
```

```verdict
docs/design/0012-queue.md 1:1 number 0012 is taken by 0012-cache.md
```
"""

from collections import defaultdict

from holdfast.binding.numbers import YEARS, Numbered, numbered
from holdfast.binding.targets import shown_from
from holdfast.model.corpus import Corpus, CorpusReport
from holdfast.model.entry import Entry
from holdfast.model.obligation import obligation

OBLIGATION = obligation("W W E W -")
_CHAPTERS = 3
"""From so many shared numbers on, they are chapters if they are the half of all; a number that more than so many share is one."""

Name = tuple[Entry, Numbered]


def survey(corpus: Corpus, report: CorpusReport) -> None:
    """Compare the names of the documents of each folder."""
    groups: dict[tuple[str, str, int], list[Name]] = defaultdict(list)
    for entry in corpus.documents:
        name = numbered(entry.path)
        if name:
            groups[name[:3]].append((entry, name))
    only_years = all(number in YEARS for _, _, number in groups)
    clashes = (
        [] if only_years else [families for group in groups.values() if len(families := _families(corpus, group)) > 1]
    )
    if len(clashes) >= _CHAPTERS and len(clashes) * 2 >= len(groups):
        return
    for families in clashes:
        first, *later = families
        for family in later if len(later) < _CHAPTERS else ():
            entry, name = family[0]
            taken = shown_from(entry.path, first[0][0].path)
            report(
                entry,
                entry.top,
                f"number {name.text} is taken by {taken}",
                "give the later of the two the next free number: holdfast mv",
            )


def _families(corpus: Corpus, group: list[Name]) -> list[list[Name]]:
    """Sort documents of one number, the earliest first, into those that share it on purpose."""
    families: list[list[Name]] = []
    for one in sorted(
        group, key=lambda one: (corpus.births.get(one[0].path, ("", 1 << 62))[1], len(one[1].words), one[0].path)
    ):
        family = next((family for family in families if any(_on_purpose(corpus, one, other) for other in family)), None)
        if family is None:
            families.append([one])
        else:
            family.append(one)
    return families


def _on_purpose(corpus: Corpus, one: Name, other: Name) -> bool:
    words, others = one[1].words, other[1].words
    size = min(len(words), len(others))
    if words[:size] == others[:size]:
        return True
    births = [corpus.births.get(entry.path, ("", 0))[0] for entry, _ in (one, other)]
    return words[:1] == others[:1] and births[0] == births[1] != ""
