"""A migration guide as a claim: two sides that are shown, what to ask them, and what may differ."""

from dataclasses import dataclass
from typing import NamedTuple

from holdfast.model.span import Span

ABSENT = ""
"""Stands for a value that is not there; ``None`` stands for any."""


class SideFile(NamedTuple):
    """One file of a side."""

    path: str
    """Relative and plain, with ``/``."""
    text: str
    at: int
    """Byte offset in the document at which its fence begins."""


@dataclass(frozen=True, slots=True)
class Side:
    """What a guide shows as before or as after."""

    name: str
    """``before`` or ``after``."""
    files: tuple[SideFile, ...]
    span: Span
    """From its first fence to the end of its last."""
    languages: frozenset[str] = frozenset()
    command: str = ""
    """What starts it, as lines of a shell; empty where its kind knows."""
    kind: str = ""
    """As the guide says it; empty where it is to be told from the files."""
    app: str = ""
    environment: str = ""
    openapi: str = ""
    fault: str = ""
    """Why it cannot be tried, such as a file that would lie outside of its folder."""

    def text(self, path: str) -> str:
        """Return the text of a file; empty where there is none."""
        return next((one.text for one in self.files if one.path == path), "")


class Request(NamedTuple):
    """One request of a guide."""

    name: str
    """Behind the ``###`` above it, or empty."""
    method: str
    target: str
    """Path and query."""
    headers: tuple[tuple[str, str], ...]
    body: str
    span: Span
    at: int
    """Byte offset of its request line."""
    fault: str = ""
    """Why it cannot be sent, by name."""

    @property
    def shown(self) -> str:
        """Return the request as people are shown it: ``POST /items``."""
        return f"{self.method} {self.target}"


class Where(NamedTuple):
    """Which requests a declared difference speaks of; what is empty counts for all."""

    methods: frozenset[str] = frozenset()
    path: str = ""
    """With ``*`` and ``{name}`` for any text without a slash; the query counts where it is written."""
    name: str = ""
    """Of a request."""
    statuses: frozenset[int] = frozenset()
    """That either side answers with; ``4`` stands for ``4xx``."""
    said: str = ""
    """All of it as a key: the name of a request counts before anything that it may seem to say."""


@dataclass(frozen=True, slots=True)
class Declared:
    """One difference that is meant."""

    where: Where
    what: str
    """``status``, ``header``, ``body``, ``numbers``, ``nulls``, ``openapi`` or ``output``."""
    part: str
    """Name of the header in lower case, or the path in the body; empty for all of it."""
    before: str | None
    after: str | None
    """A value as text, :data:`ABSENT`, or ``None`` for any."""
    span: Span
    """Of its row or item."""
    text: str
    """As it stands in the document, without markup."""


class Listing(NamedTuple):
    """The table or list in which differences are declared: where a further one goes, and how it is written."""

    table: bool
    columns: tuple[str, ...]
    """Of a table what each column says: ``where``, ``what``, ``before``, ``after``, or empty."""
    end: int
    """Byte offset just behind its last row or item, its line end not included."""
    lead: str
    """What stands before the first mark of a line, and the mark: ``- `` or ``  | ``."""


@dataclass(frozen=True, slots=True)
class Guide:
    """One migration guide."""

    title: str
    source: str
    """What is left behind, such as ``FastAPI``."""
    target: str
    """Where its heading says so what comes in its place."""
    heading: Span
    span: Span
    """Its section."""
    section: tuple[str, ...]
    before: Side | None
    after: Side | None
    pairs: tuple[tuple[Side, Side], ...] = ()
    """Each before with the after behind it: a guide without servers shows one thing after the other."""
    requests: tuple[Request, ...] = ()
    declared: tuple[Declared, ...] = ()
    listing: Listing | None = None
    fences: frozenset[int] = frozenset()
    """Byte offsets of the fences that are parts of it."""
    place: int = 0
    """Byte offset behind which a table of differences would be added."""
    heading_of_listing: str = "**"
    """What such a table would be headed with: ``**`` for bold words, ``####`` for a heading, empty where one is there."""
