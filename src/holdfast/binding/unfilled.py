"""Which placeholders of its template a document still holds."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from holdfast.markdown.blocks import Block, Parse
from holdfast.markdown.plain import plain
from holdfast.model.schema import Placeholder, Schema, Scope
from holdfast.model.span import Span
from holdfast.template.placeholders import is_hidden
from holdfast.template.slots import fence_content, item_text


class LeftPlaceholder(NamedTuple):
    """A placeholder that was left where the template had it."""

    placeholder: Placeholder
    span: Span


def blanks(parse: Parse, schema: Schema) -> Iterator[LeftPlaceholder]:
    """Yield every placeholder of the template that the document holds word for word, in order of kind.

    Text in brackets counts anywhere but in code, comments and links; bare words only as a whole
    item or cell; a code comment only as the whole content of its code block.
    """
    whole = {one.text: one for one in schema.placeholders if one.scope is Scope.WHOLE}
    fences = {one.text: one for one in schema.placeholders if one.scope is Scope.FENCE}
    for placeholder in schema.placeholders:
        if placeholder.scope is Scope.INLINE:
            yield from _inline(parse, placeholder)
    if any(text.encode() in parse.source for text in (*whole, *fences)):
        yield from _blocks(parse, whole, fences)


def blanks_left(parse: Parse, schema: Schema) -> float:
    """Return the share of the template's placeholders that the document still holds, 0 to 1."""
    asked = {one.text for one in schema.placeholders}
    if len(asked) < 3 or not any(text.encode() in parse.source for text in asked):
        return 0.0
    body = parse.source
    return sum(1 for text in asked if text.encode() in body) / len(asked)


def _inline(parse: Parse, placeholder: Placeholder) -> Iterator[LeftPlaceholder]:
    needle = placeholder.text.encode()
    at = parse.source.find(needle)
    while at >= 0:
        end = at + len(needle)
        follows = parse.source[end : end + 1]
        defines = follows == b":" and not parse.source[parse.lines[parse.line(at) - 1] : at].strip()
        links = needle[:1] == b"[" and (defines or follows in (b"(", b"["))
        if not links and not is_hidden(parse, placeholder.text, at):
            yield LeftPlaceholder(placeholder, Span(at, end))
        at = parse.source.find(needle, end)


def _blocks(parse: Parse, whole: dict[str, Placeholder], fences: dict[str, Placeholder]) -> Iterator[LeftPlaceholder]:
    head = 0
    for block in parse.blocks:
        found = None
        head = block.end if block.kind == "head" else head
        if block.kind == "fence" and fences:
            found = fences.get(fence_content(parse, block))
        elif block.kind == "item" and whole:
            found = whole.get(item_text(parse, block))
        elif block.kind == "cell" and whole and block.start >= head:
            found = whole.get(plain(parse.slice(block.start, block.end)))
        if found:
            yield LeftPlaceholder(found, _first_line(parse, block))


def _first_line(parse: Parse, block: Block) -> Span:
    text = parse.source[block.start : block.end].lstrip()
    start = block.end - len(text)
    return Span(start, start + len(re.split(rb"[\r\n]", text, maxsplit=1)[0].rstrip()))
