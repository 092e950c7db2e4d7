"""Colours and hyperlinks of the terminal, used only where there is one that shows them."""

import os

from holdfast.model.severity import Severity

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
SEVERITY_COLOR = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan", Severity.OFF: "dim"}


class Paint:
    """Wraps text in the terminal's codes, or leaves it as it is."""

    def __init__(self, *, color: bool, links: bool = False) -> None:
        """Without ``color`` and ``links`` every text comes back unchanged."""
        self.color = color
        self.links = links

    def __call__(self, text: str, *styles: str) -> str:
        """Return the text in the given styles."""
        if not self.color or not text:
            return text
        return f"\x1b[{';'.join(_CODES[style] for style in styles)}m{text}\x1b[0m"

    def link(self, text: str, address: str) -> str:
        """Return the text as a hyperlink (OSC 8, https://github.com/Alhadis/OSC8-Adoption); not without an address."""
        if not self.links or not address:
            return text
        return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\"

    def file(self, text: str, path: str) -> str:
        """Return the text as a link to a file; ``path`` is absolute."""
        if not self.links:
            return text
        from urllib.parse import quote

        host = os.uname().nodename if hasattr(os, "uname") else ""
        return self.link(text, f"file://{host}{quote(os.fsencode(path), safe='/~')}")
