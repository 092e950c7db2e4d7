"""How the rows of an index page are written, learnt from those it has."""

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from holdfast.binding.rows import STATUS_COLUMNS
from holdfast.binding.targets import shown_from
from holdfast.markdown.blocks import Block, Inline, Parse
from holdfast.markdown.plain import key, plain
from holdfast.percent import quote

_MARK = "\x00"
_BULLET = re.compile(r"[ \t>]*(?:[-*+]|(?P<counter>\d+)(?P<dot>[.)]))[ \t]+")


class Facts(NamedTuple):
    """What an index page may say of a document; what is not known is empty."""

    path: str
    title: str
    number: str = ""
    """As the file name has it."""
    status: str = ""
    date: str = ""


class Sample(NamedTuple):
    """One row of the page with the document it is about."""

    facts: Facts
    block: Block
    link: Inline


_UNDECODED = re.compile("[\udc80-\udcff]+")
"""Bytes of a file name that are no UTF-8, as they come from the system."""


def _linked(path: str) -> str:
    return quote(path, safe="/~!$&'()*+,;=:@")


def _shown(page: str, path: str) -> str:
    """Return the path from a page as text; what no text can hold is written as links have it."""
    return _UNDECODED.sub(lambda found: _linked(found[0]), shown_from(page, path))


FORMS: tuple[Callable[[str, str], str], ...] = (
    lambda page, path: _linked(shown_from(page, path)),
    lambda page, path: "./" + _linked(shown_from(page, path)),
    lambda page, path: _shown(page, path).removesuffix(".md"),
    lambda page, path: "./" + _shown(page, path).removesuffix(".md"),
    lambda page, path: _shown(page, posixpath.dirname(path)) + "/",
    lambda page, path: "./" + _shown(page, posixpath.dirname(path)) + "/",
    lambda page, path: _shown(page, posixpath.dirname(path)),
    lambda page, path: f"/{path}",
)
"""The ways in which pages write the target of a link, each as a function of page and document."""


def holder(parse: Parse, row: Block) -> Block:
    """Return the list or table that a row stands in."""
    kind = "list" if row.kind == "item" else "table"
    above = [one for one in parse.blocks[: parse.first(row.start + 1)] if one.kind == kind and one.end >= row.end]
    return max(above, key=lambda one: one.depth)


