"""What stays the same about a verdict while the document around it is edited.

An identity is the rule, the document, the section by its titles, the words the verdict is about, and
a count among equals. Lines, heading numbers, white space and markup are no part of it, so it survives
what is written above, another line width and renumbered headings.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from holdfast.digest import sha256
from holdfast.markdown.blocks import Parse
from holdfast.markdown.outline import outline, split_number
from holdfast.markdown.parser import parse as parse_markdown
from holdfast.markdown.plain import key
from holdfast.model.span import Span
from holdfast.model.verdict import Origin, Verdict
from holdfast.patterns import pattern

_LONG = 80
"""Longer words are shortened, in characters; a hash of all of them keeps them apart."""
_FEW = 4
_MARKER = pattern(r"[\s>#*+-]*(?:\d{1,3}[.)]\s+)?")

Read = Callable[[str], bytes | None]
"""Returns the bytes of a file of the project, or ``None`` where it cannot be read."""


class Identity(NamedTuple):
    """One fault, as it is known again in another state of the project."""

    path: str
    slug: str
    section: str
    """Titles of the sections around it, the outermost first, joined by ``>``; empty for the document itself."""
    text: str
    """The words it is about, or, where something is missing, those of the template that ask for it."""
    ordinal: int = 0
    """Counts equal faults from 0, in the order of the document."""

    @property
    def fault(self) -> "Identity":
        """The identity of the first of its equals."""
        return self._replace(ordinal=0)

    @property
    def fingerprint(self) -> str:
        """A short text that is equal where identities are: 32 hexadecimal digits."""
        text = "\0".join(map(str, self))
        return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def identities(verdicts: Iterable[Verdict], read: Read) -> list[Identity]:
    """Return the identity of each verdict, in the same order; of one that stands for several faults that of the first.

    The verdicts have to be all there are about their documents, in the order of a result.
    """
    return [found[0] for found in faults(verdicts, read)]


def faults(verdicts: Iterable[Verdict], read: Read) -> list[tuple[Identity, ...]]:
    """Return the identities of all that each verdict stands for, in the same order; every document is parsed once."""
    places: dict[str, _Place] = {}
    met: Counter[Identity] = Counter()
    found = []
    for verdict in verdicts:
        place = places.get(verdict.path)
        if place is None:
            raw = read(verdict.path) if verdict.path.lower().endswith((".md", ".markdown")) else None
            place = places[verdict.path] = _Place(parse_markdown(raw or b""))
        several = []
        for span, demand in _parts(verdict):
            identity = Identity(verdict.path, verdict.slug, *place.words(span, demand))
            several.append(identity._replace(ordinal=met[identity]))
            met[identity] += 1
        found.append(tuple(several))
    return found


def _parts(verdict: Verdict) -> Iterator[tuple[Span, Origin | None]]:
    """Yield place and demand of each fault that a verdict stands for."""
    yield verdict.span, verdict.requirement
    for other in verdict.others:
        yield (other, verdict.requirement) if isinstance(other, Span) else (verdict.span, other)


class _Place:
    """One document, asked for the words at a span."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.headings = outline(parse)

    def words(self, span: Span, requirement: Origin | None) -> tuple[str, str]:
        """Return the section and the text of an identity."""
        demand = _short(key(_unnumbered(requirement.text))) if requirement else ""
        start, end = span
        number = next((index for index, one in enumerate(self.headings) if one.start <= start < one.body), -1)
        if number < 0 and end > start and not self._is_header(start, end):
            return self._section(self._around(start)), self._text(start, end)
        # The verdict stands at a heading or at the top because nothing else is there to point at.
        if demand:
            return self._section(number), demand
        if number < 0 or self._is_title(number):
            return "", ""
        return self._section(self.headings[number].parent), _short(key(self.headings[number].title))

    def _is_header(self, start: int, end: int) -> bool:
        """Tell whether a span is the whole metadata block, which stands for the document."""
        first = self.headings[0].start if self.headings else end
        return end <= first and b"\n" in self.parse.source[start:end].strip()

    def _is_title(self, number: int) -> bool:
        return number == 0 and self.headings[0].level == 1

    def _around(self, offset: int) -> int:
        """Return the index of the innermost heading whose section holds an offset, or -1."""
        holding = (index for index, one in enumerate(self.headings) if one.body <= offset < one.end)
        return max(holding, default=-1)

    def _section(self, number: int) -> str:
        titles = []
        while number >= 0:
            if not self._is_title(number):
                titles.append(_short(key(self.headings[number].title)))
            number = self.headings[number].parent
        return " > ".join(reversed(titles))

    def _text(self, start: int, end: int) -> str:
        """Return the words of a span; of one that has none, such as a tick, its characters by number."""
        text = self.parse.slice(start, end)
        marker = _MARKER.match(text)
        return _short(key(text[marker.end() if marker else 0 :])) or _numbers(text)


def _numbers(text: str) -> str:
    return " ".join(f"u+{ord(char):04x}" for char in text.strip()[:_FEW])


def _unnumbered(line: str) -> str:
    """Return a line of a template without its marker and its number."""
    return split_number(line.lstrip("#>-*+ \t"))[1]


def _short(words: str) -> str:
    if len(words) <= _LONG:
        return words
    return f"{words[: _LONG - 20].rpartition(' ')[0]} … {sha256(words.encode('utf-8', 'replace')).hexdigest()[:8]}"
