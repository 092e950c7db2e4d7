"""What the template asks of one document, requirement by requirement, with the template line behind each and the answer."""

from collections.abc import Iterator
from typing import NamedTuple

from holdfast.binding.answers import Answer, section_answer
from holdfast.binding.document import Document
from holdfast.model.schema import FieldSchema, Presence, SectionSchema
from holdfast.model.verdict import Origin


class Requirement(NamedTuple):
    """One field or section that the template shows."""

    kind: str
    """``field`` or ``section``."""
    name: str
    depth: int
    """Of a section below others, from 0."""
    presence: Presence
    asked: bool
    """Whether this document has to have it, with its condition looked at."""
    origin: Origin
    state: str
    """An :class:`~holdfast.binding.answers.Answer` as a word, or ``missing``."""
    start: int
    """Byte offset of the heading or of the field's name; -1 where it is missing, or stands in another file."""
    subject: FieldSchema | SectionSchema
    """The part of the schema itself, for who wants to say more of it."""


def requirements(document: Document) -> Iterator[Requirement]:
    """Yield the fields and the sections of the schema in the order of the template."""
    for field in document.schema.fields:
        bound = document.fields.get(field.id)
        asked = document.demanded(field.presence, field.when)
        state = bound.state.value if bound else "missing"
        start = bound.name_span.start if bound and bound.name_span.end else -1
        yield Requirement("field", field.name, 0, field.presence, asked, field.origin, state, start, field)
    bound_to = {id(one.schema): one for one in document.sections.bound}
    for section, depth in _walk(document.schema.sections, 0):
        found = bound_to.get(id(section))
        state = section_answer(document.parse, (found.heading.body, found.heading.end)).value if found else "missing"
        asked = document.demands(section) and not section.illustration
        start = found.heading.start if found else -1
        yield Requirement(
            "section", section.title, depth, section.presence, asked, section.origin, state, start, section
        )


def is_open(one: Requirement) -> bool:
    """Tell whether a requirement that the document has to meet is not met."""
    return one.asked and one.state in ("missing", Answer.EMPTY.value)


def _walk(sections: tuple[SectionSchema, ...], depth: int) -> Iterator[tuple[SectionSchema, int]]:
    for one in sections:
        yield one, depth
        yield from _walk(one.children, depth + 1)
