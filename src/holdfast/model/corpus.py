"""The files of a corpus, and what a rule about them can ask of the world."""

from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol

from holdfast.model.edit import Fix
from holdfast.model.entry import Entry, Spot
from holdfast.model.role import Role
from holdfast.model.verdict import Origin
from holdfast.records import field, record


class Context(NamedTuple):
    """The words around one place of a document, for rules that must know how something is meant."""

    sentence: str
    """The sentence, the list item or the table row itself."""
    lead: str
    """What introduces it: the items above it, the sentence before its list, the head of its table."""
    headings: tuple[str, ...]
    """The titles of the sections around it, the outermost first, without the document's own."""


NOWHERE = Context("", "", ())


@record
class Transition:
    """A change of status that the configuration does not allow."""

    before: str
    """The status as it was written."""
    after: str
    commit: str
    """That made the change; empty where it is not committed."""
    allowed: tuple[str, ...]
    """Roles and states that may follow."""
    origin: Origin
    """The line of the configuration that says so."""


@record
class Corpus:
    """All files of one set of documents, and what they can ask of the file system."""

    entries: dict[str, Entry]
    """By path."""
    indexes: tuple[str, ...]
    """Paths of the pages that list the documents."""
    exists: Callable[[str], bool]
    """Whether a path relative to the root is there."""
    anchors: Callable[[str], frozenset[str] | None]
    """The anchors of any Markdown file of the project; ``None`` where it cannot be read."""
    known: Mapping[str, list[str]] = field(default_factory=dict)
    """Paths of the project's files by file name, for telling where a lost target may have gone."""
    folders: dict[str, list[str]] = field(default_factory=dict)
    """Paths of the project's Markdown files by folder, for the same."""
    lost: dict[str, str | None] = field(default_factory=dict)
    """Lost targets with the file each most likely is now, as far as it was asked."""
    other: Callable[[str], Entry | None] = lambda path: None
    """A document of any set of the project, by path."""
    births: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """The commit that first added each document or template, and its time in seconds since the epoch."""
    templates: tuple[str, ...] = ()
    """Paths of the templates of the set."""
    text: Callable[[str], str] = lambda path: ""
    """The text of any file of the project; empty where it cannot be read."""
    context: Callable[[str, int], Context] = lambda path, offset: NOWHERE
    """The words around an offset of a document."""
    ignored: Callable[[str], bool] = lambda path: False
    """Whether a path lies in what ``.gitignore`` leaves out."""
    gone: Callable[[list[str]], Mapping[str, str]] = lambda paths: {}
    """Of some paths those that were there once, with the commit that deleted each."""
    renamed: Callable[[list[str]], Mapping[str, str]] = lambda paths: {}
    """Of some paths those that git recorded as renamed, with the file each is now."""
    symbol: Callable[[str], tuple[str, str, str] | None] = lambda name: None
    """For a dotted name of a Python package of the project that is not there: the file that should define
    it, the part it does not define, and the nearest name it does, or empty; ``None`` where it is there or
    cannot be told."""
    command: Callable[[str, str], tuple[str, str, str] | None] = lambda path, line: None
    """For a command line in a document whose target or script is not there: the file that should define it, its
    name, and the nearest name it does define, or empty; ``None`` where it is there or cannot be told."""

    forbidden: Callable[[Entry], Transition | None] = lambda entry: None
    """For a document whose newest change of status is not allowed: that change."""

    @property
    def documents(self) -> list[Entry]:
        """The documents, without index pages."""
        return [entry for entry in self.entries.values() if entry.kind == "document"]


class CorpusReport(Protocol):
    """What a rule about the corpus is handed to say what it found in which file."""

    def __call__(
        self,
        entry: Entry,
        spot: Spot,
        found: str,
        remedy: str,
        *,
        role: Role | None = None,
        requirement: Origin | None = None,
        sure: bool = True,
        fix: Fix | None = None,
    ) -> None:
        """Report a fault; ``role`` is whose obligation it is where that is not the entry's own."""
