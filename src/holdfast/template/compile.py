"""A template's text to a Schema: header, sections and closing labels, each with the line it comes from."""

import re

from holdfast.errors import TemplateError
from holdfast.markdown.blocks import Parse
from holdfast.markdown.frontmatter import read_fields
from holdfast.markdown.header import Header, read_header
from holdfast.markdown.labels import read_label, read_labels
from holdfast.markdown.outline import Heading, outline
from holdfast.markdown.parser import parse as parse_markdown
from holdfast.markdown.plain import key, plain, slug
from holdfast.markdown.rawfield import RawField
from holdfast.model.schema import FieldSchema, Presence, Schema, Undecided
from holdfast.model.verdict import Origin
from holdfast.records import replace
from holdfast.template.comments import collect_comments
from holdfast.template.directives import NONE, Directive, read_directives
from holdfast.template.part import own_part
from holdfast.template.placeholders import find_placeholders
from holdfast.template.sections import SectionCompiler
from holdfast.template.slots import collect_placeholders
from holdfast.template.status import STATUS_NAMES, state_boxes, ticked_status, with_status
from holdfast.template.values import BEHIND_VALUE, IN_NAME, field_schema, settle, waits
from holdfast.template.version import version_of
from holdfast.template.wording import presence_said, says_as_needed

_LARGEST = 256 * 1024
"""In bytes. The largest templates in use have a tenth of each of these; a stranger's text must not take minutes."""
_BLOCKS = 5000
_FIELDS = 500


class TemplateTooLargeError(TemplateError):
    """A file is called as templates are, and is larger than any template that people fill in."""


def compile_template(raw: bytes, path: str, name: str, *, side_file: tuple[str, bytes] | None = None) -> Schema:
    """Compile a Markdown template.

    ``path`` is what messages call the template; ``side_file`` is name and content of the YAML file
    beside it whose keys are the fields, where a template keeps them there.

    Raises :class:`~holdfast.errors.TemplateError` for a directive that cannot be read, and
    :class:`TemplateTooLargeError` for more than 256 KiB, 5,000 paragraphs, items and cells, or 500 fields.
    """
    return _Compiler(raw, path, name, side_file).schema()