class RowStyle:
    """What the rows of one list or table have in common."""

    def __init__(self, page: str, parse: Parse, samples: list[Sample], new: Facts) -> None:
        self.page = page
        self.parse = parse
        self.samples = samples
        self.new = new
        self.doubt = ""

    def table_row(self, model: Sample) -> tuple[str, tuple[str, ...]]:
        """Return a row of the table with the columns that stay empty; cells are as wide as those beside them."""
        parse = self.parse
        table = holder(parse, model.block)
        head = next(one for one in parse.blocks_in(table[1:3]) if one.kind == "head")
        names = [plain(parse.slice(one.start, one.end)) for one in _cells(parse, head)]
        rows = [_cells(parse, one.block) for one in self.samples]
        cells = _cells(parse, model.block)
        line, at, left = "", parse.lines[parse.line(model.block.start) - 1], []
        for column, cell in enumerate(cells):
            texts = [(self.samples[row], own[column]) for row, own in enumerate(rows) if column < len(own)]
            name = names[column] if column < len(names) else ""
            value = self._cell(name, texts).replace("|", "\\|")
            if not value and name:
                left.append(name)
            line += parse.slice(at, cell.start) + _padded(parse, cell, value, [one for _, one in texts])
            at = cell.end
        stop = parse.lines[parse.line(at)] if parse.line(at) < len(parse.lines) else len(parse.source)
        return line + parse.slice(at, stop).rstrip("\r\n"), tuple(left)

    def _cell(self, name: str, texts: list[tuple[Sample, Block]]) -> str:
        """Return what a column says of the new document; empty where that is for the author."""
        plain_texts = [(sample, self.parse.slice(cell.start, cell.end).strip()) for sample, cell in texts]
        linked = any(cell.start <= sample.link.start < cell.end for sample, cell in texts)
        if linked:
            return self._filled([self._taken_apart(text, sample, linked=True) for sample, text in plain_texts])
        if key(name) in STATUS_COLUMNS:
            return self._status()
        pattern = _common([self._taken_apart(text, sample, linked=False) for sample, text in plain_texts])
        return "" if pattern is None or _MARK not in pattern else self._put(pattern)

    def item(self, model: Sample, *, last: bool) -> tuple[str, tuple[str, ...]]:
        """Return an item of the list; what stands behind the link is kept where all items say it alike."""
        lines = [self._line(one) for one in self.samples]
        bullets = [_BULLET.match(line) for line, _, _ in lines]
        own = _BULLET.match(self._line(model)[0])
        lead = own[0] if own else "- "
        if own and own["counter"]:
            lead = self._counted(own, lead, [one["counter"] for one in bullets if one and one["counter"]], last=last)
        starts = [one.end() if one else 0 for one in bullets]
        heads, links, tails = [], [], []
        for sample, (line, begin, end), start in zip(self.samples, lines, starts, strict=True):
            heads.append(self._taken_apart(line[start:begin], sample, linked=False))
            links.append(self._taken_apart(line[begin:end], sample, linked=True))
            tails.append(self._taken_apart(line[end:], sample, linked=False))
        head, tail = _common(heads), _common(tails)
        return lead + self._put(head or "") + self._filled(links) + self._put(tail or ""), ()

    def _counted(self, own: re.Match[str], lead: str, counters: list[str], *, last: bool) -> str:
        """Number an item of an ordered list; in the middle of a list that counts, all behind it would change."""
        if len(set(counters)) == 1:
            return lead
        if not last:
            self.doubt = "the items of the list are numbered, so that those behind it would have to change"
        return lead.replace(own["counter"], str(int(own["counter"]) + 1), 1)

    def _line(self, sample: Sample) -> tuple[str, int, int]:
        """Return the line of an item from its start, and where its link begins and ends in it."""
        parse = self.parse
        number = parse.line(sample.link.start)
        start = parse.lines[parse.line(sample.block.start) - 1]
        stop = parse.lines[number] if number < len(parse.lines) else len(parse.source)
        line = parse.slice(start, stop).rstrip()
        begin = len(parse.slice(start, sample.link.start))
        return line, begin, begin + len(parse.slice(sample.link.start, sample.link.end))

    def _taken_apart(self, text: str, sample: Sample, *, linked: bool) -> str:
        """Return a text with what is known of its document replaced by marks."""
        facts = sample.facts
        for place, form in enumerate(FORMS) if linked else ():
            target = form(self.page, facts.path)
            if f"]({target})" in text or f"](<{target}>)" in text:
                text = text.replace(f"]({target})", f"]({_MARK}L{place})").replace(
                    f"](<{target}>)", f"](<{_MARK}L{place}>)"
                )
                break
        for mark, value in _values(facts):
            if value:
                text = re.sub(
                    rf"(?<![\w{_MARK}]){re.escape(value)}(?!\w)",
                    f"{_MARK}{mark}",
                    text,
                    flags=re.IGNORECASE if mark == "T" else 0,
                )
        return text

    def _filled(self, patterns: list[str]) -> str:
        """Return the link; words in it that differ from row to row are in the place of the title."""
        pattern = _common(patterns)
        if pattern is None:
            loose = [re.sub(r"\[(`?)[^\[\]]*?(`?)\]\(", rf"[\1{_MARK}T\2](", one) for one in patterns]
            pattern = _common(loose)
        if pattern is None or f"({_MARK}L" not in pattern.replace("<", ""):
            self.doubt = "its rows are not written alike"
            pattern = f"[{_MARK}T]({_MARK}L0)"
        return self._put(pattern)

    def _put(self, pattern: str) -> str:
        """Return a pattern with what is known of the new document in the place of the marks."""
        values = dict(_values(self.new))

        def value(found: re.Match[str]) -> str:
            if found[1] == "L":
                return FORMS[int(found[2])](self.page, self.new.path)
            return values.get(found[1], "")

        return re.sub(rf"{_MARK}([A-Z])(\d?)", value, pattern)

    def _status(self) -> str:
        """Return the status as the page writes it, emoji and bold included, where it has one that means the same."""
        wanted = self.new.status
        cells = [
            self.parse.slice(one.start, one.end).strip()
            for one in self.parse.blocks
            if one.kind == "cell" and one.end - one.start < 60
        ]
        same = [one for one in cells if key(one) == key(wanted)]
        if same:
            # A row says it as the other rows do; a legend may set it in bold.
            rows = [one for one in same if "**" not in one]
            return Counter(rows or same).most_common(1)[0][0]
        return wanted


def _values(facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield the marks with their values, the longest words first, so that none hides in another."""
    name = facts.path.rpartition("/")[2]
    stem = name.rpartition(".")[0]
    if stem.casefold() in ("readme", "index"):
        stem = posixpath.dirname(facts.path).rpartition("/")[2]
    yield "F", name
    yield "B", stem
    yield "T", facts.title
    yield "D", facts.date
    yield "S", facts.status
    yield "N", facts.number
    yield "I", facts.number.lstrip("0") if facts.number.lstrip("0") != facts.number else ""


def _common(patterns: list[str]) -> str | None:
    """Return what more than half of the rows have in common."""
    pattern, count = Counter(patterns).most_common(1)[0] if patterns else ("", 0)
    return pattern if count * 2 > len(patterns) else None


def _cells(parse: Parse, row: Block) -> list[Block]:
    return [one for one in parse.blocks_in((row.start, row.end)) if one.kind == "cell"]


def _padded(parse: Parse, cell: Block, value: str, column: list[Block]) -> str:
    """Return a cell with the space around it that its column has; aligned columns stay aligned where it fits."""
    raw = parse.slice(cell.start, cell.end)
    text = raw.strip()
    left = raw[: len(raw) - len(raw.lstrip())] if text else raw[:1]
    right = raw[len(raw.rstrip()) :] if text else raw[1:]
    cells = [parse.slice(one.start, one.end) for one in column]
    aligned = len({len(one) for one in cells}) == 1 and len({len(one.strip()) for one in cells}) > 1
    if aligned and len(left + value) < len(raw):
        return (left + value).ljust(len(raw))
    return left + value + right[:1]
