"""What Holdfast found out, in the one shape that every surface shows."""

from typing import NamedTuple, Protocol

from holdfast.model.edit import Fix
from holdfast.model.outcome import Outcome
from holdfast.model.severity import Severity
from holdfast.model.span import Position, Span
from holdfast.records import record


class Origin(NamedTuple):
    """The line of a template, or of a configuration file, that makes a requirement."""

    path: str
    """Relative to the repository root, or ``builtin:NAME`` for a built-in template."""
    line: int
    text: str
    """The line itself, without the white space around it."""


@record
class Verdict:
    """One answer about one place in one document.

    Raises ``ValueError`` when it does not hold and says no remedy: a message that leaves people
    without a next step cannot be built.
    """

    slug: str
    """The rule or verifier that answers, such as ``section-missing``."""
    outcome: Outcome
    severity: Severity
    path: str
    """Relative to the repository root, with ``/`` between its parts."""
    span: Span
    position: Position
    found: str
    """A fact, on one line, about this document."""
    remedy: str
    """What to do next, on one line."""
    requirement: Origin | None = None
    """Where the demand comes from; ``None`` where no template makes it."""
    sure: bool = True
    """False where a person should look before believing it; first sight shows the sure ones."""
    reason: str = ""
    """Why it is waived, in the words of the document."""
    fix: Fix | None = None
    """What mends it, where that is certain; about the file at ``path``."""
    others: tuple[Origin | Span, ...] = ()
    """Further demands, or places, that the same message speaks of where it stands for several faults."""
    detail: tuple[str, ...] = ()
    """Further lines for people, below the message: a comparison, the end of a log."""
    known: bool = False
    """Whether the baseline holds it: it is told and counted, and does not fail a run."""

    @property
    def word(self) -> str:
        """What a line about it begins with: its severity where it is broken, its outcome otherwise."""
        return self.severity.word if self.outcome is Outcome.BROKEN else self.outcome.value

    @property
    def fixable(self) -> str:
        """Whether ``holdfast fix`` mends it: ``safe``, ``unsafe`` where a person has to ask for that, or empty."""
        if self.fix is None or self.outcome is not Outcome.BROKEN:
            return ""
        return "safe" if self.fix.safe else "unsafe"

    def __post_init__(self) -> None:
        """Refuse a verdict without a remedy."""
        if self.outcome is not Outcome.HOLDS and not self.remedy:
            raise ValueError(f"a {self.slug} verdict that does not hold needs a remedy")


class Report(Protocol):
    """What a rule is handed to say what it found; slug, severity and position are filled in for it."""

    def __call__(
        self,
        span: Span,
        found: str,
        remedy: str,
        *,
        requirement: Origin | None = None,
        sure: bool = True,
        cap: Severity | None = None,
        fix: Fix | None = None,
        others: tuple[Origin | Span, ...] = (),
    ) -> None:
        """Report that something at ``span`` does not hold; ``cap`` is the most this one finding can be, whatever the row says."""
