"""What a new document is asked for: each field of its template, with what is known without asking."""

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from holdfast.binding.answers import promised
from holdfast.binding.document import Document
from holdfast.binding.fields import invalid
from holdfast.binding.lookup import Lookup
from holdfast.config import Config
from holdfast.edits.filename import Style, words_of
from holdfast.engine.templates import Template
from holdfast.errors import UsageError
from holdfast.markdown.plain import key
from holdfast.model.role import Role, role_of
from holdfast.model.schema import FieldKind, FieldSchema, Presence, Schema
from holdfast.suggest import suggestion
from holdfast.template.placeholders import inner, is_placeholder
from holdfast.world.identity import Person

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip
_AUTHORS = frozenset({"author", "authors", "written by", "proposer", "proposed by"})
_LATER = re.compile(
    r"\b(?:due|target|deadline|end|approv\w*|decided|decision|review\w*|expir\w*|release\w*|merged?|last call)\b"
)
_DAYS = re.compile(r"\b(?:date|created|written|updated|started?)\b")
_TITLES = frozenset({"title", "name", "feature name"})
_IDENTIFIER = re.compile(r"\bident\w*|\b[a-z]+_[a-z_]+\b")
_HANDLE = re.compile(r"(?<!\w)@\w|github", re.IGNORECASE)
_ADDRESS = re.compile(r"e-?mail|<\w+@|\w@\w", re.IGNORECASE)
_DATE_LETTERS = re.compile(r"[ymd]{2,4}[-/. ][ymd]{2,4}(?:[-/. ][ymd]{2,4})?\Z", re.IGNORECASE)
_NAMES_ONLY = re.compile(r"\bnames?\b", re.IGNORECASE)


class Question(NamedTuple):
    """One field of the header to ask for."""

    field: FieldSchema
    default: str = ""
    """What it gets where nobody says otherwise; empty where only the author knows."""

    @property
    def optional(self) -> bool:
        """Whether it may be left out of the document."""
        return self.field.presence is Presence.OPTIONAL


class Known(NamedTuple):
    """What is known before anybody is asked."""

    title: str
    number: str
    today: date
    person: Person
    given: dict[str, str]
    """Values from the command line, by field id."""


def questions(template: Template, known: Known, config: Config, beside: Mapping[str, str]) -> list[Question]:
    """Return the fields that an author fills in, in the order of the template, with their defaults.

    ``beside`` holds what the YAML file beside the template shows, by the name of the field. Those that wait for somebody else to fill them in are left out, unless a value is given.
    """
    document = Document(template.path, template.raw, Lookup(template.schema))
    found = []
    for field in template.schema.fields:
        own = document.fields.get(field.id)
        if own is None and field.name not in beside:
            continue
        shown = own.value if own else beside[field.name]
        default = known.given.get(field.id, "") or _number(field, template.schema, known)
        default = default or _default(field, shown, known, config, fillable=to_fill(field, shown))
        if not field.waits or default:
            found.append(Question(field, default))
    return found


def to_fill(field: FieldSchema, shown: str) -> bool:
    """Tell whether a value that the template shows only says what to put there; ``shown`` is that value."""
    text = shown.strip().strip("\"'")
    bracketed = text[:1] in "[<{(" and text[-1:] in "]>})" and len(text) > 2
    listed = len(field.choices) > 1 and all(key(choice) in key(text) for choice in field.choices)
    person = field.kind is FieldKind.PERSONS or key(field.name) in _AUTHORS
    open_ = is_placeholder(text) or promised(text) or _DATE_LETTERS.match(text)
    return bool(field.placeholder or listed or open_ or bracketed or (person and text))


def checked(field: FieldSchema, value: str) -> str:
    """Return a value as it may stand in the header.

    Raises :class:`~holdfast.errors.UsageError` where it is not of the field's type or holds more than one line.
    """
    value = value.strip()
    if not value.isprintable():
        raise UsageError(
            f"{field.name}: a value is one line of printable text", remedy="write the rest into the document"
        )
    if field.kind is FieldKind.ENUM:
        # The template's spelling of a word is the one that documents use.
        value = next((choice for choice in field.choices if key(choice) == key(value)), value)
    fault = invalid(field, value)
    if fault:
        remedy = (
            f"choose one of {', '.join(field.choices)}" if field.choices else f"the template asks for {asks(field)}"
        )
        raise UsageError(f"{field.name}: {value!r} {fault}", remedy=remedy)
    return value


