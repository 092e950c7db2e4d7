"""Titles of RFCs and PEPs by number, and whether words given as a title agree with one.

``rfc.txt`` holds every RFC up to 9901, from the bibliography that the package ``bikeshed`` distributes under CC0 (itself from
the RFC Editor's index); ``pep.txt`` holds the PEPs that are cited most. Of other numbers nothing is said. Both are in the
order of their titles' words, so that a title is found without a look at all the others.
"""

import os
import re
from bisect import bisect_left
from functools import cache
from itertools import islice, takewhile

from holdfast.markdown.plain import key
from holdfast.patterns import pattern

_WORDS = pattern(r"[^\W_]+")
_SMALL = frozenset(
    {"the", "and", "for", "with", "from", "into", "over", "rfc", "pep", "standard", "version", "protocol", "specification", "python"}
)  # fmt: skip
_STEM = 4
"""Words that begin with the same letters, so many, are taken as forms of one."""


@cache
def _lines(series: str) -> list[str]:
    with open(os.path.join(os.path.dirname(__file__), f"{series}.txt"), encoding="utf-8") as file:
        return file.read().splitlines()


@cache
def titles(series: str) -> dict[int, str]:
    """Return the titles of a series, ``rfc`` or ``pep``, by number."""
    return {int(number): title for number, _, title in (line.partition("\t") for line in _lines(series))}


def numbers_of(series: str, said: str) -> tuple[int, ...]:
    """Return the numbers of a series whose title has the words of what was said, ascending; mostly none."""
    lines, words = _lines(series), key(said)
    first = bisect_left(lines, words, key=_words)
    alike = takewhile(lambda line: _words(line) == words, islice(lines, first, None))
    return tuple(int(line.partition("\t")[0]) for line in alike)


def _words(line: str) -> str:
    return key(line.partition("\t")[2])


def agree(given: str, title: str) -> bool:
    """Tell whether words may stand for a title: they share a word or its beginning, or one abbreviates the other."""
    ours, theirs = _significant(given), _significant(title)
    if not ours or not theirs:
        return True
    stems = {word[:_STEM] for word in theirs}
    if any(word[:_STEM] in stems for word in ours):
        return True
    return _abbreviates(given, title) or _abbreviates(title, given)


def _significant(text: str) -> list[str]:
    return [word for word in key(text).split() if len(word) > 2 and word not in _SMALL]


def _abbreviates(short: str, long: str) -> bool:
    """Tell whether a word in capitals stands for words of the other text, in their order: JWT, HTTP, TLS."""
    initials = "".join(word[0] for word in _WORDS.findall(long.replace("-", " "))).upper()
    joined = re.sub(r"[\W_]", "", long).upper()
    capitals = (word.upper() for word in _WORDS.findall(short) if sum(char.isupper() for char in word) > 1)
    return any(word in initials or word in joined or _in_order(word, long.upper()) for word in capitals)


def _in_order(word: str, text: str) -> bool:
    """Tell whether the letters of a word occur in a text in their order, the first at the beginning of a word."""
    return re.search(r"\b" + ".*?".join(map(re.escape, word)), text) is not None