class _Compiler:
    """One compilation; the parts are methods because they share the parse and the directives."""

    def __init__(self, raw: bytes, path: str, name: str, side_file: tuple[str, bytes] | None) -> None:
        _refuse_large(path, len(raw), _LARGEST, "bytes")
        self.parse: Parse = parse_markdown(own_part(raw))
        _refuse_large(path, len(self.parse.blocks), _BLOCKS, "paragraphs, items and cells")
        self.path = path
        self.name = name
        self.side_file = side_file
        self.headings = outline(self.parse)
        self.header: Header = read_header(self.parse, self.headings)
        _refuse_large(path, len(self.header.fields), _FIELDS, "fields")
        self.directives = read_directives(self.parse, path)
        self.undecided: list[Undecided] = []
        # Nygard's ``## Status``: a section that holds nothing but a field.
        self.status_section = next((one for one in self.headings if key(one.title) in STATUS_NAMES), None)

    def schema(self) -> Schema:
        title = self._title()
        fields = self._fields()
        closing, end = self._closing()
        compiler = SectionCompiler(self.parse, self.headings, self.path, self.directives, end, self.undecided)
        sections = compiler.compile(title if title and title.level == 1 else None)
        if title and title.level > 1:
            sections = [one for one in sections if one.origin.line != self.parse.line(title.start)]
        found = Schema(
            name=self.name,
            path=self.path,
            version="",
            title=self._origin(title.start) if title else None,
            title_pattern=self._title_words(title),
            dialect="file" if self.side_file and not self.header.fields else self._dialect(),
            side_file=self.side_file[0] if self.side_file else "",
            fields=fields,
            sections=tuple(one for one in sections if not self._is_status_section(one.title, fields)),
            closing=closing,
            placeholders=collect_placeholders(self.parse, self.path, self.headings, self.header, self.directives),
            comments=collect_comments(self.parse, self.path),
            undecided=tuple(self.undecided),
        )
        return replace(found, version=version_of(found))

    def _dialect(self) -> str:
        return self.header.dialect or ("section" if self.status_section else "")

    def _origin(self, offset: int) -> Origin:
        line = self.parse.line(offset)
        return Origin(self.path, line, self.parse.line_text(line))

    def _directive(self, line: int) -> Directive:
        return self.directives.get(line, NONE)

    def _title(self) -> Heading | None:
        """Return the first heading where it is the only one of the top level, or where it is beside the others and says so."""
        if not self.headings:
            return None
        first = self.headings[0]
        if first.level == 1:
            return first if sum(1 for one in self.headings if one.level == 1) == 1 else None
        fields = self.header.fields
        above_fields = fields and first.body <= fields[0].name_span.start and self.header.end <= self._second(first)
        return first if above_fields and "title" in key(first.title).split() else None

    def _second(self, first: Heading) -> int:
        return self.headings[1].start if len(self.headings) > 1 else first.end

    def _title_words(self, title: Heading | None) -> str:
        """The fixed words before a title's placeholder, as in ``# ADR-[number]: [title]``."""
        if title is None:
            return ""
        text = f"{title.number} {title.title}".strip()
        placeholders = find_placeholders(text)
        return text[: text.index(placeholders[0])].strip() if placeholders else ""

    def _fields(self) -> tuple[FieldSchema, ...]:
        found = _as_others_are_marked([self._field(raw) for raw in self.header.fields])
        beside: list[RawField] = []
        if self.side_file:
            name, content = self.side_file
            text = content.decode("utf-8", "replace")
            _refuse_large(name, len(content), _LARGEST, "bytes")
            beside = read_fields(text)
            _refuse_large(name, len(beside), _FIELDS, "fields")
            found += [self._side_field(raw, name, text) for raw in beside]
        found = with_status(found, {slug(raw.name): raw.value for raw in (*self.header.fields, *beside)})
        status = self.status_section
        boxes = state_boxes(self.parse, status) if status else []
        if status and boxes and not any(one.id == "status" for one in found):
            found.append(ticked_status(boxes, status.title, self._origin(status.start)))
        if status and not any(one.id == "status" for one in found):
            body = self.parse.slice(status.body, status.end).strip().split("\n\n")[0]
            raw = RawField(status.title, plain(body), (status.body, status.end), (status.start, status.body))  # type: ignore[arg-type]
            found.append(replace(self._settle(field_schema(raw, self._origin(status.start)), raw.value), id="status"))
        unique = {one.id: one for one in reversed(found) if not self._ignored(one)}
        return tuple(sorted(unique.values(), key=lambda one: one.origin.line))

    def _ignored(self, field: FieldSchema) -> bool:
        return self._directive(field.origin.line).has("ignore")

    def _is_status_section(self, title: str, fields: tuple[FieldSchema, ...]) -> bool:
        status = self.status_section
        return status is not None and title == status.title and any(one.id == "status" for one in fields)

    def _field(self, raw: RawField) -> FieldSchema:
        origin = self._origin(raw.name_span.start if raw.name_span.end > raw.name_span.start else raw.span.start)
        found = field_schema(raw, origin, optional=self._left_to_author(origin.line))
        return self._may_be_empty(self._settle(found, raw.value), raw)

    def _may_be_empty(self, found: FieldSchema, raw: RawField) -> FieldSchema:
        """What a template's YAML itself leaves empty may stay so; an empty list there says that there may be none."""
        if self.header.dialect != "yaml" or raw.value:
            return found
        if self.parse.slice(*raw.span).strip() in ("[]", "{}") and not found.because:
            found = replace(found, presence=Presence.OPTIONAL, because="an empty list")
        return replace(found, waits=True)

    def _side_field(self, raw: RawField, name: str, text: str) -> FieldSchema:
        line = text.encode()[: raw.name_span.start].count(b"\n") + 1
        origin = Origin(f"{self.path.rpartition('/')[0]}/{name}".lstrip("/"), line, text.splitlines()[line - 1].strip())
        said, condition = _said_above(text.splitlines()[: line - 1])
        found = field_schema(raw, origin)
        if said:
            found = replace(found, presence=said, condition=condition)
        return replace(found, waits=waits(raw.value) or not raw.value)

    def _left_to_author(self, line: int) -> bool:
        """Tell whether a comment or sentence right before the header leaves its fields to the author."""
        if not self.header.fields:
            return False
        for above in range(line - 1, max(0, line - 12), -1):
            label = read_label(self.parse.line_text(above))
            if label and label[1] < label[2]:
                continue
            text = self.parse.line_text(above).strip("#<>!- ")
            said, _ = presence_said(text)
            if said is Presence.OPTIONAL or (text and not re.match(r"[\w*-]+ ?[\w*]*:", text) and says_as_needed(text)):
                return True
            if not text or self.parse.line_text(above) == "---":
                return False
        return False

    def _settle(self, found: FieldSchema, value: str) -> FieldSchema:
        """Let the directive on a field's line overrule what was inferred."""
        found = settle(found, value, self._directive(found.origin.line))
        if found.presence is Presence.CONDITIONAL and found.when is None:
            self.undecided.append(
                Undecided(
                    found.origin,
                    f"{found.name}: {found.condition}",
                    "optional",
                    f'required-when="{_guess(found.condition)}"',
                )
            )
        return found

    def _closing(self) -> tuple[tuple[FieldSchema, ...], int]:
        """Labels behind the last rule belong to the whole document; returns them and where sections end."""
        end = len(self.parse.source)
        rules = [block for block in self.parse.blocks if block.kind == "rule" and not block.depth]
        if not rules or (self.headings and self.headings[-1].start > rules[-1].start):
            return (), end
        fields = []
        for block in self.parse.top((rules[-1].end, end)):
            if block.kind == "paragraph":
                fields += [self._field(raw) for raw in read_labels(self.parse, (block.start, block.end), bold=True)]
        return tuple(fields), rules[-1].start if fields else end


