"""Which names an example declares and uses at its top level, as its syntax tree tells."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from holdfast.binding.chains import resting_on_names
from holdfast.languages.node.scopes import below, bindings, declarations, free_names, text_of
from holdfast.model.example import Example
from holdfast.model.trial import Fault, misfit

_ASSIGNS = {
    "assignment_expression": "left",
    "augmented_assignment_expression": "left",
    "update_expression": "argument",
}


class Names(NamedTuple):
    """What one text declares and uses."""

    declared: dict[str, bool]
    """At its top level; true for what is a type alone and leaves nothing behind when it runs."""
    exported: frozenset[str]
    said: frozenset[str]
    """Names that it says are declared elsewhere: ``declare const``."""
    used: frozenset[str]
    """Names that nothing in the text declares."""
    assigned: frozenset[str]
    """Those of ``used`` that it gives another value."""
    ambient: bool
    """Whether it declares something for every other module: ``declare global``, ``declare module "x"``."""
    fault: Fault | None
    """The first place that the parser cannot make sense of."""


_NOTHING = Names({}, frozenset(), frozenset(), frozenset(), frozenset(), ambient=False, fault=None)


@lru_cache(maxsize=4096)
def names(code: str, *, jsx: bool = False) -> Names:
    """Return the names of a text in TypeScript or JavaScript; none where no parser is installed, or it nests too deeply."""
    parser = _parser(jsx)
    if parser is None:
        return _NOTHING
    root = parser.parse(code.encode("utf-8", "replace")).root_node
    fault = _fault(root) if root.has_error else None
    try:
        return _read(root, code, fault)
    except RecursionError:
        return _NOTHING._replace(fault=fault)


def _read(root: Any, code: str, fault: Fault | None) -> Names:
    declared: dict[str, bool] = {}
    exported: set[str] = set()
    said: set[str] = set()
    for statement in root.named_children:
        outward = statement.type == "export_statement"
        inner = statement.child_by_field_name("declaration") if outward else statement
        given = list(declarations(inner)) if inner else []
        for name, only_type in given:
            declared[name] = declared.get(name, True) and only_type
        if statement.type == "ambient_declaration":
            said |= {name for name, _ in given}
        if outward:
            default = any(one.type == "default" for one in statement.children)
            exported |= set() if default else {name for name, _ in given}
            exported |= {text_of(one.named_children[-1]) for one in below(statement) if one.type == "export_specifier"}
    used = frozenset(free_names(root, bindings(root)))
    return Names(
        declared=declared,
        exported=frozenset(exported),
        used=used,
        said=frozenset(said),
        assigned=used & {text_of(one) for one in _targets(root)},
        ambient=any(_ambient(one) for one in root.named_children) or "/// <reference" in code,
        fault=fault,
    )


def names_of(example: Example) -> Names:
    """Return the names of an example."""
    return names(example.code, jsx=knows_jsx(example))


def knows_jsx(example: Example) -> bool:
    """Tell whether an example may hold JSX, so that ``<T>x`` is no cast in it."""
    return example.word.casefold() not in ("ts", "typescript", "mts", "cts")


def rests_on(found: Sequence[Example]) -> list[tuple[int, ...]]:
    """Return which earlier examples each one needs: those whose names it uses, and those its author names."""
    return resting_on_names(
        found, lambda one: names_of(one).used, lambda earlier, one: names_of(earlier).declared.keys()
    )


@lru_cache(maxsize=2)
def _parser(jsx: bool) -> Any:
    try:
        import tree_sitter_typescript as grammars
        from tree_sitter import Language, Parser
    except ImportError:
        return None
    return Parser(Language(grammars.language_tsx() if jsx else grammars.language_typescript()))


def _targets(root: Any) -> Iterator[Any]:
    """Yield the plain names that are given a value somewhere."""
    for node in below(root):
        field = _ASSIGNS.get(node.type)
        target = node.child_by_field_name(field) if field else None
        if target is not None and target.type == "identifier":
            yield target


def _ambient(statement: Any) -> bool:
    """Tell whether a statement speaks to every module of a program."""
    return statement.type == "ambient_declaration" and any(
        one.type == "global" or (one.type == "module" and any(name.type == "string" for name in one.named_children[:1]))
        for one in statement.children
    )


def _fault(root: Any) -> Fault:
    node = root
    while inner := next((one for one in node.children if one.has_error or one.is_missing), None):
        node = inner
    row, column = node.start_point
    line = root.text.split(b"\n")[row] if root.text else b""
    text = misfit(line[column:].decode("utf-8", "replace"), node.type if node.is_missing else "")
    return Fault(row + 1, len(line[:column].decode("utf-8", "replace")) + 1, text)
