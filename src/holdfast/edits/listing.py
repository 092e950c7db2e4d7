"""A row for a new document on an index page, written as the page writes those it has.

Each row is taken apart into what is known of its document (link, title, number, status, date) and the words between;
what most rows have in common is the page's style. Words that differ from row to row are somebody's own, such as a
description, and are left for the author.
"""

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import quote, unquote

from holdfast.binding.numbers import numbered
from holdfast.binding.rows import STATUS_COLUMNS, Rows
from holdfast.binding.targets import shown_from
from holdfast.markdown.blocks import Block, Inline, Parse
from holdfast.markdown.outline import split_number
from holdfast.markdown.plain import key, plain
from holdfast.model.edit import Edit
from holdfast.model.role import role_of
from holdfast.model.span import Span

_MARK = "\x00"
_BULLET = re.compile(r"[ \t>]*(?:[-*+]|(?P<counter>\d+)(?P<dot>[.)]))[ \t]+")
_SURE = 0.8
"""Such a share of the rows has to stand in one list or table, for a new row to go there unasked."""


class Facts(NamedTuple):
    """What an index page may say of a document; what is not known is empty."""

    path: str
    title: str
    number: str = ""
    """As the file name has it."""
    status: str = ""
    date: str = ""


class NewRow(NamedTuple):
    """A row, and where it goes."""

    text: str
    """The line, without its end."""
    edit: Edit | None
    """Puts it on the page; ``None`` where it is not certain where it belongs."""
    doubt: str = ""
    """Why it is not certain."""
    open: tuple[str, ...] = ()
    """The columns that are left to the author."""


class _Sample(NamedTuple):
    """One row of the page with the document it is about."""

    facts: Facts
    block: Block
    link: Inline


def new_row(page: str, parse: Parse, known: Mapping[str, Facts], new: Facts) -> NewRow | None:
    """Return the row for a new document; ``None`` where the page has no row for any of the known ones.

    ``page`` is the path of the index page, ``known`` holds the documents of the corpus by path.
    """
    places: dict[Block, list[_Sample]] = {}
    for sample in _samples(page, parse, known):
        places.setdefault(_holder(parse, sample.block), []).append(sample)
    if not places:
        return None
    total = sum(map(len, places.values()))
    samples = max(places.values(), key=len)
    doubt = ""
    if len(samples) < total * _SURE:
        samples = _nearest(list(places.values()), new)
        doubt = f"the documents are spread over {len(places)} lists and tables"
    before, after = _neighbours(samples, new)
    model = before or after
    if model is None:
        return None
    page_style = _Page(page, parse, samples, new)
    line, left = page_style.table_row(model) if model.block.kind == "row" else page_style.item(model, last=after is None)
    if page_style.doubt or doubt:
        return NewRow(line, None, page_style.doubt or doubt, left)
    return NewRow(line, _inserted(parse, before, after, line), "", left)


def _samples(page: str, parse: Parse, known: Mapping[str, Facts]) -> Iterator[_Sample]:
    """Yield the rows whose first link leads to a known document, each document once."""
    rows = Rows(parse)
    seen: set[int] = set()
    told: set[str] = set()
    for inline in parse.inlines:
        if inline.kind != "link":
            continue
        block = rows.around(inline.start)
        if block is None or block.start in seen:
            continue
        seen.add(block.start)
        path = _leads_to(page, inline.data, known)
        if path and path not in told:
            told.add(path)
            yield _Sample(known[path], block, inline)


def _leads_to(page: str, target: str, known: Mapping[str, Facts]) -> str | None:
    return next((path for form in _FORMS for path in [_read(page, target, form, known)] if path), None)


def _read(page: str, target: str, form: Callable[[str, str], str], known: Mapping[str, Facts]) -> str | None:
    """Return the document that a target in one form of writing leads to."""
    folder = posixpath.dirname(page)
    wanted = unquote(target)
    joined = posixpath.normpath(wanted.lstrip("/") if wanted.startswith("/") else posixpath.join(folder, wanted))
    tried = (joined, f"{joined}.md", f"{joined}/README.md", f"{joined}/index.md")
    return next((path for path in tried if path in known and unquote(form(page, path)) == wanted), None)


_FORMS: tuple[Callable[[str, str], str], ...] = (
    lambda page, path: quote(shown_from(page, path), safe="/~!$&'()*+,;=:@"),
    lambda page, path: "./" + quote(shown_from(page, path), safe="/~!$&'()*+,;=:@"),
    lambda page, path: shown_from(page, path).removesuffix(".md"),
    lambda page, path: "./" + shown_from(page, path).removesuffix(".md"),
    lambda page, path: shown_from(page, posixpath.dirname(path)) + "/",
    lambda page, path: "./" + shown_from(page, posixpath.dirname(path)) + "/",
    lambda page, path: shown_from(page, posixpath.dirname(path)),
    lambda page, path: f"/{path}",
)
"""The ways in which pages write the target of a link, each as a function of page and document."""


def _holder(parse: Parse, row: Block) -> Block:
    """Return the list or table that a row stands in."""
    kind = "list" if row.kind == "item" else "table"
    above = [one for one in parse.blocks[: parse.first(row.start + 1)] if one.kind == kind and one.end >= row.end]
    return max(above, key=lambda one: one.depth)


