"""Who shares a process: an example with what it rests on, and the plain examples of one document.

Plain is an example that touches nothing but its own names and what it calls. Such examples have namespaces of
their own in one process; one that patches, exits, forks or looks into the interpreter has a process of its own.
"""

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from holdfast.model.example import Example
from holdfast.verifiers import Unit
from holdfast.verifiers.python_run.source import tree_of

_DEEP = frozenset(
    {
        "_thread",
        "atexit",
        "builtins",
        "ctypes",
        "faulthandler",
        "gc",
        "importlib",
        "inspect",
        "locale",
        "logging",
        "mmap",
        "mock",
        "multiprocessing",
        "os",
        "pytest",
        "resource",
        "shutil",
        "signal",
        "site",
        "socket",
        "subprocess",
        "sys",
        "threading",
        "tracemalloc",
        "unittest",
        "warnings",
        "weakref",
    }
)
_REACHING = frozenset(
    {
        "__builtins__",
        "__import__",
        "breakpoint",
        "compile",
        "delattr",
        "eval",
        "exec",
        "exit",
        "globals",
        "monkeypatch",
        "quit",
        "setattr",
        "vars",
    }
)

_INNER = frozenset(
    {
        "__bases__",
        "__builtins__",
        "__class__",
        "__closure__",
        "__code__",
        "__dict__",
        "__getattribute__",
        "__globals__",
        "__import__",
        "__loader__",
        "__mro__",
        "__self__",
        "__spec__",
        "__subclasses__",
    }
)


class Step(NamedTuple):
    """One example in a process."""

    example: Example
    space: int
    """Number of its namespace in the process."""
    unit: Unit | None
    """What the step answers; ``None`` where it is only there for those that rest on it."""


@dataclass(slots=True)
class Process:
    """The steps of one process, in order."""

    steps: list[Step] = field(default_factory=list)
    spaces: list[list[int]] = field(default_factory=list)
    """For each namespace the ordinals of the examples that ran in it."""
    plain: bool = True
    """Whether a further namespace may be opened in it."""

    def add(self, example: Example, space: int, unit: Unit | None) -> None:
        """Put an example behind the others."""
        self.steps.append(Step(example, space, unit))
        self.spaces[space].append(example.ordinal)
        self.plain = self.plain and is_plain(example)


def planned(units: Iterable[Unit], *, alone: bool = False) -> list[Process]:
    """Return the processes in which the units of any documents are to be run; ``alone`` gives each its own."""
    documents: dict[str, list[Unit]] = {}
    for unit in units:
        documents.setdefault(unit.example.document, []).append(unit)
    processes: list[Process] = []
    for found in documents.values():
        made: list[Process] = []
        for unit in sorted(found, key=lambda one: one.example.ordinal):
            _place(unit, [] if alone else made, made)
        processes += made
    return processes


def _place(unit: Unit, candidates: Sequence[Process], made: list[Process]) -> None:
    before = [one.ordinal for one in unit.before]
    plain = is_plain(unit.example)
    for process in candidates:
        if before and before in process.spaces and (plain or len(process.spaces) == 1):
            process.add(unit.example, process.spaces.index(before), unit)
            return
        if not before and plain and process.plain:
            process.spaces.append([])
            process.add(unit.example, len(process.spaces) - 1, unit)
            return
    process = Process(spaces=[[]])
    for one in unit.before:
        process.add(one, 0, None)
    process.add(unit.example, 0, unit)
    made.append(process)


@lru_cache(maxsize=4096)
def is_plain(example: Example) -> bool:
    """Tell by its syntax whether an example leaves the process as it found it, as far as others can notice."""
    nodes = _nodes(example)
    imported = {name for node in nodes for name in _imported(node)}
    roots = {name.partition(".")[0] for name in imported}
    return bool(nodes) and not roots & _DEEP and not any(_reaches(node, roots) for node in nodes)


@lru_cache(maxsize=4096)
def imports_of(example: Example) -> frozenset[str]:
    """Return what an example imports at its top, as ``module`` or ``module:name``."""
    try:
        body = tree_of(example).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    plain = {one.name for node in body if isinstance(node, ast.Import) for one in node.names}
    named = {
        f"{node.module}:{one.name}"
        for node in body
        if isinstance(node, ast.ImportFrom) and node.module and not node.level and node.module != "__future__"
        for one in node.names
    }
    return frozenset(plain | named)


def _nodes(example: Example) -> list[ast.AST]:
    """Return the syntax tree of an example as a list; empty where it does not parse."""
    try:
        return list(ast.walk(tree_of(example)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _imported(node: ast.AST) -> Iterable[str]:
    if isinstance(node, ast.Import):
        return [name for one in node.names for name in (one.name, one.asname or one.name)]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ".", *(one.asname or one.name for one in node.names)]
    return ()


def _reaches(node: ast.AST, imported: set[str]) -> bool:
    """Tell whether a node can change what other examples of the process see."""
    if isinstance(node, ast.Name):
        return node.id in _REACHING
    if isinstance(node, (ast.Attribute, ast.Subscript)):
        if isinstance(node, ast.Attribute) and node.attr in _INNER:
            return True
        if isinstance(node.ctx, ast.Load):
            return False
        root: ast.expr = node
        while isinstance(root, (ast.Attribute, ast.Subscript, ast.Call)):
            root = root.func if isinstance(root, ast.Call) else root.value
        return not isinstance(root, ast.Name) or root.id in imported
    return False
