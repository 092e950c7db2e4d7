"""What was printed against what a session shows: the same lines, but for what it leaves out."""

import re
from collections.abc import Sequence

from holdfast.model.example import Example, Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Fault, Trial

_ELLIPSIS = ("...", "…", "[...]", "[…]", "# ...")
_LONGEST = 80
_CODES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
"""Colours and titles of a terminal."""


def differs(expected: Sequence[str], printed: str) -> tuple[int, str] | None:
    """Return the first expected line, from 0, that is not printed, and what is; ``None`` where all fits.

    White space at line ends and colours do not count; a line of three dots stands for any lines, and three
    dots inside a line for any text.
    """
    if not expected:
        return None
    actual = [line.rstrip() for line in _CODES.sub("", printed).splitlines()]
    while actual and not actual[-1]:
        actual.pop()
    place = 0
    free = False
    for number, line in enumerate(expected):
        if line.strip() in _ELLIPSIS:
            free = True
            continue
        wanted = line.rstrip()
        if free:
            found = next((at for at in range(place, len(actual)) if _fits(wanted, actual[at])), None)
            if found is None:
                return number, f"prints nothing like {_brief(line)}"
            place, free = found + 1, False
            continue
        if place >= len(actual):
            return number, f"prints nothing more, and the document says {_brief(line)}"
        if not _fits(wanted, actual[place]):
            return number, f"prints {_brief(actual[place])}, and the document says {_brief(line)}"
        place += 1
    if not free and place < len(actual):
        return len(expected) - 1, f"prints {_brief(actual[place])}, of which the document says nothing"
    return None


def _brief(line: str) -> str:
    """Return a line as a message quotes it."""
    text = line.strip()
    return f'"{text[:_LONGEST]}{"..." if len(text) > _LONGEST else ""}"' if text else "an empty line"


def compared(example: Example, printed: str) -> Trial:
    """Return the trial of an example that came to its end, by what it printed against what it is said to print."""
    if not example.expected:
        return Trial(Outcome.HOLDS, Level.RAN)
    difference = differs([line.text for line in example.expected.lines], printed)
    if difference is None:
        return Trial(Outcome.HOLDS, Level.COMPARED)
    return Trial(
        Outcome.BROKEN,
        Level.COMPARED,
        _place(example, *difference),
        difference[1],
        "mend it, or holdfast verify --update output",
    )


def _place(example: Example, line: int, message: str) -> Fault:
    """Return the place of an expected line; one in a block behind the example is shown at the example's last line."""
    at = example.expected.lines[line].start if example.expected else 0
    inside = next((number for number, one in enumerate(example.lines, 1) if one.start >= at), len(example.lines))
    return Fault(max(1, inside), 1, message)


def _fits(line: str, printed: str) -> bool:
    """Tell whether a printed line is the expected one, in which three dots stand for any text."""
    first, *parts = re.split(r"\.\.\.|…", line)
    if not parts:
        return line == printed
    if not printed.startswith(first):
        return False
    at = len(first)
    for part in parts[:-1]:
        found = printed.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return len(printed) - at >= len(parts[-1]) and printed.endswith(parts[-1])