def _nearest(places: list[list[_Sample]], new: Facts) -> list[_Sample]:
    """Return the list or table that holds the document with the nearest smaller number, else the last one."""
    known = [(int(one.facts.number), index) for index, group in enumerate(places) for one in group if one.facts.number]
    smaller = [one for one in known if new.number and one[0] <= int(new.number)]
    return places[max(smaller)[1]] if smaller else places[-1]


def _neighbours(samples: list[_Sample], new: Facts) -> tuple[_Sample | None, _Sample | None]:
    """Return the rows between which the new one belongs; rows in no order have it at their end."""
    for order in (_by_number, _by_name, _by_title):
        keys = [order(one.facts) for one in samples]
        own = order(new)
        if own is None or None in keys or len(keys) < 2:
            continue
        if all(left <= right for left, right in pairwise(keys)):  # type: ignore[operator]
            place = sum(1 for one in keys if one <= own)  # type: ignore[operator]
        elif all(left >= right for left, right in pairwise(keys)):  # type: ignore[operator]
            place = sum(1 for one in keys if one >= own)  # type: ignore[operator]
        else:
            continue
        return (samples[place - 1] if place else None), (samples[place] if place < len(samples) else None)
    return samples[-1], None


def _by_number(facts: Facts) -> int | None:
    return int(facts.number) if facts.number.isdigit() else None


def _by_name(facts: Facts) -> str | None:
    return facts.path.casefold()


def _by_title(facts: Facts) -> str | None:
    return facts.title.casefold() or None


def _inserted(parse: Parse, before: _Sample | None, after: _Sample | None, line: str) -> Edit:
    """Return the insertion of a line behind one row, or before another."""
    if before is None:
        assert after is not None
        at = parse.lines[parse.line(after.block.start) - 1]
        return Edit(Span(at, at), f"{line}\n")
    text = parse.source[before.block.start : before.block.end].rstrip()
    last = parse.line(before.block.start + max(0, len(text) - 1))
    if last < len(parse.lines):
        return Edit(Span(parse.lines[last], parse.lines[last]), f"{line}\n")
    return Edit(Span(len(parse.source), len(parse.source)), f"\n{line}")


class _Page:
    """What the rows of one list or table have in common."""

    def __init__(self, page: str, parse: Parse, samples: list[_Sample], new: Facts) -> None:
        self.page = page
        self.parse = parse
        self.samples = samples
        self.new = new
        self.doubt = ""

    def table_row(self, model: _Sample) -> tuple[str, tuple[str, ...]]:
        """Return a row of the table with the columns that stay empty; cells are as wide as those beside them."""
        parse = self.parse
        table = _holder(parse, model.block)
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

    def _cell(self, name: str, texts: list[tuple[_Sample, Block]]) -> str:
        """Return what a column says of the new document; empty where that is for the author."""
        plain_texts = [(sample, self.parse.slice(cell.start, cell.end).strip()) for sample, cell in texts]
        linked = any(cell.start <= sample.link.start < cell.end for sample, cell in texts)
        if linked:
            return self._filled([self._taken_apart(text, sample, linked=True) for sample, text in plain_texts])
        if key(name) in STATUS_COLUMNS:
            return self._status()
        pattern = _common([self._taken_apart(text, sample, linked=False) for sample, text in plain_texts])
        return "" if pattern is None or _MARK not in pattern else self._put(pattern)

    def item(self, model: _Sample, *, last: bool) -> tuple[str, tuple[str, ...]]:
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

    def _line(self, sample: _Sample) -> tuple[str, int, int]:
        """Return the line of an item from its start, and where its link begins and ends in it."""
        parse = self.parse
        number = parse.line(sample.link.start)
        start = parse.lines[parse.line(sample.block.start) - 1]
        stop = parse.lines[number] if number < len(parse.lines) else len(parse.source)
        line = parse.slice(start, stop).rstrip()
        begin = len(parse.slice(start, sample.link.start))
        return line, begin, begin + len(parse.slice(sample.link.start, sample.link.end))

    def _taken_apart(self, text: str, sample: _Sample, *, linked: bool) -> str:
        """Return a text with what is known of its document replaced by marks."""
        facts = sample.facts
        for mark, form in enumerate(_FORMS) if linked else ():
            target = form(self.page, facts.path)
            if f"]({target})" in text or f"](<{target}>)" in text:
                text = text.replace(f"]({target})", f"]({_MARK}L{mark})").replace(f"](<{target}>)", f"](<{_MARK}L{mark}>)")
                break
        for mark, value in _values(facts):
            if value:
                text = re.sub(rf"(?<![\w{_MARK}]){re.escape(value)}(?!\w)", f"{_MARK}{mark}", text, flags=re.IGNORECASE if mark == "T" else 0)
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
                return _FORMS[int(found[2])](self.page, self.new.path)
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
        return wanted if role_of(wanted) or wanted else ""


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


def facts_of(path: str, title: str, status: str | None, date: str = "") -> Facts:
    """Return the facts of a document; its title without the number in front."""
    name = numbered(path)
    return Facts(path, split_number(title)[1] or title, name.text if name else "", status or "", date)


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
