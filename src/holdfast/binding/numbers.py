"""The numbers that documents carry in the names of their files or folders, and how texts refer to them."""

import re
from typing import NamedTuple

from holdfast.binding.targets import resolve
from holdfast.model.corpus import Corpus
from holdfast.model.entry import Entry, Mention
from holdfast.patterns import pattern

_NAME = pattern(
    r"(?:(?P<prefix>[a-z]{1,6})[-_]?)?(?P<number>\d{1,5})(?=[-_. ]|\Z)(?![-_.]\d+(?:[-_.]|\Z))[-_. ]*(?P<words>.*)",
    re.IGNORECASE | re.DOTALL,
)
YEARS = range(1980, 2080)
"""Numbers that documents may carry because they were written then."""
_PAGES = frozenset({"readme", "index", "_index"})
_REFERENCE = pattern(r"(?<![\w./-])(?:[A-Za-z]{1,10}[-_ #]{0,2})?#?(\d{1,5})(?![\w/]|\.\d|-\d)")


class Numbered(NamedTuple):
    """A document's own name, taken apart."""

    folder: str
    prefix: str
    """``adr`` of ``adr-012-caching.md``; in lower case, mostly empty."""
    number: int
    words: tuple[str, ...]
    """What follows the number, in lower case."""
    text: str
    """The number as written, ``0012``."""


def own_name(path: str) -> str:
    """Return the name that is a document's own, without suffix: of its folder where the file is a README."""
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0] or name
    return folder.rpartition("/")[2] if folder and stem.casefold() in _PAGES else stem


def spoken_name(path: str) -> str:
    """Return the words of a document's own name, its number left out: what to call it that has no title."""
    name = own_name(path)
    found = _NAME.match(name) if numbered(path) else None
    return " ".join(re.split(r"[-_ ]+", (found and found["words"]) or name)).strip()


def numbered(path: str) -> Numbered | None:
    """Take a file's name apart, or its folder's where the file is a README; ``None`` where it carries no number.

    A date (``2024-01-05-name``), a section (``1-2-name``) and a number made of zeros are none.
    """
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0]
    if stem.casefold() in _PAGES:
        folder, _, stem = folder.rpartition("/")
    elif in_own_folder(path):
        folder = folder.rpartition("/")[0]
    found = _NAME.match(stem)
    if found is None or not int(found["number"]):
        return None
    words = tuple(word for word in re.split(r"[-_. ]+", found["words"].casefold()) if word)
    return Numbered(folder, (found["prefix"] or "").casefold(), int(found["number"]), words, found["number"])


def is_folder_page(path: str) -> bool:
    """Tell whether a file is the page of the folder it lies in."""
    return path.rpartition("/")[2].rpartition(".")[0].casefold() in _PAGES


def in_own_folder(path: str) -> bool:
    """Tell whether a file carries the number of the folder it lies in, as ``adr/0007/0007-name.md`` does."""
    folder, _, name = path.rpartition("/")
    above, _, own = folder.rpartition("/")
    theirs = _NAME.match(own) if above else None
    ours = _NAME.match(name.rpartition(".")[0]) if theirs else None
    return theirs is not None and ours is not None and int(theirs["number"]) == int(ours["number"])


class References:
    """What the texts of one corpus refer to by number."""

    def __init__(self, corpus: Corpus) -> None:
        """Index the documents by folder and number."""
        self.corpus = corpus
        self._numbers: dict[tuple[str, int], list[str]] = {}
        for entry in corpus.documents:
            if name := numbered(entry.path):
                self._numbers.setdefault((name.folder, name.number), []).append(entry.path)

    def of(self, entry: Entry, mention: Mention) -> list[Entry]:
        """Return the documents a mention refers to: by links in it, else by numbers of the document's own folder."""
        inside = [link for link in entry.links if mention.spot.start <= link.spot.start < mention.spot.end]
        linked = [resolve(entry.path, link.target) for link in inside if link.target]
        own = numbered(entry.path)
        if not linked and own:
            numbers = _REFERENCE.findall(mention.text)
            linked = [path for number in numbers for path in self._numbers.get((own.folder, int(number)), [])]
        found = [self.entry(path) for path in dict.fromkeys(linked) if path and path != entry.path]
        return [one for one in found if one]

    def entry(self, path: str) -> Entry | None:
        """Return the document at a path, of this corpus or another of the project."""
        entry = self.corpus.entries.get(path) or self.corpus.other(path)
        return entry if entry and entry.kind == "document" else None
