"""A header that is set as code, so that its lines stay apart: in a fence, indented, or in ``<pre>``."""

import re

from holdfast.markdown.blocks import Block, Parse
from holdfast.markdown.plain import key
from holdfast.markdown.rawfield import RawField
from holdfast.model.span import Span
from holdfast.patterns import pattern

_LINE = pattern(r"(?P<name>[^\W\d][\w /()-]{0,40}?)[ \t]*:(?:[ \t]+|$)(?P<value>.*)")
_LANGUAGES = frozenset({"", "text", "txt", "yaml", "yml"})
_FEWEST = 3
_USUAL = frozenset({"status", "title", "author", "authors"})
"""Code of three lines with colons may be a setting; one of these names tells a header."""
_EDGE = pattern(r"\s*(?:`{3,}.*|~{3,}.*|</?pre\b[^<>]*>)\s*\Z", re.IGNORECASE)


def read_coded(parse: Parse, start: int, end: int) -> list[RawField]:
    """Read the first block of a region as a header, where it is code and each of its lines is a field or belongs to one."""
    first = next(
        (one for one in parse.top((start, end)) if one.kind != "heading" and not _is_comment(parse, one)), None
    )
    if first is None or not _may_hold(parse, first):
        return []
    fields = _read_lines(parse, first)
    return fields if len(fields) >= _FEWEST and any(key(one.name) in _USUAL for one in fields) else []


def _is_comment(parse: Parse, block: Block) -> bool:
    return block.kind == "html" and parse.source[block.start : block.end].lstrip().startswith(b"<!--")


def _may_hold(parse: Parse, block: Block) -> bool:
    if block.kind == "html":
        return parse.source[block.start : block.end].lstrip()[:4].lower() == b"<pre"
    return block.kind == "code" or (block.kind == "fence" and block.data.strip().casefold() in _LANGUAGES)


def _read_lines(parse: Parse, block: Block) -> list[RawField]:
    """Read line by line; what is indented further belongs to the field above it. Empty where two lines are neither."""
    fields: list[RawField] = []
    margin = None
    slips = 0
    at = block.start
    for line in parse.slice(block.start, block.end).splitlines(keepends=True):
        size = len(line.encode())
        text = line.rstrip()
        if text and not _EDGE.match(text):
            indent = len(text) - len(text.lstrip())
            margin = indent if margin is None else margin
            found = _LINE.fullmatch(text, indent) if indent <= margin else None
            if found:
                fields.append(_field(text, at, found))
            elif fields and indent > margin:
                fields[-1] = _continued(fields[-1], text.strip(), at + len(text.encode()))
            elif not fields or (slips := slips + 1) > 1:
                return []
        at += size
    return fields


def _field(text: str, at: int, found: re.Match[str]) -> RawField:
    name, value = (at + len(text[: found.start(one)].encode()) for one in ("name", "value"))
    return RawField(
        found["name"].strip(), found["value"].strip(), Span(value, at + len(text.encode())), Span(name, value)
    )


def _continued(field: RawField, text: str, end: int) -> RawField:
    value = f"{field.value}, {text}" if field.value else text
    return field._replace(value=value, span=Span(field.span.start, end))
