"""The part of a file that is the template, where the file also tells how to use it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from holdfast.markdown.blocks import Parse
from holdfast.markdown.header import read_header
from holdfast.markdown.outline import Heading, outline
from holdfast.markdown.parser import parse as parse_markdown
from holdfast.markdown.plain import key
from holdfast.patterns import pattern
from holdfast.template.placeholders import find_placeholders, is_placeholder
from holdfast.template.slots import fence_content

_MARKDOWN = frozenset({"markdown", "md", ""})
TITLES = frozenset({"title", "titre", "titel", "título", "titolo", "заголовок", "标题", "タイトル", "제목"})
_APPENDIX = pattern(r"(?:appendi(?:x|ces)|annexe?s?|anhang|anhänge|apéndice|apêndice|appendice)\b", re.IGNORECASE)
_NUMBER = pattern(r"[A-Z]{2,5}[-_ #]*(?:N{1,5}|X{1,5}|#{1,5}|0{2,5})\s*[:.–—-]+\s*(?=\S)")
"""What stands in front of the title of a numbered document."""
_TO_FILL_IN = pattern(r"YYYY|\b(?:N{3,5}|X{3,5})\b|(?:\.\.\.|…)[ \t]*$|: (?:\.\.\.|…)", re.MULTILINE)
"""What a document to fill in has besides placeholders in brackets."""
_HEADING = pattern(r"^(#{1,2})[ \t]+\S", re.MULTILINE)
_VISIBLE = pattern(rb"[^\r\n]+")
_SECTIONS = 2
"""So many sections make a document of what a heading stands above."""


class _Cut(NamedTuple):
    """A stretch of a file that is not of its template."""

    start: int
    end: int
    left: bytes = b""
    """What is left of it; empty for its line ends."""


def own_part(raw: bytes) -> bytes:
    """Return the text of a template file with everything blanked that is not the template; lines keep their numbers.

    Of a page that shows the template in its only block of Markdown that block is left. Of one that names itself first,
    and begins the template with a heading ``# Title`` or one to fill in, what stands above that heading goes, and an
    appendix behind it.
    """
    parse = parse_markdown(raw)
    cuts = _around_fence(parse) or list(_around_title(parse)) or list(_second_title(parse))
    text = bytearray(parse.source)
    for cut in reversed(cuts):
        left = cut.left or _VISIBLE.sub(b"", parse.source[cut.start : cut.end])
        text[cut.start : cut.end] = left
    return bytes(text) if cuts else raw


def shows_document(raw: bytes) -> bool:
    """Tell whether a page shows a document to fill in, in its only such block of Markdown."""
    return (b"```" in raw or b"~~~" in raw) and bool(_around_fence(parse_markdown(raw)))


def _around_fence(parse: Parse) -> list[_Cut]:
    """Return what stands before and behind the only block of Markdown that shows a document to fill in."""
    shown = [
        block
        for block in parse.blocks
        if block.kind == "fence" and not block.depth and _language(block.data) in _MARKDOWN
    ]
    shown = [one for one in shown if _is_document(fence_content(parse, one))]
    if len(shown) != 1:
        return []
    source, fence = parse.source, shown[0]
    start = source.index(b"\n", fence.start) + 1
    end = source.rstrip().rfind(b"\n", start, len(source[: fence.end].rstrip())) + 1
    return [_Cut(0, start), _Cut(end, len(source))]


def _is_document(text: str) -> bool:
    levels = [len(found[1]) for found in _HEADING.finditer(text)]
    return (
        levels[:1] == [1] and levels.count(2) >= _SECTIONS and bool(find_placeholders(text) or _TO_FILL_IN.search(text))
    )


def _language(infostring: str) -> str:
    """Return the language a fence names, without options behind it: ``markdown linenums="1"``."""
    return "".join(infostring.split()[:1]).casefold()


def _around_title(parse: Parse) -> Iterator[_Cut]:
    """Yield what stands before the title of a template that has a first heading of its own, and its appendices."""
    headings = outline(parse)
    tops = [one for one in headings if one.level == 1]
    titles = [one for one in tops if _is_title(one.title)]
    if len(tops) < 2 or len(titles) != 1:
        return
    title = titles[0]
    if sum(1 for one in headings if one.parent == headings.index(title)) < _SECTIONS:
        return
    yield from _before(parse, headings, title)
    rules = [block.end for block in parse.blocks if block.kind == "rule" and not block.depth]
    for one in tops[tops.index(title) + 1 :]:
        ruled = any(not parse.source[end : one.start].strip() for end in rules if end <= one.start)
        if ruled or _APPENDIX.match(one.title):
            yield _Cut(one.start, one.end)


def _is_title(heading: str) -> bool:
    """Tell whether a heading stands for the title of a document: ``Title``, ``[Title]``, ``ADR-NNNN: [Title]``."""
    return any(key(one) in TITLES or is_placeholder(one) for one in (heading, _NUMBER.sub("", heading)))


def _second_title(parse: Parse) -> Iterator[_Cut]:
    """Yield the heading that holds all sections where one above it already has the fields: both are titles."""
    headings = outline(parse)
    tops = [one for one in headings if one.level == 1]
    if len(tops) != 2 or headings[:2] != tops:
        return
    first, second = tops
    header = read_header(parse, headings)
    named = any(first.body <= one.span.start < second.start for one in header.fields)
    below = [one for one in headings if one.parent == 1]
    if named and len(below) >= _SECTIONS and not parse.source[second.body : below[0].start].strip():
        yield _Cut(second.start, second.body)


def _before(parse: Parse, headings: list[Heading], title: Heading) -> Iterator[_Cut]:
    """Yield what goes above a title: all but front matter; where fields stand there, headings become comments on them."""
    header = read_header(parse, headings)
    if header.dialect == "yaml" or not any(one.span.end <= title.start for one in header.fields):
        start = header.end if header.dialect == "yaml" else 0
        if title.start > start:
            yield _Cut(start, title.start)
        return
    for one in headings:
        if one.level == 1 and one.start < title.start:
            yield _Cut(one.start, one.body, f"<!-- {one.title.replace('--', '')} -->\n".encode())
