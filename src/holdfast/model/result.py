"""What one run of ``check`` found out: the one shape every surface and every format shows."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from holdfast.model.outcome import Outcome
from holdfast.model.role import Role
from holdfast.model.severity import Limit, Severity
from holdfast.model.tally import Tally, tally
from holdfast.model.verdict import Verdict
from holdfast.records import record

if TYPE_CHECKING:  # A run that tries nothing does without the nouns of trying.
    from holdfast.model.claim import Tried


class Understood(NamedTuple):
    """What discovery took one set of documents for."""

    folder: str
    """Relative to the root; empty for the root itself."""
    templates: tuple[str, ...]
    """Paths, or ``builtin:NAME``; empty for files that were only named on the command line."""
    types: tuple[str, ...]
    """The names of the schemas, in the same order."""
    versions: tuple[str, ...]
    """Their versions, in the same order."""
    documents: int
    indexes: tuple[str, ...]
    settled: bool
    """Whether the configuration says so, or it was guessed."""
    living: bool
    """Whether the documents are kept true, or are a record of the day they were accepted."""
    known: int
    """How many versions of the templates history knows."""
    policy: str
    """Which version a document is held to: ``date``, ``best``, ``latest``, or one version."""


class Examined(NamedTuple):
    """One document that was looked at."""

    path: str
    type: str
    title: str
    status: str | None
    """As written; ``None`` where none is given."""
    role: Role
    bound: bool
    version: str
    """Of the schema it was held to."""
    proven: bool
    """False where the version of its template is unknown, so that it cannot be said to hold."""


class Crash(NamedTuple):
    """A rule that failed on a document: our bug, and never a reason to lose the other findings."""

    slug: str
    path: str
    error: str
    trace: str


class Remembered(NamedTuple):
    """How a run compares with the baseline."""

    path: str
    """Absolute path of the baseline."""
    known: int
    """Verdicts that it holds."""
    gone: int
    """Findings that it holds and that no longer occur, in what the run looked at."""


class Inputs:
    """Paths that are listed anew whenever somebody goes through them: most runs never do, and they may be very many."""

    def __init__(self, *parts: Iterable[str] | Callable[[], Iterable[str]]) -> None:
        """Take paths, and functions that return paths."""
        self._parts = parts

    def __iter__(self) -> Iterator[str]:
        """Go through all parts, one after the other."""
        for part in self._parts:
            yield from part() if callable(part) else part


@record
class Result:
    """Everything a run found out, ordered by path and position."""

    root: str
    """Absolute path of the project."""
    configured: str
    """Absolute path of the configuration; empty where there is none."""
    fail_on: Limit
    understood: tuple[Understood, ...]
    unused: tuple[str, ...]
    """Templates that no document was written from."""
    documents: tuple[Examined, ...]
    verdicts: tuple[Verdict, ...]
    crashes: tuple[Crash, ...] = ()
    inputs: Iterable[str] = ()
    """Absolute paths of all the files and folders that the run rests on."""
    tried: "Tried | None" = None
    """The claims and what came of them, where the run tried some."""
    baseline: Remembered | None = None
    narrowed: tuple[str, ...] = ()
    """What was asked for, where it is less than everything: one phrase each."""
    failing: tuple[str, ...] = ()
    """The document of each claim that did not hold when it was last tried, where nothing has changed since."""

    def tally(self) -> Tally:
        """Count verdicts."""
        return tally(self.verdicts)

    def standing(self) -> tuple[int, int, int]:
        """Count the documents that hold, those that do not, and those of which it is not known.

        A document holds when nothing above a note is said about it and nothing about it is unproven.
        """
        failing = {
            one.path for one in self.verdicts if one.severity >= Severity.WARNING and one.outcome is Outcome.BROKEN
        }
        doubted = {one.path for one in self.verdicts if one.outcome is Outcome.UNPROVEN}
        fails = sum(1 for document in self.documents if document.path in failing)
        unknown = sum(
            1 for one in self.documents if one.path not in failing and (one.path in doubted or not one.proven)
        )
        return len(self.documents) - fails - unknown, fails, unknown
