"""How much it matters when something does not hold."""

from enum import IntEnum


class Severity(IntEnum):
    """Ordered, so that ``--fail-on`` is a comparison."""

    OFF = 0
    """Not judged at all."""
    NOTE = 1
    """Worth knowing; never fails a run by default."""
    WARNING = 2
    """Should be mended; fails a run under ``--fail-on warning``."""
    ERROR = 3
    """The document does not hold."""

    @property
    def word(self) -> str:
        """The word used in output and configuration: ``off``, ``note``, ``warning`` or ``error``."""
        return self.name.lower()


class Limit(IntEnum):
    """The mildest severity that fails a run; comparable with a severity."""

    NOTE = 1
    WARNING = 2
    ERROR = 3
    NEVER = 4
    """No finding fails a run."""

    @property
    def word(self) -> str:
        """The word used in configuration and on the command line."""
        return self.name.lower()


LIMITS = {limit.word: limit for limit in Limit}
"""The spelling of ``fail-on``."""
WORDS = {severity.word: severity for severity in Severity}
"""The spelling accepted in configuration and on the command line."""
