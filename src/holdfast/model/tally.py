"""How many verdicts there are of each kind: the numbers that every surface shows."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from holdfast.model.outcome import Outcome
from holdfast.model.severity import Severity
from holdfast.model.verdict import Verdict
from holdfast.plural import counted


class Tally(NamedTuple):
    """Verdicts about documents and index pages; a note breaks nothing and is counted by itself."""

    errors: int = 0
    warnings: int = 0
    notes: int = 0
    stale: int = 0
    waived: int = 0
    unproven: int = 0

    @property
    def broken(self) -> int:
        """Obligations that are not met: errors and warnings."""
        return self.errors + self.warnings

    @property
    def words(self) -> tuple[str, ...]:
        """All of it as people are told it, 0 included: what could not be found out is never hidden."""
        notes = counted(self.notes, "note")
        rest = (f"{self.stale} stale", f"{self.waived} waived", f"{self.unproven} unproven")
        return (f"{self.broken} broken", notes, *rest)

    @property
    def record(self) -> dict[str, int]:
        """All of it as programs are told it."""
        return {name: getattr(self, name) for name in ("broken", "notes", "unproven", "stale", "waived")}


def tally(verdicts: Iterable[Verdict]) -> Tally:
    """Count verdicts."""
    counts = Counter(one.severity if one.outcome is Outcome.BROKEN else one.outcome for one in verdicts)
    return Tally(
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        notes=counts[Severity.NOTE],
        stale=counts[Outcome.STALE],
        waived=counts[Outcome.WAIVED],
        unproven=counts[Outcome.UNPROVEN],
    )
