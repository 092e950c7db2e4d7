"""The five answers a rule or a verifier can give."""

from enum import StrEnum


class Outcome(StrEnum):
    """Only ``HOLDS`` is green; a summary prints the count of every one of them."""

    HOLDS = "holds"
    BROKEN = "broken"
    """The text or the world says otherwise."""
    UNPROVEN = "unproven"
    """It could not be found out: unreadable, no toolchain, no history, a crash of ours."""
    STALE = "stale"
    """It held once, and what it rests on has changed since."""
    WAIVED = "waived"
    """Excused in the text, with a reason."""
