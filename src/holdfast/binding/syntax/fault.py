"""Where a snippet stops to make sense, and what may be missing there."""

from typing import NamedTuple

from holdfast.patterns import pattern

ELIDED = pattern(r"\.\.\.|…|<[A-Za-z][\w .-]*>|\{\{|\{%|<%|\$\{|\[[a-z]+(?: (?!for\b)[a-z]+)+\]")
"""What stands for something else, or for anything."""


class SyntaxFault(NamedTuple):
    """Where a snippet stops to make sense; line and column, in characters, are counted from 0."""

    line: int
    column: int
    message: str


def elided(lines: list[str], line: int) -> bool:
    """Tell whether something is left out at a line, counted from 0, or just above it, as in ``handler(...)``."""
    return ELIDED.search("\n".join(lines[max(0, line - 1) : line + 1])) is not None