def _as_others_are_marked(fields: list[FieldSchema]) -> list[FieldSchema]:
    """Where a template marks some fields as required, those it does not mark are optional."""
    if not any(one.presence is Presence.REQUIRED and one.because in (IN_NAME, BEHIND_VALUE) for one in fields):
        return fields
    because = "others are marked as required"
    return [
        one
        if one.because or one.presence is not Presence.REQUIRED
        else replace(one, presence=Presence.OPTIONAL, because=because)
        for one in fields
    ]


def _said_above(lines: list[str]) -> tuple[Presence | None, str]:
    """Return what the comment right above a YAML key says of its presence, or one above its group about all that follow."""
    near = True
    for line in reversed(lines):
        text = line.strip()
        if not text:
            break
        words = text.lstrip("# ")
        if text.startswith("#") and (near or words.casefold().startswith(("the following", "these"))):
            said, condition = presence_said(words)
            if said:
                return said, condition
        near = near and text.startswith("#")
    return None, ""


def _guess(condition: str) -> str:
    """Word a condition for the author to complete: the value named after "for", if there is one."""
    found = re.search(r"\b(?:for|when|if) (?:non-)?([A-Z][\w -]{0,30})", condition)
    return f"FIELD == '{found[1].strip()}'" if found else "FIELD == 'VALUE'"


TEMPLATE_WORDS = "template|vorlage|plantilla|sjabloon|szablon|шаблон|模板|テンプレート"
"""What the files of templates are called, as a pattern."""


def template_name(path: str) -> str:
    """Name a template after its file, or its folder where the file says nothing: ``eip``, ``design``, ``kep``."""
    parts = path.split("/")
    stem = re.sub(r"\.(?:md|markdown|mdx)$", "", parts[-1], flags=re.IGNORECASE)
    for word in (stem, *reversed(parts[:-1])):
        name = re.sub(
            rf"(?i)^[0-9nx]{{2,}}[-_]|^_+|[-_ ]?(?:{TEMPLATE_WORDS})s?[-_ ]?|^readme$|^index$", "", word
        ).strip("-_ .")
        if name and key(name) not in ("docs", "doc", "x", "text"):
            return slug(name)
    return "template"


def _refuse_large(path: str, size: int, limit: int, what: str) -> None:
    if size > limit:
        found = f"has {size:,} {what}, more than the {limit:,} that a template may have"
        raise TemplateTooLargeError(found, where=path, remedy="exclude it, or give it another name")
