"""The headings of a text as a flat list that knows its own nesting."""

import re
from bisect import bisect_right
from operator import attrgetter
from typing import NamedTuple

from holdfast.markdown.blocks import Block, Parse
from holdfast.patterns import pattern

_NUMBER = pattern(
    r"(?:§\s*|(?:Section|Chapter)\s+)?((?:\d{1,3}|[A-Z](?=\.\d))(?:\.\d{1,3})*)([.):：](?:\s+|(?=[^\s\d]))|\s+[-–—:]\s+|\s+)(?=\S)"
)
_BARE_NUMBER = pattern(r"(\d{1,2})[ \t]+(?=[^\W\d_])")
_SERIES = 3
"""So many in a row count; "3 Ways to fail" alone is a title."""
_KEY = pattern(r"[a-z][\w-]{0,40}:(?:[ \t]|$)")
_ATTRIBUTES = pattern(r"\s*(?:\{[#.][^{}]*\}|\{:[^{}]*\})\s*$|\s+#+\s*$")


class Heading(NamedTuple):
    """A heading that stands in no quote or list, with the section it opens."""

    level: int
    title: str
    """As people read it, without its number."""
    number: str
    """``3.1``, or empty."""
    start: int
    """Of the heading itself."""
    body: int
    """Just after the heading."""
    end: int
    """Where the section ends: at the next heading of this level or above, or at the end."""
    parent: int
    """Index of the heading this one stands under, or -1."""


def outline(parse: Parse) -> list[Heading]:
    """Return the headings of a text in order."""
    found = [
        block for block in parse.blocks if block.kind == "heading" and not block.depth and not _is_label(parse, block)
    ]
    if found and _is_front_matter(parse, found[0]):
        del found[0]
    size = len(parse.source)
    ends = [size] * len(found)
    parents = [-1] * len(found)
    open_headings: list[int] = []
    for index, block in enumerate(found):
        while open_headings and found[open_headings[-1]].level >= block.level:
            ends[open_headings.pop()] = block.start
        if open_headings:
            parents[index] = open_headings[-1]
        open_headings.append(index)
    headings = []
    for index, block in enumerate(found):
        number, title = split_number(block.data)
        headings.append(Heading(block.level, title, number, block.start, block.end, ends[index], parents[index]))
    return _counted(headings)


def _counted(headings: list[Heading]) -> list[Heading]:
    """Take bare whole numbers for numbers where headings side by side count: ``1 Overview``, ``2 Design``, ``3 Tests``."""
    series: dict[tuple[int, int], list[tuple[int, re.Match[str]]]] = {}
    for index, one in enumerate(headings):
        found = None if one.number else _BARE_NUMBER.match(one.title)
        if found:
            series.setdefault((one.parent, one.level), []).append((index, found))
    for members in series.values():
        values = [int(found[1]) for _, found in members]
        if len(values) >= _SERIES and values[0] < 2 and values == list(range(values[0], values[0] + len(values))):
            for index, found in members:
                headings[index] = headings[index]._replace(number=found[1], title=headings[index].title[found.end() :])
    return headings


def _is_front_matter(parse: Parse, heading: Block) -> bool:
    """Tell whether what begins a text as a heading underlined is front matter.

    The parser takes none for it whose first line of dashes is missing, or has a blank line behind it.
    """
    if parse.source[: heading.start].strip() not in (b"", b"---"):
        return False
    *lines, below = parse.slice(heading.start, heading.end).strip().splitlines()
    return bool(lines) and below.strip("- ") == "" and all(_KEY.match(line) for line in lines)


def _is_label(parse: Parse, heading: Block) -> bool:
    """Tell whether what Markdown takes for a heading underlined by one dash is a label with an empty item below it."""
    return (
        heading.level == 2
        and heading.data.endswith(":")
        and parse.slice(heading.start, heading.end).rstrip()[-2:-1] in "\r\n"
    )


def enclosing(headings: list[Heading], offset: int) -> list[Heading]:
    """Return the headings whose sections hold an offset, the outermost first; quickly, however many there are."""
    found = []
    index = bisect_right(headings, offset, key=attrgetter("start")) - 1
    while index >= 0:
        found.append(headings[index])
        index = headings[index].parent
    return found[::-1]


def split_number(text: str) -> tuple[str, str]:
    """Split ``3.1 Component`` into ``3.1`` and ``Component``; the number is empty where there is none.

    A bare whole number counts only with punctuation behind it: "3 Ways to fail" is a title, and so
    are a version alone ("1.2") and a time ("10:30 to noon").
    """
    if text.endswith(("}", "#")):
        text = _ATTRIBUTES.sub("", text)
    if not (text[:1].isdigit() or text[1:2] == "." or text.startswith(("§", "Section", "Chapter"))):
        return "", text
    found = _NUMBER.match(text)
    if found is None or (found[2].isspace() and "." not in found[1]):
        return "", text
    return found[1], text[found.end() :]
