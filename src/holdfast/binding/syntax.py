"""Whether a snippet of Python, JSON, TOML or YAML parses. Nothing of it is run, and no parser is loaded before it is needed.

Examples leave things out: they begin in the middle, end before the body of a function and write ``...`` for
the rest. All of that is let pass; what remains cannot be meant as it stands.
"""

import re
import sys
import warnings
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from holdfast.binding.plainyaml import is_plain
from holdfast.patterns import pattern

_LIMIT = 256 * 1024
"""Longer snippets, in characters, are not parsed."""
_WIDE = 5000
"""Nor are those with a longer line, on which the parsers of TOML and YAML can be made to take seconds."""
_SHORT = 4096
"""Shorter ones, in characters, are remembered."""
_ELIDED = pattern(r"\.\.\.|…|<[A-Za-z][\w .-]*>|\{\{|\{%|<%|\$\{|\[[a-z]+(?: (?!for\b)[a-z]+)+\]")
"""What stands for something else, or for anything."""


class Fault(NamedTuple):
    """Where a snippet stops to make sense; line and column, in characters, are counted from 0."""

    line: int
    column: int
    message: str


def fault(language: str, lines: list[str]) -> Fault | None:
    """Return the first fault of a snippet; ``None`` where it parses, or where that cannot be told."""
    size = sum(map(len, lines))
    if language not in _JUDGES or size > _LIMIT or max(map(len, lines), default=0) > _WIDE:
        return None
    return known_fault(language, tuple(lines)) if size < _SHORT else _fault(language, lines)


@lru_cache(maxsize=512)
def known_fault(language: str, lines: tuple[str, ...]) -> Fault | None:
    """Return the same of a short snippet: of a text that is being edited, nearly all are as they were a moment ago."""
    return _fault(language, list(lines))


def _fault(language: str, lines: list[str]) -> Fault | None:
    try:
        found = _JUDGES[language](lines)
    except (RecursionError, MemoryError, ValueError, OverflowError):
        return None
    return None if found is None or elided(lines, found.line) else found


def elided(lines: list[str], line: int) -> bool:
    """Tell whether something is left out at a line, counted from 0, or just above it, as in ``handler(...)``."""
    return _ELIDED.search("\n".join(lines[max(0, line - 1) : line + 1])) is not None


_EXCERPT = pattern(r"(?:else|elif|except|finally|case)\b|[)\]},.]")
"""How a snippet begins that is cut out of the middle of a statement."""
_NO_PYTHON = pattern(
    r"[%!$] ?\w|In ?\[\d*\]|Out\[\d*\]|Traceback \(|[\w.]+(?:Error|Exception|Warning):|[-+] |(?:pip|python3?|uv) \w"
)
"""Lines of a shell, of a notebook, of a traceback and of a comparison."""
_PYTHON_2 = re.compile(r"Missing parentheses in call|multiple exception types must be|leading zeros in decimal")
_NEWER = pattern(r"\s*(?:type|lazy) \w+|.*(?:\b(?:def|class) \w+\[|\b[tT][\"']|except\*?\s+[\w.]+\s*,|\b[fF][\"'].*\{)")
"""Syntax of later versions than the oldest that Holdfast runs on, as far as it can be told."""
_NEWEST = (3, 15)
_PROMPT = 4
_MOST = 40
"""So many lines a statement may go on without a prompt."""
_SIGNATURE = pattern(r"\s*(?:async\s+)?(?:def|class)\b")


def _python(lines: list[str]) -> Fault | None:
    """Parse a module, an excerpt of one, or an interactive session."""
    if any(line.lstrip().startswith(">>>") for line in lines):
        for first, margin, statement in _session(lines):
            if (found := _python_fault(statement)) and not _continued(lines, first, margin, statement):
                return Fault(first + found.line, margin + _PROMPT + found.column, found.message)
        return None
    beginning = next(line for line in lines if line.strip())
    if _EXCERPT.match(beginning.lstrip()) or any(_NO_PYTHON.match(line) for line in lines):
        return None
    return _python_fault(lines)


def _session(lines: list[str]) -> Iterator[tuple[int, int, list[str]]]:
    """Yield the statements of a session: first line, margin, code. What they print is passed over."""
    number = 0
    while number < len(lines):
        first, margin = number, len(lines[number]) - len(lines[number].lstrip())
        number += 1
        if lines[first].startswith(">>>", margin):
            while number < len(lines) and lines[number].startswith("...", margin):
                number += 1
            yield first, margin, [line[margin + _PROMPT :] for line in lines[first:number]]


def _continued(lines: list[str], first: int, margin: int, statement: list[str]) -> bool:
    """Tell whether a statement goes on without a prompt, as people write it who paste from elsewhere."""
    whole = list(statement)
    for line in lines[first + len(statement) : first + len(statement) + _MOST]:
        if line.startswith(">>>", margin):
            return False
        whole.append(line[margin:])
        if _python_fault(whole) is None:
            return True
    return False


