"""What the terminal can show, and how paths and progress are shown on it."""

import os
import sys
import time
from collections.abc import Iterable
from typing import TextIO


def wants_color(stream: TextIO) -> bool:
    """Tell whether to use colour: NO_COLOR and FORCE_COLOR first, then whether a terminal is there."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


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


def write(text: str) -> None:
    """Write to stdout; what the terminal's encoding cannot show is spelled out.

    A reader that has seen enough, such as head, changes nothing, the exit code least of all. Raises
    :class:`~holdfast.errors.UsageError` where the text cannot be written, as on a full disk.
    """
    encoding = sys.stdout.encoding or "utf-8"
    try:
        sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stdout.flush()
    except OSError as error:
        # What is still in the buffer would be tried, and complained about, once more at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            from holdfast.errors import UsageError

            raise UsageError(
                f"cannot write the output: {error.strerror}", remedy="make room, or write it elsewhere"
            ) from error


def write_lines(lines: Iterable[str]) -> None:
    """Write lines to stdout."""
    write("".join(f"{line}\n" for line in lines))
