"""A template's text to a Schema: header, sections and closing labels, each with the line it comes from."""

from holdfast.markdown.blocks import Parse
from holdfast.markdown.header import NOTHING, Header, read_header
from holdfast.markdown.outline import Heading, outline
from holdfast.markdown.parser import parse as parse_markdown
from holdfast.markdown.plain import key
from holdfast.model.schema import Schema, Undecided
from holdfast.model.verdict import Origin
from holdfast.records import replace
from holdfast.template.advice import collect_advice
from holdfast.template.comments import collect_comments
from holdfast.template.directives import read_directives
from holdfast.template.header import HeaderCompiler
from holdfast.template.part import TITLES, own_part
from holdfast.template.placeholders import is_placeholder
from holdfast.template.sections import SectionCompiler
from holdfast.template.size import BLOCKS, FIELDS, LARGEST, refuse_large
from holdfast.template.slots import collect_placeholders
from holdfast.template.titles import find_title, is_alone, title_words, without_header
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
    if _is_title(parse, header, headings):
        header = NOTHING
    refuse_large(path, len(header.fields), FIELDS, "fields")
    directives = read_directives(parse, path)
    undecided: list[Undecided] = []
    title = find_title(parse, headings, header)
    about = HeaderCompiler(parse, headings, header, path, directives, undecided)
    fields = about.compile(side_file)
    closing, end = about.closing()
    alone = title if title and title.level == 1 and is_alone(headings) else None
    sections = SectionCompiler(parse, headings, path, directives, end, undecided).compile(alone)
    sections = without_header(sections, parse, header)
    if title and not alone:
        sections = [one for one in sections if one.origin.line != parse.line(title.start)]
    found = Schema(
        name=name,
        path=path,
        version="",
        title=_origin(parse, path, title.start) if title else None,
        title_pattern=title_words(title),
        dialect=about.dialect(side_file),
        side_file=side_file[0] if side_file else "",
        fields=fields,
        sections=tuple(one for one in sections if not about.is_status_section(one.title, fields)),
        closing=closing,
        placeholders=collect_placeholders(parse, path, headings, header, directives),
        comments=collect_comments(parse, path),
        guidance=collect_advice(parse, path, header.end, directives),
        undecided=tuple(undecided),
    )
    return replace(found, version=version_of(found))


def _origin(parse: Parse, path: str, offset: int) -> Origin:
    line = parse.line(offset)
    return Origin(path, line, parse.line_text(line))


def _is_title(parse: Parse, header: Header, headings: list[Heading]) -> bool:
    """Tell whether what reads like a field is the title of a template without a heading for it: ``ADR: Title``."""
    if header.dialect != "lines" or len(header.fields) != 1 or not headings or header.end > headings[0].start:
        return False
    return (key(header.fields[0].value) in TITLES or is_placeholder(header.fields[0].value)) and not find_title(
        parse, headings, header
    )
