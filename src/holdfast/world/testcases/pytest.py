"""pytest and unittest: ``tests/test_x.py::TestClass::test_y[param]``, or ``test_y`` alone."""

import ast
import re
from collections.abc import Iterable

from holdfast.world.testcases.case import Case

_NODE = re.compile(
    r"(?P<path>(?:[\w.@+-]+/)*[\w.@+-]+\.py)::(?P<parts>[A-Za-z_]\w*(?:::[A-Za-z_]\w*)*)(?P<parameter>\[[^\]`]*\])?(?:\(\))?"
)
_BARE = re.compile(r"(?:(?P<group>Test\w+)(?:::|\.))?(?P<name>test_\w+)(?P<parameter>\[[^\]`]*\])?(?:\(\))?")


def named(text: str) -> Case | None:
    """Return the test that a node id or a name means."""
    if found := _NODE.fullmatch(text):
        return Case("pytest", found["path"], tuple(found["parts"].split("::")), found["parameter"] or "")
    if found := _BARE.fullmatch(text):
        parts = tuple(filter(None, (found["group"], found["name"])))
        return Case("pytest", "", parts, found["parameter"] or "", sure=False)
    return None


def is_source(path: str) -> bool:
    """Tell whether a file may hold tests."""
    return path.endswith(".py")


def defines(case: Case, source: str) -> bool | None:
    """Tell whether a module defines a test, or takes its name over from another."""
    try:
        body: Iterable[ast.stmt] = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    unclear = False
    for place, name in enumerate(case.parts):
        names = _names(body)
        unclear = unclear or "*" in names
        if name not in names:
            return None if unclear else (len(case.parts) == 1 and _anywhere(body, name)) or False
        one = names[name]
        if place == len(case.parts) - 1 or one is None:
            return True
        # What a class inherits is defined elsewhere.
        unclear = unclear or any(
            ast.unparse(base) not in ("object", "unittest.TestCase", "TestCase") for base in one.bases
        )
        body = one.body
    return True


def tests(source: str) -> list[str]:
    """Return the names of a module's tests."""
    return re.findall(r"^\s*(?:async\s+)?def\s+(test\w*)", source, re.MULTILINE)


def _names(body: Iterable[ast.stmt]) -> dict[str, ast.ClassDef | None]:
    """Return the names that statements define, with the class behind a name where it is one; ``*`` for any."""
    found: dict[str, ast.ClassDef | None] = {}
    for one in body:
        if isinstance(one, ast.ClassDef):
            found[one.name] = one
        elif isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef):
            found[one.name] = None
        elif isinstance(one, ast.Import | ast.ImportFrom):
            found |= {(alias.asname or alias.name): None for alias in one.names}
        elif isinstance(one, ast.Assign | ast.AnnAssign):
            targets = one.targets if isinstance(one, ast.Assign) else [one.target]
            found |= {target.id: None for target in targets if isinstance(target, ast.Name)}
            if any(isinstance(target, ast.Subscript) for target in targets):
                found["*"] = None  # Such as globals()[name] = ...
        elif isinstance(one, ast.If | ast.Try | ast.With | ast.For | ast.While):
            found |= _names([each for field in ("body", "orelse", "finalbody") for each in getattr(one, field, [])])
    return found


def _anywhere(body: Iterable[ast.stmt], name: str) -> bool:
    """Tell whether a method of any class has a name that a document gives without its class."""
    return any(
        isinstance(one, ast.ClassDef) and (name in _names(one.body) or _anywhere(one.body, name)) for one in body
    )
