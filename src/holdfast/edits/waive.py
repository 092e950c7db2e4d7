"""A waiver put into a document: where it covers a finding and as little else as can be."""

from typing import NamedTuple

from holdfast.markdown.blocks import Parse
from holdfast.markdown.outline import Heading
from holdfast.model.edit import Edit
from holdfast.model.span import Span


class Waiving(NamedTuple):
    """One waiver that could be written."""

    edit: Edit
    reason: Span
    """Where the reason goes in the text of the edit, in characters."""
    section: str
    """Title of the section it would cover; empty for the whole document."""


def waiving(parse: Parse, headings: list[Heading], slug: str, offset: int) -> Waiving:
    """Return the waiver of a rule for what was found at an offset, with an empty place for its reason.

    It stands right below the heading of the section around the offset, which is what it covers; what was found before
    the second heading is waived for the whole document.
    """
    around = [one for one in headings[1:] if one.start <= offset < max(one.end, one.start + 1)]
    heading = around[-1] if around else headings[0] if headings else None
    at = heading.body if heading else _after_front_matter(parse)
    lead = "" if at == 0 or parse.source[:at].endswith((b"\n", b"\r")) else "\n"
    if heading:
        lead += "\n"
    start = f"{lead}<!-- holdfast: waive {slug} because "
    tail = "" if parse.source[at : at + 1] in (b"\n", b"\r") else "\n"
    edit = Edit(Span(at, at), f"{start} -->\n{tail}")
    return Waiving(edit, Span(len(start), len(start)), around[-1].title if around else "")


def _after_front_matter(parse: Parse) -> int:
    first = parse.blocks[0] if parse.blocks else None
    return first.end if first and first.kind == "metadata" and first.start == 0 else 0
