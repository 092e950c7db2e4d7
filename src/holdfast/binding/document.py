"""One Markdown file bound to a schema: a typed view over the parse that computes what it is asked for."""

from functools import cached_property

from holdfast.binding.answers import Answer
from holdfast.binding.fields import BoundField, bind_fields
from holdfast.binding.kinds import of_another_kind
from holdfast.binding.lookup import Lookup
from holdfast.binding.matching import Match
from holdfast.binding.sections import BoundSection, Sections, bind_sections
from holdfast.binding.unfilled import blanks_left
from holdfast.markdown.blocks import Parse
from holdfast.markdown.header import TITLES, Header, read_header
from holdfast.markdown.outline import Heading, outline
from holdfast.markdown.parser import parse as parse_markdown
from holdfast.markdown.plain import key, slug
from holdfast.markdown.rawfield import RawField
from holdfast.model.role import Role, role_of
from holdfast.model.schema import Presence, Schema, SectionSchema
from holdfast.model.span import Span
from holdfast.patterns import pattern

_NUMBER = pattern(r"\d+|\b(?:N{2,}|X{3,}|NUMBER)\b")
UNBOUND_BELOW = 0.2
"""A document with fewer of its required top-level sections, and no field, never used the template."""

_OTHER_KIND_BELOW = 0.5


