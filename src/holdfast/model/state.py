"""The state of a design: what every surface shows of it, and nothing that it would have to work out."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from holdfast.model.outcome import Outcome
from holdfast.model.progress import Phase, Stay, Story
from holdfast.model.role import SETTLED, Role
from holdfast.model.tally import Tally, tally
from holdfast.model.verdict import Verdict


class Blank(NamedTuple):
    """One place to fill in."""

    line: int
    where: str
    """The field, or the section it stands in."""
    words: str
    """What the template asks for there, in its own words."""


class Missing(NamedTuple):
    """What a ticked task names and nobody finds."""

    line: int
    text: str
    """Of the task."""
    name: str
    why: str


class Doubt(NamedTuple):
    """A claim that does not hold today."""

    line: int
    name: str
    outcome: Outcome
    why: str


@dataclass(frozen=True, slots=True)
class DocumentState:
    """One document."""

    path: str
    type: str
    title: str
    status: str | None
    role: Role
    living: bool
    followed: bool
    """Whether its questions are still anybody's: those of a record that says no status, and of what is no longer in force, are not."""
    phases: tuple[Phase, ...]
    tasks: tuple[Story, ...]
    questions: tuple[Story, ...]
    missing: tuple[Missing, ...]
    claims: Counter[str]
    """By outcome; ``untried`` for those that no evidence speaks of."""
    doubts: tuple[Doubt, ...]
    verdicts: tuple[Verdict, ...]
    """What does not hold, the waived left out."""
    waived: int
    stays: tuple[Stay, ...] = ()
    blanks: tuple[Blank, ...] = ()
    updated: int = 0
    """When the newest commit touched it, seconds since the epoch; 0 where that is not known."""

    @property
    def done(self) -> int:
        """How many tasks are ticked."""
        return sum(1 for one in self.tasks if one.item.done)

    @property
    def open_questions(self) -> list[Story]:
        """Questions that nobody has settled, those of what is not followed left out."""
        return [one for one in self.questions if not one.item.done] if self.followed else []

    @property
    def unanswered(self) -> list[Story]:
        """Questions that are ticked, and whose answer is not in the text."""
        return [one for one in self.questions if one.item.done and not one.item.answered] if self.followed else []

    @property
    def broken(self) -> int:
        """How many obligations it does not meet: errors and warnings."""
        return tally(self.verdicts).broken

    def overdue(self, today: date) -> list[Phase]:
        """Return the phases that are over and have open tasks."""
        if self.role in SETTLED:
            return []
        return [one for one in self.phases if one.days and one.days.ends[1] < today and one.done < one.total]


class Recent(NamedTuple):
    """What one of the newest commits did to documents."""

    commit: str
    time: int
    author: str
    did: tuple[tuple[str, str], ...]
    """Each document's path with what was done to it."""


class Burn(NamedTuple):
    """How many tasks there were, and how many were done, from one moment on."""

    time: int
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class State:
    """The whole."""

    root: str
    name: str
    today: date
    documents: tuple[DocumentState, ...]
    narrowed: bool
    """Whether only some documents were asked for, which are then shown at length."""
    counts: Tally
    recent: tuple[Recent, ...] = ()
    burns: dict[str, list[Burn]] = field(default_factory=dict)
    """By document, the empty path for all of them together; where a history was asked for."""
    unknown: str = ""
    """Why history cannot be told, or not to its beginning."""
    inputs: tuple[str, ...] = ()
    """Absolute paths of all that it rests on."""

    def claims(self) -> Counter[str]:
        """Count claims by outcome."""
        return sum((one.claims for one in self.documents), Counter())
