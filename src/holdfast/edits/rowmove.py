"""The number of a document where it changes with the file's name: in the rows of index pages, and in its own head."""

import re
from collections.abc import Callable, Iterator

from holdfast.binding.numbers import numbered
from holdfast.binding.rows import Rows
from holdfast.markdown.blocks import Parse
from holdfast.markdown.header import read_header
from holdfast.markdown.outline import outline
from holdfast.markdown.plain import key, plain
from holdfast.model.edit import Edit
from holdfast.model.span import Span

_LEAD = r"(?:[A-Za-z]{1,6}[-_ #]{0,2}|#)?"
_NUMBER_FIELDS = frozenset({"number", "id", "no", "nr", "rfc", "eip", "adr", "pep", "kep"})


def renumbered_rows(parse: Parse, moved: Callable[[str], tuple[str, str] | None]) -> Iterator[Edit]:
    """Yield the edits of rows whose first link leads to a document that got another number.

    ``moved`` gives for a destination as written the old and the new path of its document, or nothing.
    """
    for row, inline in Rows(parse).first_links():
        paths = moved(inline.data)
        numbers = _numbers(*paths) if paths else None
        if numbers is None:
            continue
        if row.kind == "row":
            for cell in parse.blocks_in((row.start, row.end)):
                if cell.kind == "cell" and re.fullmatch(_pattern(numbers[0]), plain(parse.slice(cell.start, cell.end))):
                    yield from _at(parse, cell.start, cell.end, numbers)
        else:
            start = max(parse.lines[parse.line(inline.start) - 1], row.start)
            bullet = re.match(rb"[ \t>]*(?:[-*+]|\d+[.)])[ \t]+", parse.source[start : inline.start])
            yield from _at(parse, start + (bullet.end() if bullet else 0), inline.start, numbers)
        yield from _at(parse, inline.start + 1, inline.end, numbers)


def renumbered_head(parse: Parse, old: str, new: str) -> Iterator[Edit]:
    """Yield the edits that give a document's title and number field the number of its new name."""
    numbers = _numbers(old, new)
    headings = outline(parse)
    if numbers is None:
        return
    if headings and headings[0].level == 1:
        start = headings[0].start
        mark = re.match(rb"#[ \t]+", parse.source[start : headings[0].body])
        yield from _at(parse, start + (mark.end() if mark else 0), headings[0].body, numbers)
    for field in read_header(parse, headings).fields:
        if key(field.name) in _NUMBER_FIELDS and re.fullmatch(_pattern(numbers[0]), parse.slice(*field.span).strip()):
            yield from _at(parse, field.span.start, field.span.end, numbers)


def _numbers(old: str, new: str) -> tuple[int, int] | None:
    before, after = numbered(old), numbered(new)
    return (before.number, after.number) if before and after and before.number != after.number else None


def _pattern(number: int) -> str:
    return rf"{_LEAD}0*{number}"


def _at(parse: Parse, start: int, end: int, numbers: tuple[int, int]) -> Iterator[Edit]:
    """Yield the edit of a number that stands first in a range, with as many zeros as it had."""
    text = parse.slice(start, end)
    found = re.match(rf"[\s`*_]*{_LEAD}(0*{numbers[0]})(?![\w])(?!\.\d)", text)
    if found:
        begin = start + len(text[: found.start(1)].encode())
        padded = len(found[1]) if found[1].startswith("0") else 0
        yield Edit(Span(begin, begin + len(found[1])), str(numbers[1]).zfill(padded))