def asks(field: FieldSchema) -> str:
    """Return what a field asks for in the template's own words, without brackets."""
    return ", ".join(field.choices) if field.choices else " ".join(inner(field.placeholder).split())


def named(schema: Schema, name: str) -> FieldSchema:
    """Return the header field that a name means.

    Raises :class:`~holdfast.errors.UsageError` where there is none.
    """
    wanted = key(name)
    for field in schema.fields:
        if wanted in (key(field.name), key(field.id), *(key(one) for one in field.aliases)):
            return field
    names = [field.name for field in schema.fields]
    if not names:
        raise UsageError(f"the template has no header, so there is no {name} to fill in", remedy="leave the option out")
    raise UsageError(f"the template has no field {name!r}", remedy=suggestion(name, names))


def author_field(schema: Schema) -> FieldSchema | None:
    """Return the field that names who wrote a document."""
    return next((field for field in schema.fields if key(field.name) in _AUTHORS), None)


def date_fields(schema: Schema) -> list[FieldSchema]:
    """Return the fields that say when a document was written."""
    return [field for field in schema.fields if _is_date(field)]


def day_in(field: FieldSchema, day: date, shown: str = "") -> str:
    """Return a day in the form the template shows: a month, an ISO date, or as people write it."""
    asked = f"{inner(field.placeholder)} {shown}".casefold()
    iso = day.isoformat()
    for pattern, form in (
        (r"yyyy[-/.]mm[-/.]dd", iso),
        (r"dd\.mm\.yyyy", f"{day:%d.%m.%Y}"),
        (r"mm/dd/yyyy", f"{day:%m/%d/%Y}"),
        (r"dd/mm/yyyy", f"{day:%d/%m/%Y}"),
        (r"month (?:dd?|day),? (?:yyyy|year)", f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"),
        (r"(?:dd?|day) month,? (?:yyyy|year)", f"{day.day} {_MONTHS[day.month - 1]} {day.year}"),
        (r"month,? (?:yyyy|year)", f"{_MONTHS[day.month - 1]} {day.year}"),
        (r"mm[-/. ]yyyy", f"{day:%m/%Y}"),
        (r"yyyy[-/. ]mm", f"{day:%Y-%m}"),
    ):
        found = re.search(pattern, asked)
        if found:
            separator = re.search(r"[-/. ]", found[0])
            return form.replace("/", separator[0]) if separator and pattern.startswith("mm[-") else form
    return iso


def _is_date(field: FieldSchema) -> bool:
    name = key(field.name)
    return not _LATER.search(name) and bool(_DAYS.search(name))


def _number(field: FieldSchema, schema: Schema, known: Known) -> str:
    """Return the number where the field is the place for it."""
    names = {key(schema.name), "number", f"{key(schema.name)} number", "id"}
    return known.number.lstrip("0") if known.number and key(field.name) in names else ""


def _default(field: FieldSchema, shown: str, known: Known, config: Config, *, fillable: bool) -> str:
    if key(field.name) == "title":
        return known.title
    if field.waits or not fillable:
        # What the template gives a fixed value keeps it.
        return ""
    if key(field.name) in _TITLES:
        return words_of(known.title, Style(separator="_")) if _IDENTIFIER.search(shown) else known.title
    if field.id == "status":
        return _draft(field, config)
    if _is_date(field):
        return day_in(field, known.today, shown)
    return _author(inner(shown), known.person) if key(field.name) in _AUTHORS else ""


def _draft(field: FieldSchema, config: Config) -> str:
    """Return the first status word that means Draft, the word itself before others."""
    words = [choice for choice in field.choices if role_of(choice, config.roles) is Role.DRAFT]
    if words:
        return next((word for word in words if key(word) == "draft"), words[0])
    return "Draft" if not field.choices or field.open else ""


def _author(asked: str, person: Person) -> str:
    """Return the author as the template wants people named; empty where git does not know that much."""
    if _HANDLE.search(asked):
        if person.handle:
            return (
                f"{person.name} (@{person.handle})"
                if person.name and _NAMES_ONLY.search(asked)
                else f"@{person.handle}"
            )
        if not _ADDRESS.search(asked):
            return ""
    if not person.name:
        return ""
    named_only = _NAMES_ONLY.search(asked) and not _ADDRESS.search(asked)
    return person.name if named_only or not person.email else f"{person.name} <{person.email}>"
