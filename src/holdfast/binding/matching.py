"""Which section of the schema a heading answers, and how surely.

Never by similarity: one wrong match drags a dozen false messages behind it. What merely looks alike
only words the hint of a message.
"""

import re
from enum import IntEnum
from functools import lru_cache

from holdfast.binding.headwords import Headword, agree, below, headword, shared
from holdfast.markdown.plain import key
from holdfast.model.schema import SectionSchema
from holdfast.patterns import pattern
from holdfast.template.aliases import ALIASES

_PARENTHESES = pattern(r"\s*(?:\([^()]*\)|（[^（）]*）)\s*")
_DETAIL = pattern(r"\s*(?::|\s[–—]\s).*")
"""What a heading says behind the name of its section: ``Decision: keep one timetable``."""
_JOINT = pattern(r"/|&|,|\+|\band\b|\bor\b", re.IGNORECASE)
_JOINTS = pattern(rf"\s*(?:{_JOINT.pattern})\s*", re.IGNORECASE)
"""The same with the white space around it, for which it takes much longer to find that there is none."""

_COUNTED = pattern(r"([^\W\d_][\w ]{2,40}?) (?:\d{1,2}|[A-H])\s*[:.–—-]\s*\S")
"""``Proposal 1: A block`` is one of several proposals."""
_KEPT = 4096
"""So many titles are remembered with what came of them."""


class Match(IntEnum):
    """How a heading came to its section, the surest first."""

    EXACT = 0
    NORMALISED = 1
    """But for number, emoji, case, punctuation and words in parentheses."""
    NEAR = 2
    """Same stems, in any order, or one letter more, less or other."""
    SPLIT = 3
    """One of the parts around "and", "/", "&" or a comma, or what stands before a colon or a dash."""
    ALIAS = 4
    SUBJECT = 5
    """About the same, with a word more or less for the kind of text: "Performance" for "Performance Considerations";
    or one of several, "Proposal 1: A block" for "Proposal"."""


class TitleKeys:
    """The keys of one heading of a document, made once."""

    __slots__ = ("bare", "counted", "full", "named", "near", "parts", "words")

    def __init__(self, title: str) -> None:
        """Compute them from the title without its number."""
        self.full = key(title)
        self.bare = key(_PARENTHESES.sub(" ", title)) if "(" in title or "（" in title else self.full
        self.near = near(self.bare)
        counted = _COUNTED.match(title)
        self.counted = near(key(counted[1])) if counted else ""
        self.words = in_order(self.bare)
        parts = [key(part) for part in _JOINTS.split(title)] if _JOINT.search(title) else []
        own = [part for part in parts if part]
        self.parts = [*own, *shared(own)]
        self.named = key(_DETAIL.sub("", title, count=1)) if any(mark in title for mark in ":–—") else self.full
        """What stands before a colon or a dash, which is the whole where there is none."""


