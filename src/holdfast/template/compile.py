"""A template's text to a Schema: header, sections and closing labels, each with the line it comes from."""

from holdfast.markdown.blocks import Parse
from holdfast.markdown.header import NOTHING, Header, read_header
from holdfast.markdown.outline import Heading, outline
from holdfast.markdown.parser import parse as parse_markdown
from holdfast.markdown.plain import key
from holdfast.model.schema import Schema, Undecided
from holdfast.model.verdict import Origin
from holdfast.records import replace
from holdfast.template.comments import collect_comments
from holdfast.template.directives import read_directives
from holdfast.template.header import HeaderCompiler
from holdfast.template.part import TITLES, own_part
from holdfast.template.placeholders import find_placeholders, is_placeholder
from holdfast.template.sections import SectionCompiler
from holdfast.template.size import BLOCKS, FIELDS, LARGEST, refuse_large
from holdfast.template.slots import collect_placeholders
from holdfast.template.version import version_of


def compile_template(raw: bytes, path: str, name: str, *, side_file: tuple[str, bytes] | None = None) -> Schema:
    """Compile a Markdown template.

    ``path`` is what messages call the template; ``side_file`` is name and content of the YAML file
    beside it whose keys are the fields, where a template keeps them there.

    Raises :class:`~holdfast.errors.TemplateError` for a directive that cannot be read, and
    :class:`~holdfast.template.size.TemplateTooLargeError` for more than 256 KiB, 5,000 paragraphs, items and cells,
    or 500 fields.
    """
    refuse_large(path, len(raw), LARGEST, "bytes")
    parse = parse_markdown(own_part(raw))
    refuse_large(path, len(parse.blocks), BLOCKS, "paragraphs, items and cells")
    headings = outline(parse)
    header = read_header(parse, headings)
    if _is_title(header, headings):
        header = NOTHING
    refuse_large(path, len(header.fields), FIELDS, "fields")
    directives = read_directives(parse, path)
    undecided: list[Undecided] = []
    title = _title(headings, header)
    about = HeaderCompiler(parse, headings, header, path, directives, undecided)
    fields = about.compile(side_file)
    closing, end = about.closing()
    sections = SectionCompiler(parse, headings, path, directives, end, undecided).compile(
        title if title and title.level == 1 else None
    )
    if title and title.level > 1:
        sections = [one for one in sections if one.origin.line != parse.line(title.start)]
    found = Schema(
        name=name,
        path=path,
        version="",
        title=_origin(parse, path, title.start) if title else None,
        title_pattern=_title_words(title),
        dialect=about.dialect(side_file),
        side_file=side_file[0] if side_file else "",
        fields=fields,
        sections=tuple(one for one in sections if not about.is_status_section(one.title, fields)),
        closing=closing,
        placeholders=collect_placeholders(parse, path, headings, header, directives),
        comments=collect_comments(parse, path),
        undecided=tuple(undecided),
    )
    return replace(found, version=version_of(found))


def _origin(parse: Parse, path: str, offset: int) -> Origin:
    line = parse.line(offset)
    return Origin(path, line, parse.line_text(line))


def _is_title(header: Header, headings: list[Heading]) -> bool:
    """Tell whether what reads like a field is the title of a template without a heading for it: ``ADR: Title``."""
    if header.dialect != "lines" or len(header.fields) != 1 or not headings or header.end > headings[0].start:
        return False
    return (key(header.fields[0].value) in TITLES or is_placeholder(header.fields[0].value)) and not _title(
        headings, header
    )


def _title(headings: list[Heading], header: Header) -> Heading | None:
    """Return the first heading where it is the only one of the top level, or where it is beside the others and says so."""
    if not headings:
        return None
    first = headings[0]
    if first.level == 1:
        return first if sum(1 for one in headings if one.level == 1) == 1 else None
    second = headings[1].start if len(headings) > 1 else first.end
    above_fields = header.fields and first.body <= header.fields[0].name_span.start and header.end <= second
    return first if above_fields and "title" in key(first.title).split() else None


def _title_words(title: Heading | None) -> str:
    """The fixed words before a title's placeholder, as in ``# ADR-[number]: [title]``."""
    if title is None:
        return ""
    text = f"{title.number} {title.title}".strip()
    placeholders = find_placeholders(text)
    return text[: text.index(placeholders[0])].strip() if placeholders else ""
