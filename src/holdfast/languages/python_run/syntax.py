"""What the syntax of an example says, found in one walk, after which the tree is let go: trees of hundreds fill memory."""

import ast
import builtins
import symtable
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from holdfast.languages.python_run.deep import DEEP, INNER, REACHING

_FLAGS = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_GIVEN = frozenset(dir(builtins)) | {
    "__file__",
    "__name__",
    "__doc__",
    "__builtins__",
    "__annotations__",
    "reveal_type",
}
_SIMPLE = frozenset({"ctx", "op", "ops", "kind", "type_comment", "conversion", "is_async", "level", "simple"})
"""Fields that hold no node of interest."""
_COMPREHENSIONS = frozenset({ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp})
_FUNCTIONS = frozenset({ast.FunctionDef, ast.AsyncFunctionDef})
_BINDING = _FUNCTIONS | {ast.ClassDef, ast.ExceptHandler, ast.MatchAs, ast.MatchStar}
_SCOPES = _FUNCTIONS | _COMPREHENSIONS | {ast.ClassDef, ast.Lambda}
NO_PYTHON = (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError)
"""What the compiler raises for a text that it cannot read."""
_FIELDS: dict[type[ast.AST], tuple[str, ...]] = {}


@dataclass(slots=True)
class Syntax:
    """What one example gives to those behind it and takes from those before it, and what it reaches."""

    error: Exception | None = None
    """Why it is not Python; all else is empty then."""
    defined: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    """Names that are read, where they stand, before it defines them."""
    scopes: str = ""
    """Its text, where functions, classes or comprehensions in it may read further names."""
    everything: bool = False
    """It imports ``*``, so that it may define any name."""
    imports: frozenset[str] = frozenset()
    """What it imports at its top, as ``module`` or ``module:name``."""
    plain: bool = False
    """It leaves the process as it found it, as far as others can notice."""

    def needs(self, names: Iterable[str]) -> set[str]:
        """Return which of some names it takes from outside."""
        asked = {name for name in names if name not in self.defined and name in self.scopes}
        return self.read.intersection(names) | (asked & self.needed() if asked else set())

    def needed(self) -> set[str]:
        """Return every name that it takes from outside."""
        return self.read | (_read_inside(self.scopes) - self.defined - _GIVEN)


@lru_cache(maxsize=8192)
def syntax_of(text: str) -> Syntax:
    """Return what the text of a module says; top-level ``await`` may stand in it."""
    try:
        with warnings.catch_warnings():
            # The compiler warns of odd escapes, which are no fault of syntax.
            warnings.simplefilter("ignore")
            tree = compile(text, "example", "exec", _FLAGS, dont_inherit=True)
            assert isinstance(tree, ast.Module)  # noqa: S101 - What compile() returns for these flags.
            return _Walk().over(tree, text)
    except NO_PYTHON as error:
        # Without its traceback, which would keep every frame that led here.
        return Syntax(error.with_traceback(None))