class SiblingIndex:
    """The sections that stand side by side in a schema, by every name they answer to."""

    __slots__ = ("_by_name", "_by_near", "_by_subject", "_by_words", "_known", "sections")

    def __init__(
        self, sections: tuple[SectionSchema, ...], aliases: dict[str, tuple[str, ...]], above: str = ""
    ) -> None:
        """``aliases`` are the project's own: key of a template heading to further names; ``above`` is the title they stand under."""
        self.sections = sections
        self._by_name: dict[str, dict[int, Match]] = {}
        self._by_near: dict[str, int] = {}
        self._by_subject: dict[str, list[tuple[int, Headword]]] = {}
        self._by_words: dict[str, int] = {}
        self._known: dict[str, int | None] = {}
        """What :meth:`nearly` answered before; titles repeat from document to document."""
        for position, section in enumerate(sections):
            bare = key(_PARENTHESES.sub(" ", section.title)) or key(section.title)
            parts = [key(part) for part in _JOINTS.split(_PARENTHESES.sub(" ", section.title)) if key(part)]
            self._add(position, Match.NORMALISED, key(section.title), bare)
            self._add(position, Match.SPLIT, *parts, *shared(parts))
            self._add(position, Match.ALIAS, *(key(name) for name in (*section.aliases, *aliases.get(bare, ()))))
            self._add(position, Match.ALIAS, *filter(None, [below(bare, key(above))]))
            self._add(position, Match.ALIAS, *(other for name in (bare, *parts) for other in ALIASES.get(name, ())))
            self._by_near.setdefault(near(bare), position)
            word = headword(bare)
            self._by_subject.setdefault(word.subject, []).append((position, word))
            self._by_words.setdefault(in_order(bare), position)

    def _add(self, position: int, rank: Match, *names: str) -> None:
        for name in names:
            self._by_name.setdefault(name, {}).setdefault(position, rank)

    def matches(self, title: "TitleKeys") -> dict[int, Match]:
        """Return the sections a heading answers, by position; more than one where it is split."""
        found = self._by_name.get(title.full) or self._by_name.get(title.bare) or {}
        position = self._by_near.get(title.near, self._by_words.get(title.words))
        if position is not None and found.get(position, Match.ALIAS) > Match.NEAR:
            found = {**found, position: Match.NEAR}
        if found:
            return found
        split: dict[int, Match] = {}
        for part in title.parts:
            for position, rank in self._by_name.get(part, {}).items():
                if rank <= Match.SPLIT:
                    split[position] = Match.SPLIT
        if not split and title.named != title.full:
            split = dict.fromkeys(self._by_name.get(title.named, ()), Match.SPLIT)
        return split or self._about_the_same(title)

    def _about_the_same(self, title: "TitleKeys") -> dict[int, Match]:
        """Return the section that a heading is one of several answers to, else the only one that is about what it is about."""
        if title.counted in self._by_near:
            return {self._by_near[title.counted]: Match.SUBJECT}
        word = headword(title.bare)
        found = [position for position, other in self._by_subject.get(word.subject, ()) if agree(word, other)]
        return {found[0]: Match.SUBJECT} if len(found) == 1 else {}

    def nearly(self, title: "TitleKeys") -> int | None:
        """Return the position of a section whose name is one letter away, or ``None``."""
        if title.near not in self._known:
            if len(self._known) > _KEPT:
                self._known.clear()
            self._known[title.near] = next(
                (position for name, position in self._by_near.items() if one_edit(name, title.near)), None
            )
        return self._known[title.near]


@lru_cache(maxsize=_KEPT)
def title_keys(title: str) -> "TitleKeys":
    """Return the keys of a heading; titles repeat from document to document."""
    return TitleKeys(title)


def belongs(stem: str, title: TitleKeys) -> bool:
    """Tell whether a heading is one of a repeatable group: ``Phase 2: Rust`` for the stem ``phase``."""
    if not stem:
        return True
    return title.full == stem or title.full.startswith(stem + " ")


@lru_cache(maxsize=_KEPT)
def near(name: str) -> str:
    """Return a key with the plural of each word and all spaces taken off: ``nongoal``."""
    return "".join(
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word for word in name.split()
    )


@lru_cache(maxsize=_KEPT)
def in_order(name: str) -> str:
    """Return the words of a key without their plurals, sorted: "Options considered" has those of "Considered options"."""
    return " ".join(sorted(near(word) for word in name.split()))


def one_edit(left: str, right: str) -> bool:
    """Tell whether two keys of at least six letters differ in exactly one letter."""
    if left == right:
        return True
    if abs(len(left) - len(right)) > 1 or min(len(left), len(right)) < 6:
        return False
    at = 0
    shorter = min(len(left), len(right))
    while at < shorter and left[at] == right[at]:
        at += 1
    return left[at + 1 :] == right[at + 1 :] or left[at + 1 :] == right[at:] or left[at:] == right[at + 1 :]


def alikeness(left: str, right: str) -> float:
    """Return how alike two titles are, 0 to 1, by the words they share; for hints only."""
    ours, theirs = _stems(left), _stems(right)
    shared = len(ours & theirs)
    return shared / (len(ours) + len(theirs) - shared) if shared else 0.0


@lru_cache(maxsize=_KEPT)
def _stems(title: str) -> frozenset[str]:
    """Return the words of a title without their plurals; titles repeat from document to document."""
    return frozenset(near(word) for word in key(title).split())
