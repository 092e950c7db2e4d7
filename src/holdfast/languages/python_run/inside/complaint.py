"""What is said of an example that failed: the error, its place in the document, the values an ``assert`` compared."""

from __future__ import annotations

import ast
import itertools
import reprlib
import traceback
from types import FrameType, TracebackType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_LONGEST = 6000
_NAMES = 4
_brief = reprlib.Repr()
_brief.maxstring = _brief.maxother = 80


def of(error: BaseException, file: str) -> dict[str, Any]:
    """Return name, message, place and traceback of an error; the place is the innermost one in the document."""
    if isinstance(error, SyntaxError) and error.filename == file:
        return {
            "name": type(error).__name__,
            "message": error.msg,
            "line": error.lineno,
            "column": error.offset or 1,
            "text": "",
        }
    place = _innermost(error.__traceback__, file)
    found: dict[str, Any] = {"name": type(error).__name__, "message": _message(error), "text": _traceback(error, file)}
    if isinstance(error, SystemExit):
        found["exit"] = error.code if isinstance(error.code, int) else 0 if error.code is None else 1
    if isinstance(error, ImportError):
        found["module"] = error.name or ""
    if place is not None:
        found["line"] = place.tb_lineno
        found["column"] = _column(place)
        if isinstance(error, AssertionError) and not error.args:
            found["message"] = _compared(place, file)
    return found


def _innermost(trace: TracebackType | None, file: str) -> TracebackType | None:
    found = None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            found = trace
        trace = trace.tb_next
    return found


def _message(error: BaseException) -> str:
    return "".join(traceback.format_exception_only(type(error), error)).strip().partition(": ")[2][:_LONGEST]


def _traceback(error: BaseException, file: str) -> str:
    """Return the traceback from the example's first frame on."""
    told = traceback.TracebackException.from_exception(error, limit=None)
    while told.stack and told.stack[0].filename != file and any(one.filename == file for one in told.stack):
        del told.stack[0]
    text = "".join(told.format())
    return text if len(text) <= _LONGEST else text[: _LONGEST // 2] + "\n...\n" + text[-_LONGEST // 2 :]


def _column(trace: TracebackType) -> int:
    """Return the column, from 1 in characters; 1 where this Python does not know it."""
    code = trace.tb_frame.f_code
    if not hasattr(code, "co_positions"):
        return 1
    _, _, column, _ = next(itertools.islice(code.co_positions(), trace.tb_lasti // 2, None), (0, 0, 0, 0))
    line = _line(code.co_filename, trace.tb_lineno)
    return len(line.encode()[: column or 0].decode(errors="replace")) + 1


def _line(file: str, number: int) -> str:
    import linecache

    return linecache.getline(file, number)


def _compared(place: TracebackType, file: str) -> str:
    """Return the values of the plain names in an ``assert`` that failed; nothing is called to learn them."""
    import linecache

    lines = linecache.getlines(file)
    try:
        tree = ast.parse("".join(lines))
    except SyntaxError:
        return ""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert) and node.lineno <= place.tb_lineno <= (node.end_lineno or node.lineno):
            names = dict.fromkeys(one.id for one in ast.walk(node.test) if isinstance(one, ast.Name))
            values = [(name, _value(place.tb_frame, name)) for name in names]
            return ", ".join(f"{name} is {value}" for name, value in values if value)[: 2 * _brief.maxstring * _NAMES]
    return ""


def _value(frame: FrameType, name: str) -> str:
    """Return a short form of a variable's value; empty for functions, classes and modules, which say nothing."""
    if name in frame.f_locals:
        value = frame.f_locals[name]
    elif name in frame.f_globals:
        value = frame.f_globals[name]
    else:
        return ""
    return "" if callable(value) or hasattr(value, "__path__") else _brief.repr(value)
