"""The header of a template, its side file and its closing labels to field schemas."""

import re

from holdfast.markdown.blocks import Parse
from holdfast.markdown.frontmatter import read_fields
from holdfast.markdown.header import Header
from holdfast.markdown.labels import read_label, read_labels
from holdfast.markdown.outline import Heading
from holdfast.markdown.plain import plain, slug
from holdfast.markdown.rawfield import RawField
from holdfast.model.schema import FieldSchema, Presence, Undecided
from holdfast.model.span import Span
from holdfast.model.verdict import Origin
from holdfast.patterns import pattern
from holdfast.records import replace
from holdfast.template.directives import NONE, Directive
from holdfast.template.placeholders import in_italics
from holdfast.template.size import FIELDS, LARGEST, refuse_large
from holdfast.template.status import is_other_field, is_status_name, state_boxes, ticked_status, with_status
from holdfast.template.values import BEHIND_VALUE, IN_NAME, field_schema, settle, waits
from holdfast.template.wording import presence_said, says_as_needed

_LINKING = pattern(
    r"\b(?:linked|related|relates? to|depends on|dependencies|issues?|tickets?|prs?|pull requests?|discussions?|tags?|labels?)\b",
    re.IGNORECASE,
)
"""What a document may have none of."""


class HeaderCompiler:
    """Turns what a template asks about the document as a whole into field schemas."""

    def __init__(
        self,
        parse: Parse,
        headings: list[Heading],
        header: Header,
        path: str,
        directives: dict[int, Directive],
        undecided: list[Undecided],
    ) -> None:
        """``undecided`` is added to."""
        self.parse = parse
        self.headings = headings
        self.header = header
        self.path = path
        self.directives = directives
        self.undecided = undecided
        # Nygard's ``## Status``: a section that holds nothing but a field.
        self.status_section = next((one for one in headings if is_status_name(one.title)), None)

    def compile(self, side_file: tuple[str, bytes] | None) -> tuple[FieldSchema, ...]:
        """Return the fields of the header, of the side file and of a status that is a section, by the lines they come from."""
        found = _as_others_are_marked([self._field(raw) for raw in self.header.fields])
        beside: list[RawField] = []
        if side_file:
            name, content = side_file
            text = content.decode("utf-8", "replace")
            refuse_large(name, len(content), LARGEST, "bytes")
            beside = read_fields(text)
            refuse_large(name, len(beside), FIELDS, "fields")
            found += [self._side_field(raw, name, text) for raw in beside]
        found = with_status(found, {slug(raw.name): raw.value for raw in (*self.header.fields, *beside)})
        if self.status_section and not any(one.id == "status" for one in found):
            found += self._status_of(self.status_section)
        unique = {one.id: one for one in reversed(found) if not self._ignored(one)}
        return tuple(sorted(unique.values(), key=lambda one: one.origin.line))

    def dialect(self, side_file: tuple[str, bytes] | None) -> str:
        """Return how the fields are written: as :attr:`Header.dialect` has it, or ``file`` or ``section``."""
        if side_file and not self.header.fields:
            return "file"
        return self.header.dialect or ("section" if self.status_section else "")

    def closing(self) -> tuple[tuple[FieldSchema, ...], int]:
        """Return the labels behind the last rule, which belong to the whole document, and where sections end."""
        end = len(self.parse.source)
        rules = [block for block in self.parse.blocks if block.kind == "rule" and not block.depth]
        if not rules or (self.headings and self.headings[-1].start > rules[-1].start):
            return (), end
        fields = []
        for block in self.parse.top((rules[-1].end, end)):
            if block.kind == "paragraph":
                fields += [self._field(raw) for raw in read_labels(self.parse, (block.start, block.end), bold=True)]
        return tuple(fields), rules[-1].start if fields else end

    def is_status_section(self, title: str, fields: tuple[FieldSchema, ...]) -> bool:
        """Tell whether a section is nothing but the field ``status``."""
        status = self.status_section
        return status is not None and title == status.title and any(one.id == "status" for one in fields)

    def _origin(self, offset: int) -> Origin:
        line = self.parse.line(offset)
        return Origin(self.path, line, self.parse.line_text(line))

    def _directive(self, line: int) -> Directive:
        return self.directives.get(line, NONE)

    def _status_of(self, section: Heading) -> list[FieldSchema]:
        """Return the field that a section called "Status" is: boxes to tick, or its first paragraph, unless that is another field."""
        origin = self._origin(section.start)
        boxes = state_boxes(self.parse, section)
        if boxes:
            return [ticked_status(boxes, section.title, origin)]
        body = self.parse.slice(section.body, section.end).strip().split("\n\n")[0]
        if is_other_field(body):
            return []
        value = plain(body)
        raw = RawField(section.title, value, Span(section.body, section.end), Span(section.start, section.body))
        return [replace(self._settle(field_schema(raw, origin), value), id="status")]

    def _ignored(self, field: FieldSchema) -> bool:
        return self._directive(field.origin.line).has("ignore")

    def _field(self, raw: RawField) -> FieldSchema:
        origin = self._origin(raw.name_span.start if raw.name_span.end > raw.name_span.start else raw.span.start)
        found = field_schema(raw, origin, optional=self._left_to_author(origin.line))
        if not found.placeholder and not found.choices and in_italics(self.parse, *raw.span):
            found = replace(found, placeholder="" if is_status_name(found.name) else raw.value)
        return self._may_be_empty(self._settle(found, raw.value), raw)

    def _may_be_empty(self, found: FieldSchema, raw: RawField) -> FieldSchema:
        """What a template itself leaves empty may stay so; an empty list in YAML says that there may be none.

        Elsewhere than in YAML an empty value is the usual way to ask for one, but for what need not exist to be linked.
        """
        if raw.value or (self.header.dialect != "yaml" and not _LINKING.search(found.name)):
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
