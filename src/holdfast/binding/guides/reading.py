"""The migration guides of a file: which sections are guides, and what each shows, asks and declares."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from holdfast.binding.guides.declared import Read, read_list, read_table
from holdfast.binding.guides.http import http_requests
from holdfast.binding.guides.sides import SHELLS, Fence, belongs, side
from holdfast.binding.guides.words import Words, left_behind, words
from holdfast.binding.infostring import read_info
from holdfast.markdown.blocks import Block, Parse
from holdfast.markdown.code import CodeLine, code_lines
from holdfast.markdown.console import PROMPT
from holdfast.markdown.outline import Heading
from holdfast.model.guide import Declared, Guide, Listing, Request, Side
from holdfast.model.span import Span
from holdfast.patterns import pattern

_BOLD = pattern(r"\s*(?P<mark>\*\*|__)(?P<words>[^\n]+?)(?P=mark)\s*(?P<rest>:?\s*[^\n]{0,60})\Z")
_LABEL = pattern(r"[^\n.!?]{1,60}:\s*\Z")
_FILE = pattern(r"[`*_\s]*(?P<path>[\w.@-]+(?:/[\w.@-]+)*\.\w+)[`*_\s:]*\Z")
_CURL = pattern(r"(?:.*[$%❯➜])?\s*curl\s")
_LONG = 300
"""A longer paragraph is no label."""
_MOST = 1000
"""Requests of one guide; what is beyond is told and not sent."""
_DEEPEST = 7
"""The level of a bold label: below every heading."""


@dataclass(slots=True)
class _Reader:
    """Walks the blocks of one guide and keeps what it found."""

    parse: Parse
    words: Words
    source: str
    target: str
    lines: Mapping[int, tuple[CodeLine, ...]]
    labels: list[tuple[int, str]] = field(default_factory=list)
    """Level and part of the labels that hold at the place that was reached."""
    named: str = ""
    fences: list[Fence] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    declared: list[Declared] = field(default_factory=list)
    listing: Listing | None = None
    used: set[int] = field(default_factory=set)
    last: int = 0
    mark: str = "**"
    """How the parts of the guide are headed."""
    headed: int = -1
    """Where the heading of the differences ends."""
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def part(self) -> str:
        """The part of the guide that the labels name."""
        return self.labels[-1][1] if self.labels else ""

    def take(self, block: Block) -> None:
        """Take one of the outermost blocks."""
        if block.kind == "heading":
            self._label(block.level, block.data, block)
        elif block.kind == "paragraph":
            self._paragraph(self.parse.slice(block.start, block.end), block)
        elif block.kind in ("table", "list") and self.part == "differences":
            table = block.kind == "table"
            found = (
                read_table(self.parse, block, self.words, self.source, self.target)
                if table
                else read_list(self.parse, block)
            )
            if found:
                self._declare(found)
        for one in (block,) if block.kind == "fence" else self.parse.blocks_in((block.start, block.end)):
            if one.kind == "fence":
                self._fence(one)

    def _label(self, level: int, text: str, block: Block) -> None:
        while self.labels and self.labels[-1][0] >= level:
            self.labels.pop()
        self.named = ""
        role = self.words.role(text, self.source, self.target)
        if role:
            self.labels.append((level, role))
            self.mark = "#" * level if level < _DEEPEST else "**"
            if role == "differences":
                self.headed = block.start + len(self.parse.source[block.start : block.end].rstrip())
        elif level < _DEEPEST and (found := _FILE.match(text)):
            self.named = found["path"]

    def _paragraph(self, text: str, block: Block) -> None:
        if len(text) > _LONG:
            return
        bold = _BOLD.match(text)
        words = bold["words"] + bold["rest"] if bold else text if _LABEL.match(text) else ""
        if found := _FILE.match(words or text):
            self.named = found["path"]
        elif words and self.words.role(words, self.source, self.target):
            self._label(_DEEPEST, words, block)

    def _declare(self, found: Read) -> None:
        self.declared += found.declared
        self.listing = self.listing or found.listing
        self.last = max(self.last, found.listing.end)

    def _fence(self, block: Block) -> None:
        lines = self.lines.get(block.start, ())
        info = read_info(block.data)
        fence = Fence(Span(block.start, block.end), info, lines, self._side, self.named)
        self.named = ""
        if fence.language in ("http", "https", "rest"):
            found = list(http_requests(lines, self.variables))
        elif fence.language in SHELLS and not fence.path and any(_CURL.match(line.text) for line in lines):
            from holdfast.binding.guides.curl import curl_requests

            prompted = any(PROMPT.match(line.text) for line in lines)
            found = list(curl_requests(lines, prompted=prompted))
        else:
            if fence.side and belongs(fence):
                self.fences.append(fence)
                self.used.add(block.start)
            return
        left = max(0, _MOST - len(self.requests))
        self.requests += [
            *found[:left],
            *(one._replace(fault=f"a guide has at most {_MOST} requests") for one in found[left:]),
        ]
        self.used.add(block.start)
        self.last = max(self.last, block.end)

    @property
    def _side(self) -> str:
        return next((part for _, part in reversed(self.labels) if part in ("before", "after")), "") * (
            self.part in ("before", "after")
        )


def guides(
    parse: Parse, headings: Sequence[Heading], aliases: Mapping[str, tuple[str, ...]] = MappingProxyType({})
) -> list[Guide]:
    """Return the guides of a file in order; sections that show neither a before nor an after are none.

    ``aliases`` are names by the key of what they stand for, as a project's configuration has them.
    """
    opened = [(place, found) for place, one in enumerate(headings) if (found := _opens(headings, place, one))]
    if not opened:
        return []
    known = words(aliases)
    lines = code_lines(parse.source)
    starts = [headings[place].start for place, _ in opened]
    made = []
    for number, (place, found) in enumerate(opened):
        last = bisect_left(starts, headings[place].end)
        inner = [headings[one] for one, _ in opened[number + 1 : last]]
        made.append(_guide(parse, headings, place, found, _Reader(parse, known, *found, lines), inner))
    return [one for one in made if one.before or one.after]


def _opens(headings: Sequence[Heading], place: int, one: Heading) -> tuple[str, str] | None:
    return left_behind(one.title, [headings[above].title for above in _above(headings, place)])


def _above(headings: Sequence[Heading], place: int) -> list[int]:
    found = []
    while (place := headings[place].parent) >= 0:
        found.append(place)
    return found


def _own(parse: Parse, heading: Heading, inner: Sequence[Heading]) -> Iterator[Block]:
    """Yield the outermost blocks of a guide, without those of guides inside of it."""
    at = heading.body
    for one in inner:
        if one.start >= at:
            yield from parse.top((at, one.start))
            at = one.end
    yield from parse.top((at, heading.end))


def _guide(
    parse: Parse,
    headings: Sequence[Heading],
    place: int,
    found: tuple[str, str],
    reader: _Reader,
    inner: Sequence[Heading],
) -> Guide:
    heading = headings[place]
    for block in _own(parse, heading, inner):
        reader.take(block)
    sides = {name: side(name, [one for one in reader.fences if one.side == name]) for name in ("before", "after")}
    around = [headings[one].title for one in reversed(_above(headings, place)) if one]
    end = max(reader.last, *(one.span.end for one in sides.values() if one), heading.body)
    end = len(parse.source[:end].rstrip())
    return Guide(
        title=heading.title,
        source=found[0],
        target=found[1],
        heading=Span(heading.start, heading.body),
        span=Span(heading.start, heading.end),
        section=(*around, heading.title),
        before=sides["before"],
        after=sides["after"],
        pairs=_pairs(reader.fences),
        requests=tuple(reader.requests),
        declared=tuple(reader.declared),
        listing=reader.listing,
        fences=frozenset(reader.used),
        place=end if reader.headed < 0 else reader.headed,
        heading_of_listing=reader.mark if reader.headed < 0 else "",
    )


def _pairs(fences: Sequence[Fence]) -> tuple[tuple[Side, Side], ...]:
    """Return each before with the after that follows it."""
    runs: list[dict[str, list[Fence]]] = []
    for one in fences:
        if not runs or (one.side == "before" and "after" in runs[-1]):
            runs.append({})
        runs[-1].setdefault(one.side, []).append(one)
    made = [tuple(side(name, run.get(name, ())) for name in ("before", "after")) for run in runs]
    return tuple((old, new) for old, new in made if old and new)
