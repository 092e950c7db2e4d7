"""What the rules about a whole corpus know of each of its files: small, flat, and cheap to keep in a cache."""

from typing import Any, NamedTuple, Protocol

from holdfast.model.role import Role
from holdfast.model.verdict import Origin
from holdfast.records import record

_LINKS, _LACKS = "link", "lacks"


class Spot(NamedTuple):
    """A span with the position people are shown."""

    start: int
    end: int
    line: int
    column: int


class Link(NamedTuple):
    """A link to something local: a file, a heading, or both."""

    target: str
    """As written, percent-decoded, without the fragment; empty for a heading of the same file."""
    fragment: str
    spot: Spot
    text: str
    """What the reader sees."""
    row: bool
    """Whether it is the first link of a list item or a table row, as in an index page."""
    status: str
    """What the same row says of the target's status, or empty."""
    field: str = ""
    """Id of the header field it stands in, or empty."""


class Mention(NamedTuple):
    """Something a document names without a link."""

    kind: str
    """``path``, ``name`` or ``command`` for inline code that looks like one, ``date`` for the day the document gives
    itself, ``undated`` for a date that is missing, ``misspelt`` for the name of a field with a slip in it, ``room`` for
    where the line of a field that is missing would go, with ``{}`` for its value, ``needs`` for the references of a
    field such as ``requires``, ``heir`` for what a superseded document says of its successor,
    ``cites`` for a number by which the header names another document."""
    text: str
    spot: Spot
    label: str = ""
    """Name of the header field it stands in, or empty."""


class KeptDetails(Protocol):
    """Details that are at hand, or that are unpacked when somebody asks."""

    def read(self) -> "Details":
        """Return them."""


class Details(NamedTuple):
    """What only some rules ask of a file. A run over very many files keeps these packed, see :attr:`Entry.details`."""

    top: Spot = Spot(0, 0, 1, 1)
    """Where to report what is about the file as a whole: its first heading."""
    status_spot: Spot = Spot(0, 0, 1, 1)
    status_demand: Origin | None = None
    """The template line that demands a status, where one does and none is given."""
    date_demand: Origin | None = None
    """The template line that demands a date, where one does and none is given."""
    anchors: frozenset[str] = frozenset()
    links: tuple[Link, ...] = ()
    mentions: tuple[Mention, ...] = ()

    def read(self) -> "Details":
        """Return themselves: they are at hand."""
        return self


NO_DETAILS = Details()


@record
class Entry:
    """One Markdown file of the corpus: its head, which is always at hand, and the way to its details."""

    path: str
    """Relative to the project's root."""
    kind: str
    """``document`` or ``page`` (an index or anything else that is only read for its links)."""
    type: str = ""
    """Name of the schema a document is bound to."""
    version: str = ""
    """Version of that schema."""
    title: str = ""
    role: Role = Role.DRAFT
    status: str | None = None
    """The status value as written; ``None`` where none is given."""
    bound: bool = True
    """False where the document never used its template, or is the blank template itself."""
    has: tuple[str, ...] = ()
    """What its details hold, so that they need not be read in vain: ``link``, ``lacks`` for a demand that is not met,
    and the kinds of its mentions; in order."""
    details: KeptDetails = NO_DETAILS

    @property
    def top(self) -> Spot:
        """Where to report what is about the file as a whole: its first heading."""
        return self.details.read().top

    @property
    def status_spot(self) -> Spot:
        """Where its status stands."""
        return self.details.read().status_spot

    @property
    def status_demand(self) -> Origin | None:
        """The template line that demands a status, where one does and none is given."""
        return self.details.read().status_demand if _LACKS in self.has else None

    @property
    def date_demand(self) -> Origin | None:
        """The template line that demands a date, where one does and none is given."""
        return self.details.read().date_demand if _LACKS in self.has else None

    @property
    def anchors(self) -> frozenset[str]:
        """The fragments that it answers to."""
        return self.details.read().anchors

    @property
    def links(self) -> tuple[Link, ...]:
        """Its local links, in order."""
        return self.details.read().links if _LINKS in self.has else ()

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """What it names without a link, in order."""
        return self.details.read().mentions

    def named(self, kind: str) -> list[Mention]:
        """Return the mentions of one kind."""
        return [one for one in self.details.read().mentions if one.kind == kind] if kind in self.has else []


def entry_of(details: Details, path: str, kind: str, **head: Any) -> Entry:
    """Return an entry whose head tells what its details hold."""
    has = {one.kind for one in details.mentions}
    if details.links:
        has.add(_LINKS)
    if details.status_demand or details.date_demand:
        has.add(_LACKS)
    return Entry(path, kind, **head, has=tuple(sorted(has)), details=details)
