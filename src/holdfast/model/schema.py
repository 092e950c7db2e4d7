"""The typed form of a template: what a document must have, and which line says so."""

from collections.abc import Iterator
from enum import StrEnum

from holdfast.model.condition import Condition
from holdfast.model.verdict import Origin
from holdfast.records import field, record


class Presence(StrEnum):
    """Whether something the template shows has to be in a document."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    CONDITIONAL = "conditional"
    """Demanded under a condition; optional until ``required-when`` settles which."""


class FieldKind(StrEnum):
    """The type of a field's value."""

    TEXT = "text"
    MONTH = "month"
    """A month and a year; a full date is precise enough as well."""
    DATE = "date"
    """A day in ISO 8601, ``YYYY-MM-DD``."""
    ENUM = "enum"
    LINKS = "links"
    PERSONS = "persons"


class Scope(StrEnum):
    """Where a placeholder counts as left behind."""

    INLINE = "inline"
    """Anywhere in prose: its brackets make it unmistakable."""
    WHOLE = "whole"
    """Only as the whole item, cell, heading slot or value."""
    FENCE = "fence"
    """Only as the whole content of a code block."""


@record
class Placeholder:
    """Text that the template asks the author to replace."""

    text: str
    scope: Scope
    origin: Origin


@record
class Comment:
    """A comment of the template, which speaks to the author and is not meant to stay."""

    text: str
    """What stands between its marks, white space folded."""
    origin: Origin


@record
class Bound:
    """A length the template asks for, counted without lists and code."""

    unit: str
    """``sentences``, ``words``, ``characters`` or ``paragraphs``."""
    low: int | None
    high: int | None
    origin: Origin


@record
class FieldSchema:
    """One line of the header, or one label in the body of a section."""

    id: str
    """Slug of the name."""
    name: str
    """As the template spells it."""
    origin: Origin
    presence: Presence = Presence.REQUIRED
    condition: str = ""
    """The template's own words for when it is demanded."""
    because: str = ""
    """What decided the presence; empty where nothing says otherwise than required."""
    when: Condition | None = None
    """The condition as ``required-when`` settled it."""
    kind: FieldKind = FieldKind.TEXT
    choices: tuple[str, ...] = ()
    open: bool = False
    """An enum that takes other words as well."""
    example: str = ""
    """The template's "e.g." value, which must not stay."""
    placeholder: str = ""
    """The template's value, where it is wholly something to replace."""
    aliases: tuple[str, ...] = ()
    bounds: tuple[Bound, ...] = ()
    waits: bool = False
    """The template says to leave the value empty: the process fills it in later."""
    advice: bool = False
    """Never more than a note when missing."""


@record
class ItemSchema:
    """What each item of a list has to carry."""

    origin: Origin
    tasks: bool = False
    """The items are task boxes."""
    wants: tuple[str, ...] = ()
    """Of ``link``, ``version``, ``source``, ``data``, ``reference``."""


@record
class Column:
    """One header cell of a table."""

    name: str
    alternatives: tuple[str, ...]
    """Normalised spellings, any of which will do (``A/B`` means either)."""
    quantity: bool
    """Its cells hold quantities: a comparison, a number and a unit, or a range."""


@record
class TableSchema:
    """A table the section has to hold."""

    columns: tuple[Column, ...]
    origin: Origin


@record
class FenceSchema:
    """A code block of the section; ``language`` is empty where any will do."""

    language: str
    origin: Origin


@record
class SectionSchema:
    """One heading of the template and all that stands under it."""

    id: str
    """Slug of the title without its number; unique among its siblings."""
    title: str
    """Without number and marker, as people read it."""
    level: int
    origin: Origin
    number: str = ""
    """``3.1`` in front of the title, if the template numbers its headings."""
    presence: Presence = Presence.REQUIRED
    condition: str = ""
    because: str = ""
    """What decided the presence; empty where nothing says otherwise than required."""
    when: Condition | None = None
    repeat: int | None = None
    """At least so many headings like this one; ``None`` where there is exactly one."""
    stem: str = ""
    """The fixed words of a repeatable heading (``phase``, ``from``); empty where any title fits."""
    illustration: bool = False
    """Only shows what a heading here may look like."""
    aliases: tuple[str, ...] = ()
    fields: tuple[FieldSchema, ...] = ()
    children: tuple["SectionSchema", ...] = ()
    items: tuple[ItemSchema, ...] = ()
    tables: tuple[TableSchema, ...] = ()
    fences: tuple[FenceSchema, ...] = ()
    bounds: tuple[Bound, ...] = ()
    keep: str = ""
    """Boilerplate that has to stay as it is."""
    guidance: str = ""
    """What the template says here to the author in plain words, as they are compared."""
    closed: bool = False
    """Headings the template does not name are not welcome here."""
    ordered: bool = False
    bare: bool = False
    """The template itself leaves it empty, below a section that says what is asked."""

    def walk(self) -> Iterator["SectionSchema"]:
        """Yield this section and every one below it, in the order of the template."""
        yield self
        for child in self.children:
            yield from child.walk()


@record
class Undecided:
    """Something the template does not settle, and how Holdfast takes it until a directive does."""

    origin: Origin
    question: str
    taken: str
    directive: str


@record
class Schema:
    """A compiled template."""

    name: str
    """``design``, ``adr`` ...: the word used for ``[type.NAME]`` in the configuration."""
    path: str
    """Of the template, relative to the repository root, or ``builtin:NAME``."""
    version: str
    """Twelve hex digits over everything the template demands, not over its file."""
    title: Origin | None = None
    """The template's own title line, where documents carry a title of their own."""
    title_pattern: str = ""
    """The fixed words around the title's placeholder, such as ``KEP-`` or ``ADR``."""
    dialect: str = ""
    """How the header is written: ``yaml``, ``bullets``, ``labels``, ``lines``, ``table``, ``section``, ``file``."""
    side_file: str = ""
    """Name of the YAML file beside each document that holds its fields, such as ``kep.yaml``."""
    fields: tuple[FieldSchema, ...] = ()
    sections: tuple[SectionSchema, ...] = ()
    closing: tuple[FieldSchema, ...] = ()
    """Labels of the whole document after the final rule, such as a key takeaway."""
    placeholders: tuple[Placeholder, ...] = ()
    comments: tuple[Comment, ...] = ()
    guidance: tuple[Comment, ...] = ()
    """What it says to the author in plain words."""
    undecided: tuple[Undecided, ...] = field(default=(), compare=False)

    def walk(self) -> Iterator[SectionSchema]:
        """Yield every section, parents before children."""
        for section in self.sections:
            yield from section.walk()

    def field(self, id: str) -> FieldSchema | None:
        """Return the header field with this id, or ``None``."""
        return next((one for one in self.fields if one.id == id), None)

    @property
    def required(self) -> tuple[SectionSchema, ...]:
        """The top-level sections every document must have."""
        return tuple(one for one in self.sections if one.presence is Presence.REQUIRED and not one.illustration)
