"""Which earlier examples of its document an example needs: those that define the names it uses and does not define."""

import ast
import builtins
import symtable
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from holdfast.binding.chains import said_to_rest_on
from holdfast.model.example import Example
from holdfast.verifiers.python_run.source import source_of, tree_of

_GIVEN = frozenset(dir(builtins)) | {
    "__file__",
    "__name__",
    "__doc__",
    "__builtins__",
    "__annotations__",
    "reveal_type",
}
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(slots=True)
class Names:
    """What one example gives to those behind it, and what it takes from those before it."""

    defined: set[str] = field(default_factory=set)
    needed: set[str] = field(default_factory=set)
    everything: bool = False
    """It imports ``*``, so that it may define any name."""


def rests_on(examples: Sequence[Example]) -> list[tuple[int, ...]]:
    """Return for each example of one document, in order, the indices of the earlier ones it needs, all of them.

    The latest definition of a name counts. What the author says (``continuation``, ``group=``, hidden set-up) comes
    on top.
    """
    names = [names_of(one) for one in examples]
    result: list[tuple[int, ...]] = []
    for place, (own, said) in enumerate(zip(names, said_to_rest_on(examples), strict=True)):
        needed = set(said)
        for name in own.needed:
            found = next((at for at in reversed(range(place)) if name in names[at].defined), None)
            if found is None and not own.everything:
                found = next((at for at in reversed(range(place)) if names[at].everything), None)
            if found is not None:
                needed.add(found)
        for direct in tuple(needed):
            needed.update(result[direct])
        result.append(tuple(sorted(needed)))
    return result


def names_of(example: Example) -> Names:
    """Return the names of an example; none where it does not parse."""
    try:
        tree = tree_of(example)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            table = symtable.symtable(source_of(example).text, "example", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Names()
    names = Names()
    for statement in tree.body:
        for node in _here(statement):
            used = node.target if isinstance(node, ast.AugAssign) else node
            if isinstance(used, ast.Name) and (used is not node or isinstance(used.ctx, ast.Load)):
                names.needed |= {used.id} - names.defined
            names.defined |= _bound(node)
            names.everything = names.everything or (
                isinstance(node, ast.ImportFrom) and any(one.name == "*" for one in node.names)
            )
    names.needed |= {name for name in _of_scopes(table) if name not in names.defined}
    names.needed -= _GIVEN
    return names


def _here(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes that are evaluated where a statement stands, in that order, and not when somebody calls it."""
    yield node
    for child in _evaluated(node):
        yield from _here(child)


def _evaluated(node: ast.AST) -> Iterable[ast.AST]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return [*node.decorator_list, node.args, *filter(None, [node.returns])]
    if isinstance(node, ast.ClassDef):
        return [*node.decorator_list, *node.bases, *node.keywords]
    if isinstance(node, ast.Lambda):
        return [node.args]
    if isinstance(node, _COMPREHENSIONS):
        return [node.generators[0].iter]
    if isinstance(node, (ast.For, ast.AsyncFor)):
        return [node.iter, node.target, *node.body, *node.orelse]
    if isinstance(node, ast.Assign):
        return [node.value, *node.targets]
    if isinstance(node, (ast.AnnAssign, ast.NamedExpr)):
        return [
            *filter(None, [node.value]),
            *(child for child in ast.iter_child_nodes(node) if child is not node.value),
        ]
    return ast.iter_child_nodes(node)


def _bound(node: ast.AST) -> set[str]:
    """Return the names that a node binds."""
    if isinstance(node, ast.Name):
        return {node.id} if isinstance(node.ctx, ast.Store) else set()
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {one.asname or one.name.partition(".")[0] for one in node.names if one.name != "*"}
    if isinstance(
        node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler, ast.MatchAs, ast.MatchStar)
    ):
        return {node.name} if node.name else set()
    return set()


def _of_scopes(table: symtable.SymbolTable) -> Iterator[str]:
    """Yield the global names that functions, classes and comprehensions use."""
    for child in table.get_children():
        for symbol in child.get_symbols():
            if symbol.is_global() and symbol.is_referenced():
                yield symbol.get_name()
        yield from _of_scopes(child)
