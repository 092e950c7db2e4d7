"""What discovery understood: sets of documents, each with its templates and its index pages."""

from collections.abc import Callable
from typing import NamedTuple

from holdfast.engine.baseline import Baseline
from holdfast.engine.templates import Template
from holdfast.engine.timeline import Timeline
from holdfast.engine.versions import Version, Versions
from holdfast.model.corpus import Transition
from holdfast.model.entry import Entry
from holdfast.model.role import Role
from holdfast.records import field, mutable
from holdfast.world.files import Tree


class Held(NamedTuple):
    """The status a document had at the revision whose policy holds."""

    role: Role
    status: str | None


@mutable
class DocumentSet:
    """Documents that are checked together: one folder, or what one ``[type.NAME]`` names."""

    folder: str
    """Where the documents lie, relative to the root; empty for the root itself."""
    templates: tuple[Template, ...]
    """Candidates, the first winning a tie."""
    documents: list[str]
    indexes: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    """Further pages of the folder that are read for their links only."""
    settled: bool = False
    """True where the configuration names it, false where it was guessed."""
    living: bool = True
    """Whether the documents are kept true, or are a record of the day they were accepted."""
    versions: tuple[Versions, ...] = ()
    """Of each template; set once the history has been read."""
    held: dict[str, Held] = field(default_factory=dict)
    """With a policy from another revision: documents with the status they had; the stricter one counts."""

    def candidates(self, path: str) -> list[Version]:
        """Return the versions of its templates that a document may be held to, the first winning a tie."""
        pinned = [version for one in self.versions if (version := one.pinned(path))]
        return pinned or [version for one in self.versions for version in one.candidates(path)]

    def unsure(self, path: str) -> bool:
        """Whether a document is to be held to the version of its time and neither history nor a baseline can tell it."""
        return self.doubtful and not any(one.pinned(path) for one in self.versions)

    @property
    def doubtful(self) -> bool:
        """Whether documents are to be held to the version of their time and history cannot tell it."""
        return any(version.unknown for version in self.versions)

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file of the set: documents, index pages, further pages."""
        return (*self.documents, *self.indexes, *self.pages)


@mutable
class Plan:
    """Everything a run is about."""

    tree: Tree
    sets: list[DocumentSet]
    unused: list[Template] = field(default_factory=list)
    """Templates that no document was written from."""
    changed: list[Template] = field(default_factory=list)
    """With a policy from another revision: the templates as they are today."""
    hidden: list[str] = field(default_factory=list)
    """With a policy from another revision: documents that the walk of today passes over."""
    timeline: Timeline = field(default_factory=Timeline)
    """What history says of documents and templates."""
    baseline: Baseline | None = None
    """What is known already; set with the versions."""
    forbidden: Callable[[Entry], Transition | None] = lambda entry: None
    """Tells of a change of status that the configuration does not allow; set with the versions."""
