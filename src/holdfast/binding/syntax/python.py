"""Whether a snippet is Python: a module, an excerpt of one, or an interactive session."""

import sys
import warnings
from collections.abc import Iterator

from holdfast.binding.syntax.fault import SyntaxFault
from holdfast.patterns import pattern

_EXCERPT = pattern(r"(?:else|elif|except|finally|case)\b|[)\]},.]")
"""How a snippet begins that is cut out of the middle of a statement."""
_NO_PYTHON = pattern(
    r"[%!$] ?\w|In ?\[\d*\]|Out\[\d*\]|Traceback \(|[\w.]+(?:Error|Exception|Warning):|[-+] |> \w|(?:pip|python3?|uv) \w|"
    r"\s*<[\w.]+(?: [^>]*)?>$"
)
"""Lines of a shell, of a notebook, of a traceback, of a comparison, and an object as it is shown."""
_PYTHON_2 = pattern(r"Missing parentheses in call|multiple exception types must be|leading zeros in decimal")
_NEWER = pattern(r"\s*(?:type|lazy) \w+|.*(?:\b(?:def|class) \w+\[|\b[tT][\"']|except\*?\s+[\w.]+\s*,|\b[fF][\"'].*\{)")
"""Syntax of later versions than the oldest that Holdfast runs on, as far as it can be told."""
_NEWEST = (3, 15)
_PROMPT = 4
_MOST = 40
"""So many lines a statement may go on without a prompt."""
_SIGNATURE = pattern(r"\s*(?:async\s+)?(?:def|class)\b")


def python_fault(lines: list[str]) -> SyntaxFault | None:
    """Return the first fault of a module, an excerpt of one, or an interactive session."""
    if any(line.lstrip().startswith(">>>") for line in lines):
        for first, margin, statement in _session(lines):
            if (found := _module_fault(statement)) and not _continued(lines, first, margin, statement):
                return SyntaxFault(first + found.line, margin + _PROMPT + found.column, found.message)
        return None
    beginning = next(line for line in lines if line.strip())
    if _EXCERPT.match(beginning.lstrip()) or any(_NO_PYTHON.match(line) for line in lines):
        return None
    return _module_fault(lines)


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
        if _module_fault(whole) is None:
            return True
    return False


def _module_fault(lines: list[str]) -> SyntaxFault | None:
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
        found = SyntaxFault(line, max(0, (error.offset or 1) - 1), error.msg)
        return None if _let_pass(lines, found) else found
    return None


def _let_pass(lines: list[str], found: SyntaxFault) -> bool:
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
    if "illegal target for annotation" in found.message:
        # The members of a dictionary, without its braces.
        return shown.lstrip()[:1] in "\"'"
    return _SIGNATURE.match(shown) is not None or last.startswith("@") or _is_expression(lines)


def _is_expression(lines: list[str]) -> bool:
    """Tell whether a snippet is one expression that goes on over its lines, without the brackets around it."""
    import ast

    try:
        ast.parse("(\n" + "\n".join(lines) + "\n)", mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
