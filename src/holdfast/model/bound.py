"""A document as typed data: what the Python API returns and what ``export`` writes."""

from dataclasses import dataclass
from typing import NamedTuple

from holdfast.model.role import Role


class Place(NamedTuple):
    """Where something stands."""

    line: int
    column: int
    """Both from 1, columns in code points."""
    start: int
    end: int
    """Byte offsets after the byte order mark."""


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One header field or body label."""

    name: str
    """As the document spells it."""
    value: str
    """Without markup; for an enumerated field the template's own spelling of the choice."""
    raw: str
    """As it stands in the text, without markup."""
    detail: str
    """What stands behind an enumerated word, such as ``(2.1)``."""
    state: str
    """``given``, ``none``, ``not-applicable``, ``open`` or ``empty``."""
    place: Place


@dataclass(frozen=True, slots=True)
class Task:
    """One task box."""

    text: str
    done: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """One table; ``rows`` has a mapping from header to cell for each."""

    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Fence:
    """One code block."""

    language: str
    """In lower case; empty where none is given."""
    info: str
    """The whole info string."""
    code: str
    place: Place


@dataclass(frozen=True, slots=True)
class SectionValue:
    """One section of a document."""

    id: str
    """Of the template's section; of the heading where the template knows none like it."""
    title: str
    number: str
    match: str
    """``exact``, ``normalised``, ``near``, ``split``, ``alias``, or ``extra`` where the template knows none like it."""
    state: str
    place: Place
    prose: str
    """The paragraphs before the first child section, without markup, a blank line between them."""
    items: tuple[str, ...]
    """List items of the section's own text, tasks left out."""
    tasks: tuple[Task, ...]
    tables: tuple[Table, ...]
    fences: tuple[Fence, ...]
    fields: dict[str, FieldValue]
    """Labels set in bold, by slug."""
    children: tuple["SectionValue", ...]
    repeated: bool = False
    """Whether the template lets sections like this one repeat."""

    def child(self, id: str) -> "SectionValue | None":
        """Return the first child of this id, or ``None``."""
        return next((one for one in self.children if one.id == id), None)


@dataclass(frozen=True, slots=True)
class BoundDocument:
    """One document, whole."""

    path: str
    type: str
    version: str
    """Of the schema it is held to."""
    title: str
    status: str | None
    role: Role
    bound: bool
    fields: dict[str, FieldValue]
    """Header fields by id."""
    sections: tuple[SectionValue, ...]
    """The top-level sections in the order of the text."""

    def section(self, id: str) -> SectionValue | None:
        """Return the first section of this id at any depth, or ``None``."""
        pending = list(self.sections)
        while pending:
            one = pending.pop(0)
            if one.id == id:
                return one
            pending[:0] = one.children
        return None

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All task boxes of the document, in the order of the text."""
        found: list[Task] = []
        pending = list(self.sections)
        while pending:
            one = pending.pop(0)
            found += one.tasks
            pending[:0] = one.children
        return tuple(found)
