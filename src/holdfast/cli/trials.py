"""How far ``verify`` is: a line on stderr with counts and the running example."""

import sys
import threading
import time
from typing import Any

_SHORTEST, _LONGEST, _WORDS = 6, 30, 46
"""Characters of the bar at the least and at the most, and what is kept free beside it for the counts."""
_USUAL = 80
"""Columns of a terminal that does not say how many it has."""


class TrialProgress:
    """A line on stderr with counts and the running example, where there is a terminal and it takes a while."""

    def __init__(self) -> None:
        self.total = self.done = self.broken = self.tried = 0
        self.current = ""
        self.since = self.start = time.monotonic()
        self.shown = 0.0
        self.live = bool(sys.stderr) and sys.stderr.isatty()
        self.lock = threading.RLock()
        self.over = threading.Event()
        if self.live:
            threading.Thread(target=self._tick, daemon=True).start()

    def planned(self, total: int, known: int) -> None:
        """Remember how many claims there are, and how many of them evidence answers."""
        self.total, self.done = total, known

    def begins(self, claim: Any) -> None:
        """Show a claim as the one that is being tried."""
        self.current, self.since = (
            f"{claim.document}:{claim.position.line} {claim.name or claim.kind}",
            time.monotonic(),
        )
        self._draw()

    def answered(self, claim: Any, trial: Any) -> None:
        self.done += 1
        self.tried += 1
        if trial.outcome == "broken":
            self.broken += 1
            self._say(claim, trial)
        self._draw()

    def clear(self) -> None:
        """Remove the line, and draw no more."""
        with self.lock:
            self.over.set()
            if self.shown:
                sys.stderr.write("\r\x1b[K")
                sys.stderr.flush()

    def _tick(self) -> None:
        """Go on counting the seconds of an example that takes long."""
        while not self.over.wait(0.25):
            self._draw()

    def _say(self, claim: Any, trial: Any) -> None:
        """Show what is broken as soon as it is known, above the line."""
        with self.lock:
            if self.shown:
                from holdfast.cli.terminal import width
                from holdfast.formats.escape import visible
                from holdfast.formats.layout import cut

                line = claim.position.line + (trial.fault.line - 1 if trial.fault else 0)
                said = trial.fault.message if trial.fault else trial.found
                text = f"broken  {visible(claim.document)}:{line} {visible(claim.name or claim.kind)}  {visible(said)}"
                sys.stderr.write(f"\r\x1b[K {cut(text, (width(sys.stderr) or _USUAL) - 2)}\n")

    def _draw(self) -> None:
        now = time.monotonic()
        with self.lock:
            if not self.live or self.over.is_set() or now - self.start < 0.5 or now - self.shown < 0.05:
                return
            from holdfast.cli.terminal import width
            from holdfast.formats.escape import visible
            from holdfast.formats.layout import cut

            self.shown = now
            wide = width(sys.stderr) or _USUAL
            long = max(_SHORTEST, min(_LONGEST, wide - _WORDS))
            full = long * self.done // max(self.total, 1)
            bar = "━" * full + "╌" * (long - full)
            broken = f"   {self.broken} broken" if self.broken else ""
            seconds = f"   {now - self.since:.0f} s" if self.current and now - self.since > 2 else ""
            line = f" verifying {bar}  {self.done}/{self.total}{broken}   {visible(self.current)}{seconds}"
            sys.stderr.write(f"\r{cut(line, wide - 1)}\x1b[K")
            sys.stderr.flush()