class Document:
    """A document and everything the rules ask of it; always complete, whatever the text is."""

    def __init__(
        self,
        path: str,
        raw: bytes,
        lookup: Lookup,
        *,
        words: dict[str, Role] | None = None,
        default_role: Role = Role.DRAFT,
        side: list[RawField] | None = None,
        unbound_below: float = UNBOUND_BELOW,
        parse: Parse | None = None,
        blank: bool = False,
        held: str | None = None,
    ) -> None:
        """Bind the bytes of a file.

        ``words`` are a project's own status words, ``side`` the fields of the YAML file beside the
        document, ``parse`` a parse of the same bytes where one is at hand; ``blank`` says that the
        bytes are those of the template, ``held`` is the status under which conditions count as well.
        """
        self.path = path
        self.lookup = lookup
        self.schema: Schema = lookup.schema
        self.parse: Parse = parse or parse_markdown(raw)
        self._words = words
        self._default_role = default_role
        self._side = side
        self._unbound_below = unbound_below
        self._blank = blank
        self._held = held

    @cached_property
    def headings(self) -> list[Heading]:
        """The outline."""
        return outline(self.parse)

    @cached_property
    def header(self) -> Header:
        """The metadata block as written."""
        return read_header(self.parse, self.headings)

    @cached_property
    def fields(self) -> dict[str, BoundField]:
        """Header fields by id."""
        return bind_fields(self.lookup, self.parse, self.headings, self.header, self._side or [])

    @cached_property
    def sections(self) -> Sections:
        """Which headings answer which sections of the schema, and what is missing."""
        return bind_sections(self.headings, self.lookup)

    @property
    def title(self) -> str:
        """The text of the first heading, or a ``title`` field; a ``name`` where the first heading is "Meta"."""
        field = self._titled
        if field and field.value:
            return field.value
        return self.headings[0].title if self.headings else ""

    @property
    def _titled(self) -> BoundField | None:
        """The field that holds the title, if one does."""
        field = self.fields.get("title")
        above = self.headings and key(self.headings[0].title) in TITLES
        return field or (self.fields.get("name") if above else None)

    @property
    def own_title(self) -> str:
        """The title where it is the document's own; empty while it is still the template's, but for its number."""
        field = self._titled
        if field and field.value:
            return "" if field.schema and field.value == field.schema.placeholder else field.value
        line = self.schema.title
        left = line and self.headings and _unnumbered(self._line(self.headings[0].start)) == _unnumbered(line.text)
        return "" if left else self.title

    @property
    def top(self) -> Span:
        """Where to say what concerns the document as a whole: its title, else its header, else its start."""
        if self.headings and (self.schema.title or not self.header.fields):
            return Span(self.headings[0].start, self.headings[0].body)
        fields = self.header.fields
        return Span(fields[0].name_span.start, fields[-1].span.end) if fields else Span(0, 0)

    @property
    def status(self) -> str | None:
        """The value of the status field, or ``None`` where none is given or the template's placeholder stands there."""
        field = self.fields.get("status")
        if field is None or field.state is Answer.EMPTY or (field.schema and field.value == field.schema.placeholder):
            return None
        return field.value

    @cached_property
    def role(self) -> Role:
        """What the status word means; unknown and missing words count as the default role, Draft."""
        return role_of(self.status or "", self._words) or self._default_role

    @cached_property
    def share(self) -> float:
        """Share of the required top-level sections that some heading answers, 0 to 1."""
        required = self.schema.required
        if not required:
            return 1.0
        # "Implementation" is a word of every design document, and no sign of a template that says "Implementation Plan".
        unsure = {id(one.schema) for one in self.sections.bound if one.match is Match.SUBJECT}
        missing = {id(one.schema) for one in self.sections.missing if one.parent is None} | unsure
        return sum(1 for section in required if id(section) not in missing) / len(required)

    @cached_property
    def other_kind(self) -> bool:
        """Whether it says that it is of another kind than the template is for, and has less than half of its sections."""
        return self.share < _OTHER_KIND_BELOW and of_another_kind(self.fields.values())

    @cached_property
    def unbound(self) -> bool:
        """Whether the document never used its template: nothing is then said about its structure."""
        if self.role is Role.POINTER:
            return False
        if self.other_kind:
            return True
        if self.share >= self._unbound_below:
            return False
        known = sum(1 for field in self.fields.values() if field.schema)
        asked = sum(1 for field in self.schema.fields if field.presence is Presence.REQUIRED)
        # A status, a date and an author stand above documents of any kind.
        return not known or (self.share < self._unbound_below / 2 and known * 2 < asked)

    @cached_property
    def unfilled(self) -> bool:
        """Whether the document is the template as it came, with nothing put in the blanks."""
        return self._blank or blanks_left(self.parse, self.schema) >= 0.9

    @property
    def begun(self) -> bool:
        """Whether the title and something in the header are the document's own, as far as the template asks for them."""
        title = self.schema.title
        if self._blank or (title and self.headings and self._line(self.headings[0].start) == title.text):
            return False
        asked = [field for field in self.fields.values() if field.schema and field.schema.placeholder]
        given = [one for one in asked if one.schema and one.value and one.value != one.schema.placeholder]
        return bool(given) or not asked

    def _line(self, offset: int) -> str:
        return self.parse.line_text(self.parse.line(offset))

    def own_text(self, section: BoundSection) -> Span:
        """Return the text of a section up to its first child heading."""
        following = self.headings[section.place + 1 : section.place + 2]
        end = min(section.heading.end, following[0].start) if following else section.heading.end
        return Span(section.heading.body, end)

    def demanded(self, presence: Presence, condition: object) -> bool:
        """Tell whether a presence, with the condition that settles it, demands something here."""
        if presence is Presence.CONDITIONAL and condition is not None:
            named = {slug(field.schema.name): field.value for field in self.fields.values() if field.schema}
            values = named | {id: field.value for id, field in self.fields.items()}
            every = [values] if self._held is None else [values, {**values, "status": self._held}]
            return any(condition.holds(one, _word) for one in every)  # type: ignore[attr-defined]
        return presence is Presence.REQUIRED

    def demands(self, section: SectionSchema) -> bool:
        """Tell whether this document has to have a section."""
        return self.demanded(section.presence, section.when)


def _unnumbered(line: str) -> str:
    return key(_NUMBER.sub("", line))


def _word(value: str) -> str:
    """Return the form in which conditions compare: emoji, bold, case and detail in parentheses do not matter."""
    return key(value.partition(" (")[0])
