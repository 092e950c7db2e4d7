"""What one state of a corpus has that another has not, in the terms of its documents."""

from dataclasses import dataclass
from typing import NamedTuple

from holdfast.model.role import SETTLED, Role

KINDS = (
    "status", "target", "waiver", "question", "task", "section", "example", "field", "measured", "title",
)  # fmt: skip
"""Kinds of changes, the most important first."""


class Contrast(NamedTuple):
    """One thing that differs."""

    kind: str
    """One of :data:`KINDS`."""
    did: str
    """``added``, ``removed``, ``changed``, ``ticked``, ``unticked``, ``answered``, ``reopened``, ``reworded`` or ``moved``."""
    what: str
    """Which one: the name of a field, the text of a task, the title of a section."""
    before: str = ""
    after: str = ""
    note: str = ""
    """What else is known: the commit that did it, what evidence says."""
    line: int = 0
    """Where it stands today; of what is gone, where it stood."""


@dataclass(frozen=True, slots=True)
class DocumentContrast:
    """One document that differs."""

    path: str
    """Today; of one that is gone, where it was."""
    title: str
    fate: str
    """``new``, ``gone``, ``renamed`` or ``changed``."""
    role: Role
    status: str | None
    older: str
    """Its earlier path, where it was renamed."""
    contrasts: tuple[Contrast, ...]
    blanks: int = 0
    """Of a new one, how many places are left to fill in."""

    @property
    def folded(self) -> bool:
        """Whether it is no longer in force and did not just become so: of little interest."""
        return self.role in SETTLED and self.fate != "gone" and not any(one.kind == "status" for one in self.contrasts)

    @property
    def weight(self) -> int:
        """How much it matters; less is more."""
        fates = {"gone": 1, "new": 1, "renamed": 3, "changed": 9}
        kinds = [0 if one.kind == "status" else 2 + KINDS.index(one.kind) for one in self.contrasts]
        return min([fates[self.fate], *kinds])


class LinkContrast(NamedTuple):
    """A link that leads nowhere on one side only."""

    path: str
    line: int
    found: str
    did: str
    """``broken`` or ``mended``."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states of a corpus, compared."""

    root: str
    before: str
    """The revision as it was asked for, with its commit."""
    after: str
    """The same; empty for the files as they lie there."""
    documents: tuple[DocumentContrast, ...]
    links: tuple[LinkContrast, ...]

    @property
    def different(self) -> bool:
        """Whether anything differs."""
        return bool(self.documents or self.links)
