"""Which names a piece of Python defines: read off its syntax tree, and open wherever that cannot tell."""

import ast
from collections.abc import Iterator

from holdfast.records import field, mutable

_CLASS_DECORATORS = frozenset({"dataclass", "final", "total_ordering", "runtime_checkable"})
"""Decorators after which a class has the attributes its text shows."""
_DYNAMIC = (b"globals()", b"setattr(", b"sys.modules", b"vars()", b"lazy_loader", b"importlib")


@mutable
class Definitions:
    """What a module or a class defines."""

    own: dict[str, "Definitions | None"] = field(default_factory=dict)
    """Each name, with what it defines itself where it is a class; ``None`` for everything else."""
    moved: dict[str, str] = field(default_factory=dict)
    """Names taken over from another module, with the dotted name they have there."""
    open: bool = False
    """Whether there may be more than the text shows."""


def definitions_of(source: bytes) -> Definitions | None:
    """Return what a module defines, or ``None`` where it cannot be parsed."""
    try:
        names = Definitions(open=any(word in source for word in _DYNAMIC))
        for statement in _statements(ast.parse(source).body):
            _add(names, statement)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return names


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a scope, those under ``if``, ``try``, ``with`` and loops included."""
    for statement in body:
        yield statement
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        for inner in ("body", "orelse", "finalbody"):
            yield from _statements(getattr(statement, inner, []))
        for handler in getattr(statement, "handlers", []):
            yield from _statements(handler.body)
        for case in getattr(statement, "cases", []):
            yield from _statements(case.body)


def _add(names: Definitions, statement: ast.stmt) -> None:
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            names.own[statement.name] = None
            names.open |= statement.name in ("__getattr__", "__getattribute__")
        case ast.ClassDef():
            names.own[statement.name] = _class(statement)
        case ast.Import():
            for one in statement.names:
                names.own[one.asname or one.name.split(".")[0]] = None
        case ast.ImportFrom():
            origin = "." * statement.level + (statement.module or "")
            for one in statement.names:
                names.open |= one.name == "*"
                names.moved[one.asname or one.name] = (
                    f"{origin}{'' if origin.endswith('.') or not origin else '.'}{one.name}"
                )
        case _:
            for name in _bound(statement):
                names.own.setdefault(name, None)


def _class(statement: ast.ClassDef) -> Definitions | None:
    """Return what a class defines, ``None`` where bases or decorators may add to it."""
    bases = [base for base in statement.bases if not (isinstance(base, ast.Name) and base.id == "object")]
    decorators = {_last_name(one) for one in statement.decorator_list}
    if bases or statement.keywords or decorators - _CLASS_DECORATORS:
        return None
    names = Definitions()
    for inner in _statements(statement.body):
        _add(names, inner)
        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(inner):
                # What a method stores on its own object is an attribute as well.
                if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                    names.own.setdefault(node.attr, None)
    return names


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _bound(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement other than a definition binds in its own scope."""
    parts: list[ast.AST] = []
    match statement:
        case ast.Assign():
            parts = [*statement.targets, statement.value]
        case ast.AnnAssign() | ast.AugAssign() | ast.For() | ast.AsyncFor():
            parts = [statement.target]
        case ast.With() | ast.AsyncWith():
            parts = [one.optional_vars for one in statement.items if one.optional_vars]
        case ast.Expr():
            parts = [statement.value]
    for part in parts:
        for node in ast.walk(part):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id
    if isinstance(statement, ast.Assign) and any(
        isinstance(one, ast.Name) and one.id in ("__all__", "__slots__") for one in statement.targets
    ):
        yield from (
            node.value
            for node in ast.walk(statement.value)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )
