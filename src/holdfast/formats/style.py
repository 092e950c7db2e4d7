"""Colours of the terminal, used only where there is one."""

from holdfast.model.severity import Severity

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
SEVERITY_COLOR = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan", Severity.OFF: "dim"}


class Paint:
    """Wraps text in the terminal's codes, or leaves it as it is."""

    def __init__(self, *, color: bool) -> None:
        """Without ``color`` every text comes back unchanged."""
        self.color = color

    def __call__(self, text: str, *styles: str) -> str:
        """Return the text in the given styles."""
        if not self.color or not text:
            return text
        return f"\x1b[{';'.join(_CODES[style] for style in styles)}m{text}\x1b[0m"
