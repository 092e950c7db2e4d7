"""The code of a step made ready: sessions, examples that are to fail, and an exit as the last thing they do."""

from __future__ import annotations

import ast
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_ENDINGS = (ast.Expr, ast.If, ast.With, ast.AsyncWith, ast.Try, ast.For, ast.While)
_LEAVING = re.compile(r"[eE]xit|main\b|parse_args|\brun\(|abort")
"""What code says that may leave by ``sys.exit()``."""
_LAST = """
try:
    pass
except SystemExit as _:
    if _.code not in (None, 0):
        raise
"""
"""To leave by ``sys.exit()`` is an end as good as any where nothing would have followed."""
_MEANT = """
try:
    pass
except BaseException as _:
    if not any(NAME in ("*", one.__name__, one.__module__ + "." + one.__qualname__) for one in type(_).__mro__):
        raise
else:
    raise AssertionError("it ended without raising " + (NAME if NAME != "*" else "anything"))
"""
_SHOWN = """
try:
    pass
except Exception as _:
    print("Traceback (most recent call last):\\n" + "".join(__import__("traceback").format_exception_only(type(_), _)), end="")
"""


def compiled(step: dict[str, Any]) -> Any:
    """Return the code object of a step; its lines are those of the document.

    Raises SyntaxError, and whatever else Python's compiler raises for a text.
    """
    file, flags = step["file"], ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    text = "\n" * (step["line"] - 1) + step["code"]
    if "statements" in step:
        tree = _session(step)
    elif not step.get("raises") and not _LEAVING.search(text):
        # To make a tree of Python objects and to take it back takes longer than most examples run.
        return compile(text, file, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    else:
        tree = compile(text, file, "exec", flags | ast.PyCF_ONLY_AST, dont_inherit=True)
        if step.get("raises"):
            tree.body = _guarded(_MEANT.replace("NAME", repr(step["raises"])), tree.body)
        elif tree.body and isinstance(tree.body[-1], _ENDINGS):
            tree.body[-1:] = _guarded(_LAST, tree.body[-1:])
    return compile(tree, file, "exec", flags, dont_inherit=True)


def _guarded(frame: str, body: list[ast.stmt]) -> list[ast.stmt]:
    """Put statements into the ``try`` of a frame; what must stand first in a module stays in front of it."""
    first = 0
    while first < len(body) and (_is_future(body[first]) or (first == 0 and _is_docstring(body[first]))):
        first += 1
    if first == len(body):
        return body
    guard = ast.parse(frame).body[0]
    for node in ast.walk(guard):
        if hasattr(node, "lineno"):
            ast.copy_location(node, body[-1])
    guard.body = body[first:]  # type: ignore[attr-defined]
    return [*body[:first], guard]


def _is_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _expressions(body: list[ast.stmt]) -> list[ast.Expr]:
    """Return the expressions whose values Python shows at its prompt: also those inside of ``with`` and loops, none of a function."""
    found: list[ast.Expr] = []
    waiting: list[ast.AST] = list(body)
    while waiting:
        one = waiting.pop()
        if isinstance(one, ast.Expr):
            found.append(one)
        elif not isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.expr)):
            waiting += ast.iter_child_nodes(one)
    return found


def _session(step: dict[str, Any]) -> Any:
    """Put the statements of a session into one module, with what each of them shows, and a mark in front of each."""
    module = ast.Module([], [])
    for number, (line, source, fails) in enumerate(step["statements"]):
        text = "\n" * (line - 1) + source
        flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | ast.PyCF_ONLY_AST
        body = compile(text, step["file"], "exec", flags, dont_inherit=True).body
        for one in _expressions(body):
            shown = ast.parse("__import__('sys').displayhook(0)", mode="eval").body
            for part in ast.walk(shown):
                if hasattr(part, "lineno"):
                    ast.copy_location(part, one)
            shown.args[0] = one.value  # type: ignore[attr-defined]
            one.value = shown
        mark = ast.parse(f"print({step['mark'] + str(number)!r})").body
        for node in ast.walk(mark[0]):
            if hasattr(node, "lineno") and body:
                ast.copy_location(node, body[0])
        module.body += [*mark, *(_guarded(_SHOWN, body) if fails else body)]
    return module
