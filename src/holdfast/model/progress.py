"""What is to be done and to be decided in a document, and what became of it commit by commit."""

from datetime import date
from typing import NamedTuple


class Item(NamedTuple):
    """One task box or one question, as it stands in one text."""

    kind: str
    """``task`` or ``question``."""
    text: str
    """Its first line, without markup."""
    done: bool
    """Ticked, or answered."""
    group: str
    """Title of the section it stands in: of a task the phase, where it is in one."""
    line: int
    answered: bool = False
    """Of a question, whether something stands behind it that can be its answer."""
    names: tuple[str, ...] = ()
    """Code and commit ids that a task names."""


class Happening(NamedTuple):
    """One thing that a commit did to an item."""

    kind: str
    """``appeared``, ``ticked``, ``unticked``, ``reworded`` or ``moved``."""
    commit: str
    """Empty for what is not committed yet."""
    time: int
    """When its author made it, seconds since the epoch."""
    author: str
    before: str = ""
    """The earlier wording of what was reworded, the earlier section of what was moved."""


class Story(NamedTuple):
    """An item of today with all that happened to it, the newest first."""

    item: Item
    happened: tuple[Happening, ...] = ()
    before: int = 0
    """Where nobody knows when it appeared: it was there at this time already; 0 where not even that is known."""

    @property
    def since(self) -> Happening | None:
        """When it first appeared, as far as history tells."""
        return next((one for one in reversed(self.happened) if one.kind == "appeared"), None)

    @property
    def settled(self) -> Happening | None:
        """When it was ticked, where it is."""
        return next((one for one in self.happened if one.kind == "ticked"), None) if self.item.done else None


class Days(NamedTuple):
    """A stretch of time that is known to within so many days: it never claims a day that nobody wrote."""

    starts: tuple[date, date] | None
    """The earliest and the latest first day; ``None`` where only the end is said."""
    ends: tuple[date, date]
    """The earliest and the latest last day."""


class Phase(NamedTuple):
    """The tasks under one heading."""

    title: str
    done: int
    total: int
    timeline: str
    """What the heading says of time, as written; empty where it says nothing."""
    days: Days | None
    """What that means; ``None`` where it cannot be told."""


class Stay(NamedTuple):
    """How long a document had one status."""

    status: str
    """As written; empty where it gave none."""
    role: str
    commit: str
    since: int
    """Seconds since the epoch."""
    until: int
    """0 while it lasts."""
    author: str
