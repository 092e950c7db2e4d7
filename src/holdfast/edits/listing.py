"""A row for a new document on an index page, written as the page writes those it has.

Each row is taken apart into what is known of its document (link, title, number, status, date) and the words between;
what most rows have in common is the page's style. Words that differ from row to row are somebody's own, such as a
description, and are left for the author.
"""

import posixpath
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from holdfast.binding.numbers import numbered
from holdfast.binding.rows import Rows
from holdfast.edits.rowstyle import FORMS, Facts, RowStyle, Sample, holder
from holdfast.markdown.blocks import Block, Parse
from holdfast.markdown.outline import split_number
from holdfast.model.edit import Edit
from holdfast.model.span import Span
from holdfast.percent import unquote

_SURE = 0.8
"""Such a share of the rows has to stand in one list or table, for a new row to go there unasked."""


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


def new_row(page: str, parse: Parse, known: Mapping[str, Facts], new: Facts) -> NewRow | None:
    """Return the row for a new document; ``None`` where the page has no row for any of the known ones.

    ``page`` is the path of the index page, ``known`` holds the documents of the corpus by path.
    """
    places: dict[Block, list[Sample]] = {}
    for sample in sampled(page, parse, known):
        places.setdefault(holder(parse, sample.block), []).append(sample)
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
    page_style = RowStyle(page, parse, samples, new)
    line, left = (
        page_style.table_row(model) if model.block.kind == "row" else page_style.item(model, last=after is None)
    )
    if page_style.doubt or doubt:
        return NewRow(line, None, page_style.doubt or doubt, left)
    return NewRow(line, _inserted(parse, before, after, line), "", left)


def sampled(page: str, parse: Parse, known: Mapping[str, Facts]) -> Iterator[Sample]:
    """Yield the rows whose first link leads to a known document, each document once."""
    told: set[str] = set()
    for block, inline in Rows(parse).first_links():
        path = _leads_to(page, inline.data, known)
        if path and path not in told:
            told.add(path)
            yield Sample(known[path], block, inline)


def _leads_to(page: str, target: str, known: Mapping[str, Facts]) -> str | None:
    return next((path for form in FORMS for path in [_read(page, target, form, known)] if path), None)


def _read(page: str, target: str, form: Callable[[str, str], str], known: Mapping[str, Facts]) -> str | None:
    """Return the document that a target in one form of writing leads to."""
    folder = posixpath.dirname(page)
    wanted = unquote(target)
    joined = posixpath.normpath(wanted.lstrip("/") if wanted.startswith("/") else posixpath.join(folder, wanted))
    tried = (joined, f"{joined}.md", f"{joined}/README.md", f"{joined}/index.md")
    return next((path for path in tried if path in known and unquote(form(page, path)) == wanted), None)


def _nearest(places: list[list[Sample]], new: Facts) -> list[Sample]:
    """Return the list or table that holds the document with the nearest smaller number, else the last one."""
    known = [(int(one.facts.number), index) for index, group in enumerate(places) for one in group if one.facts.number]
    smaller = [one for one in known if new.number and one[0] <= int(new.number)]
    return places[max(smaller)[1]] if smaller else places[-1]


def _neighbours(samples: list[Sample], new: Facts) -> tuple[Sample | None, Sample | None]:
    """Return the rows between which the new one belongs; rows in no order have it at their end."""
    for order in (_by_number, _by_name, _by_title):
        keys = [key for one in samples if (key := order(one.facts))]
        own = order(new)
        if own is None or len(keys) < max(2, len(samples)):
            continue
        if all(left <= right for left, right in pairwise(keys)):
            place = sum(1 for one in keys if one <= own)
        elif all(left >= right for left, right in pairwise(keys)):
            place = sum(1 for one in keys if one >= own)
        else:
            continue
        return (samples[place - 1] if place else None), (samples[place] if place < len(samples) else None)
    return samples[-1], None


def _by_number(facts: Facts) -> tuple[int, str] | None:
    return (int(facts.number), "") if facts.number.isdigit() else None


def _by_name(facts: Facts) -> tuple[int, str] | None:
    return 0, facts.path.casefold()


def _by_title(facts: Facts) -> tuple[int, str] | None:
    return (0, facts.title.casefold()) if facts.title else None


def _inserted(parse: Parse, before: Sample | None, after: Sample | None, line: str) -> Edit:
    """Return the insertion of a line behind one row, or before another."""
    if before is None:
        at = parse.lines[parse.line(after.block.start) - 1] if after else 0
        return Edit(Span(at, at), f"{line}\n")
    text = parse.source[before.block.start : before.block.end].rstrip()
    last = parse.line(before.block.start + max(0, len(text) - 1))
    if last < len(parse.lines):
        return Edit(Span(parse.lines[last], parse.lines[last]), f"{line}\n")
    return Edit(Span(len(parse.source), len(parse.source)), f"\n{line}")


def facts_of(path: str, title: str, status: str | None, date: str = "") -> Facts:
    """Return the facts of a document; its title without the number in front."""
    name = numbered(path)
    return Facts(path, split_number(title)[1] or title, name.text if name else "", status or "", date)