class _Walk:
    """One pass over a tree: in the order in which things are evaluated, and then through what is only called later."""

    def __init__(self) -> None:
        self.found = Syntax()
        self.imported: set[str] = set()
        """First parts of the modules and names that are imported anywhere."""
        self.stored: set[str] = set()
        """Names whose attributes or items are set; empty for what has no name."""
        self.reaches = self.scoped = False
        self.later: list[ast.AST] = []

    def over(self, tree: ast.Module, text: str) -> Syntax:
        """Return what a module says."""
        found = self.found
        for statement in tree.body:
            self._here(statement)
        while self.later:
            node = self.later.pop()
            self._note(node)
            self.later += _children(node)
        found.read -= _GIVEN
        found.scopes = text if self.scoped else ""
        found.imports = frozenset(name for statement in tree.body for name in _loaded(statement))
        found.plain = not (self.reaches or self.imported & DEEP or "" in self.stored or self.stored & self.imported)
        return found

    def _here(self, node: ast.AST) -> None:
        """Take a node that is evaluated where it stands."""
        kind, found = type(node), self.found
        self._note(node)
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Store):
                found.defined.add(node.id)
            elif isinstance(node.ctx, ast.Load) and node.id not in found.defined:
                found.read.add(node.id)
            return
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            found.defined |= {one.asname or one.name.partition(".")[0] for one in node.names if one.name != "*"}
            found.everything = found.everything or any(one.name == "*" for one in node.names)
        elif kind in _BINDING:
            name = node.name  # type: ignore[attr-defined]
            found.defined |= {name} if name else set()
        elif (
            isinstance(node, ast.AugAssign)
            and isinstance(node.target, ast.Name)
            and node.target.id not in found.defined
        ):
            found.read.add(node.target.id)
        if kind in _SCOPES:
            self.scoped = True
        evaluated = _evaluated(node, kind)
        if evaluated is None:
            for child in _children(node):
                self._here(child)
            return
        for child in evaluated:
            self._here(child)
        if kind in _SCOPES:
            known = set(map(id, evaluated))
            self.later += [child for child in _children(node) if id(child) not in known]

    def _note(self, node: ast.AST) -> None:
        """Note what a node reaches besides the names of the example."""
        if isinstance(node, ast.Name):
            self.reaches = self.reaches or node.id in REACHING
        elif isinstance(node, ast.Attribute):
            self.reaches = self.reaches or node.attr in INNER
            if not isinstance(node.ctx, ast.Load):
                self.stored.add(_root(node))
        elif isinstance(node, ast.Subscript):
            if not isinstance(node.ctx, ast.Load):
                self.stored.add(_root(node))
        elif isinstance(node, ast.Import):
            self.imported |= {name.partition(".")[0] for one in node.names for name in (one.name, one.asname or "")}
        elif isinstance(node, ast.ImportFrom):
            self.imported |= {(node.module or ".").partition(".")[0], *(one.asname or one.name for one in node.names)}


def _root(node: ast.expr) -> str:
    """Return the name whose attribute or item a node is; empty where it is none's."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _children(node: ast.AST) -> list[ast.AST]:
    kind = type(node)
    fields = _FIELDS.get(kind)
    if fields is None:
        fields = _FIELDS[kind] = tuple(name for name in kind._fields if name not in _SIMPLE)
    found: list[ast.AST] = []
    for name in fields:
        value = getattr(node, name, None)
        if value.__class__ is list:
            found += [one for one in value if isinstance(one, ast.AST)]
        elif isinstance(value, ast.AST):
            found.append(value)
    return found


def _evaluated(node: ast.AST, kind: type[ast.AST]) -> list[ast.AST] | None:
    """Return the children that are evaluated where a node stands, in that order; ``None`` for all of them as they come."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return [*node.decorator_list, node.args, *filter(None, [node.returns])]
    if isinstance(node, ast.ClassDef):
        return [*node.decorator_list, *node.bases, *node.keywords]
    if isinstance(node, ast.Lambda):
        return [node.args]
    if kind in _COMPREHENSIONS:
        return [node.generators[0].iter]  # type: ignore[attr-defined]
    if isinstance(node, (ast.For, ast.AsyncFor)):
        return [node.iter, node.target, *node.body, *node.orelse]
    if isinstance(node, ast.Assign):
        return [node.value, *node.targets]
    if isinstance(node, (ast.AnnAssign, ast.NamedExpr)):
        value = node.value
        return [*filter(None, [value]), *(child for child in _children(node) if child is not value)]
    return None


def _loaded(node: ast.stmt) -> Iterable[str]:
    """Return what a statement imports, as ``module`` or ``module:name``."""
    if isinstance(node, ast.Import):
        return [one.name for one in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level and node.module != "__future__":
        return [f"{node.module}:{one.name}" for one in node.names]
    return ()


def _read_inside(text: str) -> set[str]:
    """Return the global names that the functions, classes and comprehensions of a text use."""
    try:
        tables = symtable.symtable(text, "example", "exec").get_children()
    except NO_PYTHON:
        # It parses, and still cannot be compiled.
        return set()
    found: set[str] = set()
    while tables:
        table = tables.pop()
        tables += table.get_children()
        found |= {one.get_name() for one in table.get_symbols() if one.is_global() and one.is_referenced()}
    return found
