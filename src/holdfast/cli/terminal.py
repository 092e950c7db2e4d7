"""What the terminal can show, and how paths and progress are shown on it."""

import os
import sys
import time
from collections.abc import Iterable
from typing import TextIO

from holdfast.world.output import write

__all__ = ["Progress", "follows_links", "wants_color", "width", "write", "write_lines"]

_LINKING_PROGRAMS = frozenset({"ghostty", "Hyper", "iTerm.app", "mintty", "rio", "Tabby", "vscode", "WezTerm", "zed"})
_LINKING_TERMINALS = frozenset(
    {"alacritty", "contour", "foot", "foot-extra", "wezterm", "xterm-ghostty", "xterm-kitty"}
)
_LINKING_MARKS = ("DOMTERM", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "WT_SESSION")
"""Variables by which terminals that follow hyperlinks are known (https://github.com/Alhadis/OSC8-Adoption)."""


def wants_color(stream: TextIO) -> bool:
    """Tell whether to use colour: NO_COLOR and FORCE_COLOR first, then whether a terminal is there."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE", "0") not in ("", "0"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def follows_links(stream: TextIO) -> bool:
    """Tell whether to write hyperlinks: FORCE_HYPERLINK first, then whether it is a terminal known to follow them."""
    forced = os.environ.get("FORCE_HYPERLINK")
    if forced:
        return forced != "0"
    if not stream.isatty() or os.environ.get("CI") or os.environ.get("TERM") == "dumb":
        return False
    # The first version of VTE that has them crashes on them.
    modern = _number(os.environ.get("VTE_VERSION", "")) > 5000
    named = os.environ.get("TERM_PROGRAM") in _LINKING_PROGRAMS or os.environ.get("TERM") in _LINKING_TERMINALS
    return modern or named or any(os.environ.get(name) for name in _LINKING_MARKS)


def width(stream: TextIO) -> int:
    """Return how many columns a terminal has: COLUMNS, or what it says itself; 0 where there is none or it says nothing."""
    if not stream.isatty():
        return 0
    try:
        return _number(os.environ.get("COLUMNS", "")) or os.get_terminal_size(stream.fileno()).columns
    except OSError:
        return 0


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


class Progress:
    """A line on stderr for work that takes longer than a second; nothing where there is no terminal."""

    def __init__(self, what: str) -> None:
        """Name the work, as in "checking"."""
        self.what = what
        self.start = time.monotonic()
        self.shown = 0.0
        self.live = sys.stderr.isatty()

    def __call__(self, done: int, total: int) -> None:
        """Tell how much is done."""
        now = time.monotonic()
        if self.live and now - self.start > 1 and now - self.shown > 0.1:
            self.shown = now
            sys.stderr.write(f"\r {self.what}  {done}/{total}\x1b[K")
            sys.stderr.flush()

    def clear(self) -> None:
        """Remove the line."""
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self.shown = 0.0


def write_lines(lines: Iterable[str]) -> None:
    """Write lines to stdout."""
    write("".join(f"{line}\n" for line in lines))
