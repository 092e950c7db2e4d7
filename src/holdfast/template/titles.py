"""Which heading of a template is the title of its documents, and which section only holds their header."""

from holdfast.markdown.blocks import Parse
from holdfast.markdown.header import TITLES, Header
from holdfast.markdown.outline import Heading
from holdfast.markdown.plain import key
from holdfast.model.schema import Presence, SectionSchema
from holdfast.records import replace
from holdfast.template.placeholders import find_placeholders


def find_title(parse: Parse, headings: list[Heading], header: Header) -> Heading | None:
    """Return the first heading where it is the only one of the top level, or where it is beside the others and says so."""
    if not headings:
        return None
    first = headings[0]
    if first.level == 1:
        blanks = find_placeholders(parse.slice(first.start, first.body))
        return first if is_alone(headings) or any("title" in key(one).split() for one in blanks) else None
    second = headings[1].start if len(headings) > 1 else first.end
    fields = header.fields
    above_fields = fields and first.body <= fields[0].name_span.start and header.end <= second
    return first if above_fields and "title" in key(first.title).split() else None


def is_alone(headings: list[Heading]) -> bool:
    """Tell whether exactly one heading is of the top level."""
    return sum(1 for one in headings if one.level == 1) == 1


def title_words(title: Heading | None) -> str:
    """Return the fixed words before a title's placeholder, as in ``# ADR-[number]: [title]``."""
    if title is None:
        return ""
    text = f"{title.number} {title.title}".strip()
    placeholders = find_placeholders(text)
    return text[: text.index(placeholders[0])].strip() if placeholders else ""


def without_header(sections: list[SectionSchema], parse: Parse, header: Header) -> list[SectionSchema]:
    """Let the section that only holds the header, such as "Preamble", demand nothing: the fields are asked for by themselves."""
    if not header.fields:
        return sections
    line = parse.line(header.fields[0].name_span.start)
    above = [one.origin.line for one in sections if one.origin.line < line]
    return [
        replace(
            one, presence=Presence.OPTIONAL, because="its name: it holds the header", fences=(), items=(), tables=()
        )
        if key(one.title) in TITLES and one.origin.line == max(above, default=0) and not one.because
        else one
        for one in sections
    ]
