"""Which severity a rule has in which role: the obligations table, one row a rule."""

from holdfast.model.role import Role
from holdfast.model.severity import Severity
from holdfast.records import names_of, record

_LETTERS = {"-": Severity.OFF, "n": Severity.NOTE, "W": Severity.WARNING, "E": Severity.ERROR}


@record
class Obligation:
    """The severity of one rule for a document of each role."""

    research: Severity
    draft: Severity
    active: Severity
    deprecated: Severity
    superseded: Severity
    pointer: Severity

    def severity(self, role: Role) -> Severity:
        """Return the severity when a document of this role does not hold."""
        found: Severity = getattr(self, role.value)
        return found

    def letters(self) -> str:
        """Return the row as it is written in a rule, such as ``W E E W W -``."""
        back = {severity: letter for letter, severity in _LETTERS.items()}
        return " ".join(back[getattr(self, name)] for name in names_of(self))


def obligation(row: str) -> Obligation:
    """Read a row of the table: E error, W warning, n note, - nothing.

    The letters stand for Research, Draft, Active and Deprecated, in this order; a fifth and a
    sixth give Superseded (else as Deprecated) and Pointer (else nothing).

    Raises ``ValueError`` when the row has fewer than four letters or an unknown one.
    """
    letters = row.split()
    if not 4 <= len(letters) <= 6 or any(letter not in _LETTERS for letter in letters):
        raise ValueError(f"not an obligations row: {row!r}")
    values = [_LETTERS[letter] for letter in letters]
    superseded = values[4] if len(values) > 4 else values[3]
    pointer = values[5] if len(values) > 5 else Severity.OFF
    return Obligation(values[0], values[1], values[2], values[3], superseded, pointer)
