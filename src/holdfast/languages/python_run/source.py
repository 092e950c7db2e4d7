"""The Python of an example: its text as a module, or the statements of an interactive session."""

import ast
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from holdfast.languages.python_run.syntax import NO_PYTHON, syntax_of
from holdfast.model.example import Example
from holdfast.model.trial import Fault

_PROMPT = re.compile(r"(?P<margin>\s*)>>>(?: (?P<code>.*)|\s*)$")
_MORE = re.compile(r"\s*\.\.\.(?: (?P<code>.*)|\s*)$")
_LONGEST = 512 * 1024
FLAGS = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


class Statement(NamedTuple):
    """One input of a session."""

    line: int
    """Of the example, from 1."""
    text: str
    wanted: str
    """What it is said to show; lines end in ``\\n``."""


@dataclass(frozen=True, slots=True)
class Source:
    """An example as Python reads it; line for line that of the document."""

    text: str
    margin: int = 0
    """Characters that were taken from the front of every line."""
    statements: tuple[Statement, ...] = ()
    """Of a session; empty for a module."""


@lru_cache(maxsize=4096)
def source_of(example: Example) -> Source:
    """Return the Python of an example; in a session, what is printed is left blank, so that the lines stay."""
    lines = [line.text for line in example.lines]
    first = next((line for line in lines if line.strip()), "")
    if _PROMPT.match(first):
        return _session(lines)
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    margin = margin if first[:1].isspace() else 0
    return Source("".join(f"{line[margin:]}\n" for line in lines), margin)


def _session(lines: list[str]) -> Source:
    statements: list[Statement] = []
    code = [""] * len(lines)
    margin = 0
    at = 0
    while at < len(lines):
        prompt = _PROMPT.match(lines[at])
        if not prompt:
            at += 1
            continue
        first, margin = at, len(prompt["margin"])
        code[at] = prompt["code"] or ""
        at += 1
        while at < len(lines) and (more := _MORE.match(lines[at])):
            code[at] = more["code"] or ""
            at += 1
        text = "\n".join(code[first:at])
        begin = at
        while at < len(lines) and not _PROMPT.match(lines[at]) and lines[at].strip():
            at += 1
        wanted = "".join(f"{line[margin:]}\n" for line in lines[begin:at])
        statements.append(Statement(first + 1, text + "\n", wanted))
    return Source("".join(f"{line}\n" for line in code), margin + 4, tuple(statements))


def fault_of(example: Example) -> Fault | None:
    """Return why an example is not Python as it stands; ``None`` where it is, or where it is too long to be told."""
    source = source_of(example)
    if len(source.text) > _LONGEST:
        return None
    error = syntax_of(source.text).error or _error_in(source.statements)
    if isinstance(error, SyntaxError):
        line = min(max(1, error.lineno or 1), max(1, len(example.lines)))
        return Fault(line, (error.offset or 1) + source.margin, error.msg)
    if error is not None:
        return Fault(1, 1, f"Python cannot read it: {error}" if str(error) else "Python cannot read it")
    return None


def _error_in(statements: tuple[Statement, ...]) -> Exception | None:
    """Return why one of the inputs of a session is none by itself."""
    for one in statements:
        try:
            compile("\n" * (one.line - 1) + one.text, "example", "exec", FLAGS, dont_inherit=True)
        except NO_PYTHON as error:
            return error
    return None
