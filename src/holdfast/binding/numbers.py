"""The numbers that documents carry in the names of their files or folders, and how texts refer to them."""

import re
from typing import NamedTuple

from holdfast.binding.targets import resolve
from holdfast.model.corpus import Corpus, Entry, Mention

_NAME = re.compile(r"(?:(?P<prefix>[a-z]{1,6})[-_]?)?(?P<number>\d{1,5})(?=[-_. ]|\Z)(?![-_.]\d+(?:[-_.]|\Z))[-_. ]*(?P<words>.*)", re.IGNORECASE | re.DOTALL)
_PAGES = frozenset({"readme", "index", "_index"})
_REFERENCE = re.compile(r"(?<![\w./-])(?:[A-Za-z]{1,10}[-_ #]{0,2})?#?(\d{1,5})(?![\w/]|\.\d|-\d)")


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


def numbered(path: str) -> Numbered | None:
    """Take a file's name apart, or its folder's where the file is a README; ``None`` where it carries no number.

    A date (``2024-01-05-name``), a section (``1-2-name``) and a number made of zeros are none.
    """
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0]
    if stem.casefold() in _PAGES:
        folder, _, stem = folder.rpartition("/")
    found = _NAME.match(stem)
    if found is None or not int(found["number"]):
        return None
    words = tuple(word for word in re.split(r"[-_. ]+", found["words"].casefold()) if word)
    return Numbered(folder, (found["prefix"] or "").casefold(), int(found["number"]), words, found["number"])


def referred(corpus: Corpus, entry: Entry, mention: Mention) -> list[Entry]:
    """Return the documents a mention refers to: by links in it, else by numbers of the document's own folder."""
    inside = [link for link in entry.links if mention.spot.start <= link.spot.start < mention.spot.end and link.target]
    paths = [resolve(entry.path, link.target) for link in inside]
    if paths:
        return _known(corpus, entry, [path for path in paths if path])
    numbers = {int(number) for number in _REFERENCE.findall(mention.text)}
    own = numbered(entry.path)
    if own is None or not numbers:
        return []
    others = [(one.path, numbered(one.path)) for one in corpus.documents]
    return _known(corpus, entry, [path for path, other in others if other and other.folder == own.folder and other.number in numbers])


def _known(corpus: Corpus, entry: Entry, paths: list[str]) -> list[Entry]:
    found = [corpus.entries.get(path) or corpus.other(path) for path in dict.fromkeys(paths) if path != entry.path]
    return [one for one in found if one and one.kind == "document"]
