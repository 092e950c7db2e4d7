"""Whether a snippet of Python, JSON, TOML or YAML parses. Nothing of it is run, and no parser is loaded before it is needed.

Examples leave things out: they begin in the middle, end before the body of a function and write ``...`` for
the rest. All of that is let pass; what remains cannot be meant as it stands.
"""

from collections.abc import Callable
from functools import lru_cache

from holdfast.binding.syntax.data import json_fault, toml_fault, yaml_fault
from holdfast.binding.syntax.fault import SyntaxFault, elided
from holdfast.binding.syntax.python import python_fault

_LIMIT = 256 * 1024
"""Longer snippets, in characters, are not parsed."""
_WIDE = 5000
"""Nor are those with a longer line, on which the parsers of TOML and YAML can be made to take seconds."""
_SHORT = 4096
"""Shorter ones, in characters, are remembered."""
_JUDGES: dict[str, Callable[[list[str]], SyntaxFault | None]] = {
    **dict.fromkeys(("python", "py", "python3", "py3", "pycon", "python-repl", "doctest"), python_fault),
    "json": json_fault,
    "toml": toml_fault,
    **dict.fromkeys(("yaml", "yml"), yaml_fault),
}
LANGUAGES = frozenset(_JUDGES)
"""What can be judged, as code blocks name it."""


def syntax_fault(language: str, lines: list[str]) -> SyntaxFault | None:
    """Return the first fault of a snippet; ``None`` where it parses, or where that cannot be told."""
    size = sum(map(len, lines))
    if language not in _JUDGES or size > _LIMIT or max(map(len, lines), default=0) > _WIDE:
        return None
    return known_fault(language, tuple(lines)) if size < _SHORT else _fault(language, lines)


@lru_cache(maxsize=512)
def known_fault(language: str, lines: tuple[str, ...]) -> SyntaxFault | None:
    """Return the same of a short snippet: of a text that is being edited, nearly all are as they were a moment ago."""
    return _fault(language, list(lines))


def _fault(language: str, lines: list[str]) -> SyntaxFault | None:
    try:
        found = _JUDGES[language](lines)
    except (RecursionError, MemoryError, ValueError, OverflowError):
        return None
    return None if found is None or elided(lines, found.line) else found
