"""The sections of a document, each with the part of the schema it answers."""

from collections import Counter
from typing import NamedTuple

from holdfast.binding.lookup import Lookup
from holdfast.binding.matching import Match, SiblingIndex, belongs, title_keys
from holdfast.markdown.outline import Heading
from holdfast.model.schema import SectionSchema


class BoundSection(NamedTuple):
    """One section of a document that answers one section of the schema."""

    schema: SectionSchema
    heading: Heading
    place: int
    """Index of the heading in the outline."""
    match: Match
    parent: int
    """Position of the bound section it stands under in the schema, or -1."""


class MissingSection(NamedTuple):
    """A section of the schema that no heading answers."""

    schema: SectionSchema
    parent: BoundSection | None
    """``None`` at the top level; where the parent itself is missing nothing is said of its children."""


class Sections(NamedTuple):
    """How the headings of one document fill the schema."""

    bound: list[BoundSection]
    missing: list[MissingSection]
    unclaimed: list[int]
    """Indices of headings that answer nothing."""


def bind_sections(headings: list[Heading], lookup: Lookup) -> Sections:
    """Match the outline of a document to the sections of a schema.

    Where the template has a title, the only heading of the first level is the title and no section.
    Any uniform shift of levels is accepted: the level at which most top-level sections match is
    theirs, and a match elsewhere counts only where none is found there.
    """
    schema = lookup.schema
    binder = _Binder(headings, lookup)
    if schema.title and headings and headings[0].level == 1 and not any(one.level == 1 for one in headings[1:]):
        binder.claimed[0] = Match.EXACT
    binder.bind(schema.sections, -1, None)
    return Sections(
        binder.bound, binder.missing, [index for index in range(len(headings)) if index not in binder.claimed]
    )


class _Binder:
    """One document in the making."""

    def __init__(self, headings: list[Heading], lookup: Lookup) -> None:
        self.headings = headings
        self.lookup = lookup
        self.claimed: dict[int, Match] = {}
        self.bound: list[BoundSection] = []
        self.missing: list[MissingSection] = []

    def bind(self, sections: tuple[SectionSchema, ...], position: int, parent: BoundSection | None) -> None:
        """Bind sibling sections below a bound parent, or the top level."""
        index = self.lookup.siblings(sections, parent.schema.title if parent else "")
        found = self._candidates(index, parent)
        for number, section in enumerate(index.sections):
            if number in found:
                self._claim(section, *found[number], position)
            else:
                self.missing.append(MissingSection(section, parent))
        for section in sections:
            if section.repeat is not None:
                self._bind_group(section, position, parent)

    def _claim(self, section: SectionSchema, index: int, match: Match, position: int) -> None:
        self.claimed[index] = max(match, self.claimed.get(index, match))
        bound = BoundSection(section, self.headings[index], index, match, position)
        self.bound.append(bound)
        if section.children:
            self.bind(section.children, len(self.bound) - 1, bound)

    def _candidates(self, index: SiblingIndex, parent: BoundSection | None) -> dict[int, tuple[int, Match]]:
        """Choose a heading for each section: inside the parent first, the surest first, then by order."""
        if not index.sections:
            return {}
        options: dict[int, list[tuple[int, Match]]] = {}
        for number in self._free():
            title = self.headings[number].title
            for position, match in index.matches(title_keys(title)).items():
                exact = match is Match.NORMALISED and title == index.sections[position].title
                options.setdefault(position, []).append((number, Match.EXACT if exact else match))
        level = self._level(options, parent)
        chosen: dict[int, tuple[int, Match]] = {}
        for position, pairs in options.items():
            best = min(pairs, key=lambda pair: self._distance(pair, parent, level))
            if parent is None or self._inside(best[0], parent) or best[1] <= Match.NORMALISED:
                chosen[position] = best
        if len(chosen) < len(index.sections):
            self._nearly(index, chosen, parent)
        return chosen

    def _nearly(self, index: SiblingIndex, chosen: dict[int, tuple[int, Match]], parent: BoundSection | None) -> None:
        """Give what is left over to headings that are one letter off."""
        taken = {number for number, _ in chosen.values()}
        for number in self._free():
            if number not in taken and (parent is None or self._inside(number, parent)):
                position = index.nearly(title_keys(self.headings[number].title))
                if position is not None and position not in chosen:
                    chosen[position] = (number, Match.NEAR)

    def _free(self) -> list[int]:
        """Headings that may still be taken; one split heading can answer two sections."""
        return [number for number in range(len(self.headings)) if self.claimed.get(number, Match.SPLIT) is Match.SPLIT]

    def _level(self, options: dict[int, list[tuple[int, Match]]], parent: BoundSection | None) -> int:
        if parent is not None:
            return parent.heading.level + 1
        levels = Counter(self.headings[number].level for pairs in options.values() for number, _ in pairs)
        return min(levels, key=lambda level: (-levels[level], level), default=1)

    def _distance(
        self, pair: tuple[int, Match], parent: BoundSection | None, level: int
    ) -> tuple[bool, bool, int, int]:
        number, match = pair
        outside = parent is not None and not self._inside(number, parent)
        return outside, self.headings[number].level != level, int(match), number

    def _inside(self, number: int, parent: BoundSection) -> bool:
        return parent.heading.body <= self.headings[number].start < parent.heading.end

    def _bind_group(self, section: SectionSchema, position: int, parent: BoundSection | None) -> None:
        """Take every free heading of the group; without a fitting stem, any heading right below the parent."""
        below = self._right_below(parent)
        members = [number for number in below if belongs(section.stem, title_keys(self.headings[number].title))]
        if not members and parent is not None and not section.illustration:
            members = below
        for number in members:
            self._claim(section, number, Match.NORMALISED, position)
        if not members and section.repeat:
            self.missing.append(MissingSection(section, parent))

    def _right_below(self, parent: BoundSection | None) -> list[int]:
        if parent is None:
            levels = Counter(bound.heading.level for bound in self.bound if bound.parent < 0)
            level = min(levels, key=lambda one: -levels[one], default=2)
            return [number for number in self._unclaimed() if self.headings[number].level == level]
        return [number for number in self._unclaimed() if self.headings[number].parent == parent.place]

    def _unclaimed(self) -> list[int]:
        return [number for number in range(len(self.headings)) if number not in self.claimed]