def _python_fault(lines: list[str]) -> Fault | None:
    import ast

    head = "if True:\n" if lines[0][:1].isspace() else ""
    text = head + "\n".join(lines) + "\n"
    try:
        with warnings.catch_warnings():
            # The compiler warns of odd escapes, which are no fault of syntax.
            warnings.simplefilter("ignore")
            compile(text, "example", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except SyntaxError as error:
        if "\0" in text:
            return None
        line = min(max(0, (error.lineno or 1) - 1 - bool(head)), len(lines) - 1)
        found = Fault(line, max(0, (error.offset or 1) - 1), error.msg)
        return None if _let_pass(lines, found) else found
    return None


def _let_pass(lines: list[str], found: Fault) -> bool:
    """Tell whether only something was left out, or it is Python of another time."""
    above = lines[found.line - 1].strip() if found.line else ""
    before = next((line.strip() for line in reversed(lines[: found.line]) if line.strip()), "")
    last = next(line.strip() for line in reversed(lines) if line.strip())
    shown = lines[found.line]
    if _PYTHON_2.search(found.message) or (sys.version_info < _NEWEST and _NEWER.match(shown)):
        return True
    if "expected an indented block" in found.message:
        return "definition" in found.message or before.startswith("#") or last.startswith("#") or last.endswith(":")
    if "unexpected indent" in found.message:
        return not above or above.startswith("#")
    return _SIGNATURE.match(shown) is not None or last.startswith("@")


_COMMENT = pattern(r'("(?:[^"\\\n]|\\.)*")|//[^\n]*|/\*.{0,500}?\*/|#[^\n]*', re.DOTALL)
_VARIABLE = pattern(r"(?!None\b|True\b|False\b)[A-Za-z_$][\w.$]*\s*(?:[,\]}\n]|\Z)")
"""A name in place of a value stands for one."""
_JSON_BEGINS = pattern(r'\s*[\[{"\d-]|\s*(?:true|false|null)\b')


def _json(lines: list[str]) -> Fault | None:
    """Parse one JSON value, several in a row, or the members of an object without its braces; comments are let pass."""
    import json

    text = "\n".join(lines)
    if "..." in text or "…" in text or not _JSON_BEGINS.match(bare := _COMMENT.sub(lambda found: found[1] or "", text)):
        return None
    if bare.lstrip().startswith('"'):
        bare = "{" + bare.strip().removesuffix(",") + "}" if '":' in bare else bare
    decoder = json.JSONDecoder(strict=False)
    at = 0
    while at < len(bare.rstrip()):
        try:
            _, at = decoder.raw_decode(bare, at + len(bare[at:]) - len(bare[at:].lstrip()))
        except json.JSONDecodeError as error:
            if error.msg == "Expecting value" and _VARIABLE.match(bare, error.pos):
                return None
            # What was taken out before stands on the same line, if anywhere, so that the line fits and the column nearly.
            return Fault(min(error.lineno, len(lines)) - 1, error.colno - 1, error.msg)
    return None


_AT = pattern(r"\s*\(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)")
_TWICE = pattern(r"Cannot (?:declare|overwrite|mutate|redefine)|[Dd]uplicate|already")
_MANY = 200
_BRACES = pattern(r"\{[^{}\"']*(?:\"[^\"\n]*\"[^{}\"']*|'[^'\n]*'[^{}\"']*)*\}")


def _toml(lines: list[str]) -> Fault | None:
    """Parse TOML; a table given twice shows two states, and inline tables over several lines are let pass."""
    from holdfast.toml import TOMLDecodeError, loads

    text = "\n".join(lines)
    try:
        loads(text)
    except TOMLDecodeError as error:
        said = str(error)
        if _TWICE.search(said) or (0 < text.count("{") < _MANY and _reads_on_one_line(text)):
            return None
        place = _AT.search(said)
        line, column = (
            (int(place["line"]), int(place["column"])) if place and place["line"] else (len(lines), len(lines[-1]) + 1)
        )
        return Fault(min(line, len(lines)) - 1, column - 1, _AT.sub("", said))
    return None


def _reads_on_one_line(text: str) -> bool:
    """Tell whether it is only the line ends in inline tables that older versions of TOML do not know."""
    from holdfast.toml import TOMLDecodeError, loads

    try:
        loads(_BRACES.sub(_on_one_line, text))
    except TOMLDecodeError:
        return False
    return True


def _on_one_line(found: re.Match[str]) -> str:
    return re.sub(r",\s*\}", "}", " ".join(re.sub(r"#[^\n]*", "", found[0]).split()))


def _yaml(lines: list[str]) -> Fault | None:
    """Compose YAML, several documents included; nothing is constructed."""
    text = "\n".join(lines) + "\n"
    if is_plain(lines) or _ELIDED.search(text):
        return None
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for _ in YAML(typ="safe", pure=True).compose_all(text):
                pass
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if mark is None:
            return None
        said = error.problem or error.context or "no YAML"
        return (
            Fault(mark.line, mark.column, said)
            if mark.line < len(lines)
            else Fault(len(lines) - 1, len(lines[-1]), said)
        )
    except YAMLError:
        return None
    return None


_JUDGES: dict[str, Callable[[list[str]], Fault | None]] = {
    **dict.fromkeys(("python", "py", "python3", "py3", "pycon", "python-repl", "doctest"), _python),
    "json": _json,
    "toml": _toml,
    **dict.fromkeys(("yaml", "yml"), _yaml),
}
LANGUAGES = frozenset(_JUDGES)
"""What can be judged, as code blocks name it."""
