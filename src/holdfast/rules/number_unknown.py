"""The header names a document by a number that none has.

Who follows `Superseded by 0041`, `Supersedes: ADR-0007` or `requires: 165` finds nothing. Judged are the fields that tie
documents to each other, and what a status says beside its word; only in folders whose documents are numbered, and only
numbers that no file of the project, no title and no header carries. A reference beside a link, one that says where
else the document is, and one in the series of somebody else (`RFC 9110`) are left alone.

```template
# [Title]

**Status:** [Accepted | Superseded by NNNN]

## Decision

[What]
```

```document docs/design/0001-feet.md
# Heights in feet

**Status:** Superseded by 0041

## Decision

Heights are feet.
```

```document docs/design/0002-tides.md
# Tides

**Status:** Accepted
**Amends:** 0001, RFC 9110

## Decision

Tides are counted from low water.
```

```document docs/design/0003-buoys.md
# Buoys

**Status:** Accepted
**Supersedes:** 0007 (of the [old harbour](https://harbour.example/adr/7))

## Decision

Buoys are red.
```

```verdict
docs/design/0001-feet.md 3:13 0041: no document here has that number, the highest is 0003
```
"""

import re
from collections.abc import Iterable
from functools import cache

from holdfast.binding.numbers import Numbered, numbered
from holdfast.model.corpus import Corpus, CorpusReport
from holdfast.model.entry import Mention
from holdfast.model.obligation import obligation
from holdfast.patterns import pattern

OBLIGATION = obligation("n W W n W -")
_FEWEST = 3
"""So many documents of a folder carry numbers before these are how it names them."""
_TEXTS = frozenset({"md", "mdx", "markdown", "adoc", "asciidoc", "rst", "txt", "org", "html", "htm", "pdf"})
_RECORDS = frozenset({"adr", "adrs", "madr", "decision", "decisions"})
_ELSEWHERE = frozenset({"rfc", "pep"})
"""Names of series that everybody cites beside their own."""
_CITED = pattern(r"(?P<prefix>[a-z]*)[ _-]*(?P<number>\d+)\Z", re.IGNORECASE)
_YEARS = range(1900, 2101)


class _Folder:
    """The numbered documents of one folder, and what they are called."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.names: list[Numbered] = []
        self.bare = 0
        words = {word for part in path.casefold().split("/")[-2:] for word in re.split(r"[^a-z]+", part)}
        self.prefixes = {word.removesuffix("s") for word in words} | ({"adr"} if words & _RECORDS else set())

    def add(self, name: Numbered, title: str) -> None:
        self.names.append(name)
        said = re.match(rf"([A-Za-z]{{2,8}})[ _-]*0*{name.number}\b", title)
        self.prefixes |= {name.prefix, said[1].casefold() if said else ""}

    @property
    def highest(self) -> Numbered:
        return max(self.names, key=lambda one: one.number)

    def holds(self, number: int, taken: Iterable[tuple[int, int, str]]) -> bool:
        """Tell whether a file of the project has the number: below this folder, or elsewhere as this folder writes it."""
        widths = {len(one.text) for one in self.names}
        return any(
            one == number and (width in widths or path.startswith(f"{self.path}/")) for one, width, path in taken
        )

    def counts(self) -> bool:
        """Tell whether numbers are how this folder names its documents."""
        return len(self.names) >= _FEWEST and len(self.names) > self.bare * 2


def survey(corpus: Corpus, report: CorpusReport) -> None:
    """Look for the document behind each number that a header gives."""
    cited = [(entry, mention) for entry in corpus.documents if entry.bound for mention in entry.named("cites")]
    if not cited:
        return
    folders = _folders(corpus)
    taken = cache(lambda: _taken(path for paths in corpus.known.values() for path in paths))
    for entry, mention in cited:
        own = numbered(entry.path)
        folder = folders.get(own.folder) if own else None
        number = _number(folder, mention) if folder and folder.counts() else 0
        if folder and number and not folder.holds(number, taken()) and not _told(corpus, folder, number):
            highest = folder.highest
            hint = f", the highest is {highest.text}" if number > highest.number else ""
            report(
                entry,
                mention.spot,
                f"{mention.text}: no document here has that number{hint}",
                "name the one that is meant, or link to where it is",
            )


def _folders(corpus: Corpus) -> dict[str, _Folder]:
    folders: dict[str, _Folder] = {}
    for entry in corpus.documents:
        name = numbered(entry.path)
        path = name.folder if name else entry.path.rpartition("/")[0]
        folder = folders.setdefault(path, _Folder(path))
        if name:
            folder.add(name, entry.title)
        else:
            folder.bare += 1
    return folders


def _number(folder: _Folder, mention: Mention) -> int:
    """Return the number of this folder that a reference must mean; 0 where it may mean anything else."""
    found = _CITED.match(mention.text)
    if found is None:
        return 0
    number, highest = int(found["number"]), folder.highest.number
    prefix = found["prefix"].casefold()
    padded = found["number"].startswith("0")
    if not prefix:
        return number if padded or number not in _YEARS or highest >= min(_YEARS) else 0
    if prefix not in folder.prefixes and prefix.removesuffix("s") not in folder.prefixes:
        return 0
    return 0 if prefix.removesuffix("s") in _ELSEWHERE and not padded and number > highest else number


def _taken(paths: Iterable[str]) -> list[tuple[int, int, str]]:
    """Return the numbers in the names of texts and of the folders around them, with their width and the path."""
    found = []
    for path in paths:
        if path.rpartition(".")[2].casefold() in _TEXTS:
            for part in (path.rpartition("/")[2], *path.split("/")[-3:-1]):
                name = numbered(part if part.endswith(path[-4:]) else f"{part}/README.md")
                if name:
                    found.append((name.number, len(name.text), path))
    return found


def _told(corpus: Corpus, folder: _Folder, number: int) -> bool:
    """Tell whether a heading or a header gives the number as that of a document, or an index page names it at all."""
    names = "|".join(filter(None, {"id", "no", "nr", "number", *folder.prefixes}))
    given = re.compile(
        rf"^[ \t]*(?:#{{1,6}}[ \t][^\n]*?(?<!\d)|\W*(?:{names})\W*[:=|]\W*(?:[a-z]{{2,8}}[ _-]*)?)0*{number}(?!\d|\.\d)",
        re.IGNORECASE | re.MULTILINE,
    )
    listed = re.compile(rf"(?<![\d.])0*{number}(?![\d.])")
    return any(
        (listed if path in corpus.indexes else given).search(corpus.text(path)) is not None for path in corpus.entries
    )
