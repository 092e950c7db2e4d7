"""What came of trying one claim, and the evidence that is kept of it."""

from dataclasses import dataclass, field
from typing import NamedTuple

from holdfast.model.example import Level
from holdfast.model.outcome import Outcome

WHOLE = "**"
"""Stands among the files that a trial rests on for the whole project, where nobody can tell which of them something read."""
_SHOWN = 24
"""Characters of an example that a message quotes."""


class Fault(NamedTuple):
    """Where an example stops to be true; line and column of the example, from 1, columns in code points."""

    line: int
    column: int
    message: str
    """On one line."""


def misfit(rest: str, missing: str = "") -> str:
    """Return what is wrong where a grammar cannot read on: what is missing there, else what stands there."""
    if missing:
        return f"`{missing}` is missing here"
    words = rest.strip()
    shown = words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1].rstrip()}…"
    return f"`{shown}` makes no sense here" if shown else "this makes no sense here"


@dataclass(frozen=True, slots=True)
class Trial:
    """The answer of a verifier about one claim at one level."""

    outcome: Outcome
    """``HOLDS``, ``BROKEN``, ``UNPROVEN`` or ``STALE``."""
    level: Level
    """The level that was tried."""
    fault: Fault | None = None
    """Of a broken one what is wrong; ``None`` where no line can be named."""
    found: str = ""
    """One line: why it is broken or unproven."""
    remedy: str = ""
    """What to do next; where a tool is missing, the command that installs it."""
    output: str = ""
    """What it printed, or the end of what a tool said of it."""
    reads: frozenset[str] = frozenset()
    """Files of the project that it rests on, relative to the root; those that were looked for and are not there included."""
    seconds: float = 0.0
    at: int | None = None
    """Byte offset of what is wrong, counted from the beginning of the claim; ``None`` where ``fault`` tells, or nothing does."""
    detail: tuple[str, ...] = ()
    """Further lines for people, below the message: a comparison, the end of a log."""
    settled: bool = False
    """Of an unproven one, that this follows from the text, its files and its toolchain alone, as of an excerpt: it counts as
    evidence, and is not tried again until one of them changes."""


class Toolchain(NamedTuple):
    """The programs that try claims of one group, named so that evidence can tell when they change."""

    versions: tuple[tuple[str, str], ...]
    """Name and version, ordered; all that changes a verdict: compiler, checker, runner, environment."""
    highest: Level
    """How far claims can be tried with it here."""
    missing: str = ""
    """Why not further; empty where nothing is missing."""
    remedy: str = ""
    """The command that installs what is missing."""
    rests_on: tuple[str, ...] = ()
    """Absolute paths that change when any of it does: programs, lock files, folders of installed packages."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One trial as it is kept: what was tried, on what, and what it rests on."""

    claim: str
    """The claim's identity, which stays when its content changes."""
    document: str
    """Path of its document then, relative to the root."""
    inputs: str
    """Hash of everything that was handed to the verifier: the content, what it rests on before it, what was asked."""
    trial: Trial
    asked: Level
    kind: str = "example"
    """Slug of the verifier that answered."""
    files: dict[str, str] = field(default_factory=dict)
    """Each file of ``trial.reads`` with the hash of its content then; empty for one that was not there."""
    toolchain: tuple[tuple[str, str], ...] = ()
    sandbox: str = ""
    """The sandbox level it ran in; empty where nothing ran."""
    machine: str = ""
    commit: str = ""
    """That was checked out; empty outside of git. What was tried is told by the hashes, whatever is committed."""
    moment: int = 0
    """Seconds since the epoch at which it was tried."""
