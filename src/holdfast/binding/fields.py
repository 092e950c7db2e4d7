"""The header fields of a document, typed by the schema."""

from typing import NamedTuple

from holdfast.binding.answers import Answer, answer
from holdfast.binding.lookup import Lookup
from holdfast.binding.statussection import status_section
from holdfast.markdown.blocks import Parse
from holdfast.markdown.header import Header
from holdfast.markdown.outline import Heading
from holdfast.markdown.plain import key
from holdfast.markdown.rawfield import RawField
from holdfast.model.role import role_of
from holdfast.model.schema import FieldKind, FieldSchema
from holdfast.model.span import Span
from holdfast.patterns import pattern
from holdfast.template.status import is_status_name
from holdfast.template.values import choices_in
from holdfast.template.wording import split_marker

_ISO = pattern(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b")
_YEAR = pattern(r"(?<!\d)(?:19|20)\d\d(?:(?:0\d|1[0-2])[0-3]\d)?(?!\d)|['’]\d\d\b|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_GENDERS = {"o": ("o", "a"), "a": ("a", "o"), "é": ("é", "ée")}
"""What a participle ends in, and what it may end in where it goes with another noun."""
_SHORTEST = 5


class BoundField(NamedTuple):
    """A field of a document; ``schema`` is ``None`` where the template does not know it."""

    schema: FieldSchema | None
    name: str
    value: str
    span: Span
    """Of the value."""
    name_span: Span
    state: Answer


def bind_fields(
    lookup: Lookup, parse: Parse, headings: list[Heading], header: Header, side: list[RawField]
) -> dict[str, BoundField]:
    """Return the fields of a document by id: those of the schema under their ids, others under their keys.

    ``side`` holds the fields of the YAML file beside the document, whose spans are not in the text.
    """
    names = lookup.fields
    found: dict[str, BoundField] = {}
    for raw in (*header.fields, *side):
        name, _, _ = split_marker(raw.name)
        field = names.get(key(name)) or names.get(key(raw.name)) or names.get(key(name).removesuffix("s"))
        bound = BoundField(field, raw.name, raw.value, raw.span, raw.name_span, _state(raw.value))
        own = "status" if is_status_name(name) else key(name)
        found.setdefault(field.id if field else own, bound)
    status = None if "status" in found else status_section(lookup.schema, parse, headings)
    if status:
        found["status"] = BoundField(lookup.schema.field("status"), *status, answer(status.value))
    return found


def _state(value: str) -> Answer:
    """Classify a value; a dash alone says that there is none."""
    return Answer.NONE if value.strip() in ("-", "–", "—", "--") else answer(value)


def invalid(field: FieldSchema, value: str) -> str:
    """Say what is wrong with a value of this type, or return the empty string.

    Months and days are read generously (any year will do for a month), because what looks odd to a
    parser is mostly understood by people; enums compare without case, emoji and trailing detail.
    """
    # How a date is written is a demand of the project's own template; those built in only ask for one.
    inferred = field.kind is FieldKind.DATE and field.origin.path.startswith("builtin:")
    if field.kind is FieldKind.DATE and not inferred:
        return _invalid_date(value)
    if (field.kind is FieldKind.MONTH or inferred) and not _YEAR.search(value):
        return "names no year"
    if field.kind is FieldKind.ENUM and _leaves_open(field, value):
        return "leaves the choice open"
    if field.kind is FieldKind.ENUM and not field.open:
        words = key(value)
        if not any(_chooses(words, key(choice)) for choice in field.choices) and not (
            field.id == "status" and _of_another_stage(field, value)
        ):
            return f"is none of {', '.join(field.choices)}"
    return ""


def _chooses(words: str, choice: str) -> bool:
    """Tell whether words are a choice, with any detail behind it, or the same word of the other gender: ``Aceptada``."""
    if len(choice) < _SHORTEST or choice[-1] not in _GENDERS:
        return words == choice or words.startswith(choice + " ")
    return any(f"{words} ".startswith(f"{choice[:-1]}{end} ") for end in _GENDERS[choice[-1]])


def _leaves_open(field: FieldSchema, value: str) -> bool:
    """Tell whether a value names every word of the template, as its own ``Draft | Accepted | Final`` does where it was left."""
    named = {key(one) for one in choices_in(value)[0]}
    return len(field.choices) > 1 and named.issuperset(map(key, field.choices))


def _of_another_stage(field: FieldSchema, value: str) -> bool:
    """Tell whether a status word is of a stage for which the template lists none, as one that lists only ``Draft | Proposed``."""
    role = role_of(value)
    return role is not None and role not in {role_of(choice) for choice in field.choices}


def _invalid_date(value: str) -> str:
    found = _ISO.search(value)
    if found is None:
        return "is no date in the form YYYY-MM-DD"
    return "" if _is_day(*map(int, found.group("year", "month", "day"))) else "is no day of the calendar"


def _is_day(year: int, month: int, day: int) -> bool:
    """Tell whether there is such a day; the years are those that people write."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 1 <= month <= 12 and 1 <= day <= (31, 28 + leap, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
