"""Which names an example declares and uses at its top level, as its syntax tree tells."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from holdfast.binding.chains import said_to_rest_on, with_theirs
from holdfast.model.example import Example
from holdfast.model.trial import Fault, misfit

_USES = frozenset({"identifier", "type_identifier", "shorthand_property_identifier"})
_BINDS = frozenset({"identifier", "type_identifier", "shorthand_property_identifier_pattern"})
_TYPES = frozenset({"interface_declaration", "type_alias_declaration"})
_CLASSES = frozenset({"class_declaration", "abstract_class_declaration"})
_SIGNATURES = frozenset(
    {
        "function_signature",
        "method_signature",
        "abstract_method_signature",
        "call_signature",
        "construct_signature",
        "function_type",
        "constructor_type",
    }
)
_DECLARED_FUNCTIONS = frozenset({"function_declaration", "generator_function_declaration", "function_signature"})
_FUNCTIONS = frozenset(
    {
        *_DECLARED_FUNCTIONS,
        *_SIGNATURES,
        "function_expression",
        "generator_function",
        "arrow_function",
        "method_definition",
    }
)
_NAMED = frozenset({*_TYPES, *_CLASSES, *_DECLARED_FUNCTIONS, "enum_declaration", "internal_module", "module"})
"""Declarations whose name is a field of theirs."""
_SCOPES = frozenset(
    {
        *_FUNCTIONS,
        *_CLASSES,
        *_TYPES,
        "statement_block",
        "class",
        "for_statement",
        "for_in_statement",
        "catch_clause",
        "switch_body",
        "class_static_block",
        "conditional_type",
        "mapped_type_clause",
        "index_signature",
    }
)
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
        given = list(_given(inner)) if inner else []
        for name, only_type in given:
            declared[name] = declared.get(name, True) and only_type
        if statement.type == "ambient_declaration":
            said |= {name for name, _ in given}
        if outward:
            default = any(one.type == "default" for one in statement.children)
            exported |= set() if default else {name for name, _ in given}
            exported |= {_text(one.named_children[-1]) for one in _below(statement) if one.type == "export_specifier"}
    used = frozenset(_free(root, _bound(root)))
    return Names(
        declared=declared,
        exported=frozenset(exported),
        used=used,
        said=frozenset(said),
        assigned=used & {_text(one) for one in _targets(root)},
        ambient=any(_ambient(one) for one in root.named_children) or "/// <reference" in code,
        fault=fault,
    )


def names_of(example: Example) -> Names:
    """Return the names of an example."""
    return names(example.code, jsx=example.word.casefold() not in ("ts", "typescript", "mts", "cts"))


def rests_on(found: Sequence[Example]) -> list[tuple[int, ...]]:
    """Return which earlier examples each one needs: those whose names it uses, and those its author names."""
    result: list[tuple[int, ...]] = []
    said = said_to_rest_on(found)
    for place, one in enumerate(found):
        needed = with_theirs(said[place], result)
        missing = set(names_of(one).used)
        for earlier in range(place - 1, -1, -1):
            given = missing & names_of(found[earlier]).declared.keys()
            if given:
                needed |= {earlier, *result[earlier]}
                missing -= given
        result.append(tuple(sorted(needed)))
    return result


@lru_cache(maxsize=2)
def _parser(jsx: bool) -> Any:
    try:
        import tree_sitter_typescript as grammars
        from tree_sitter import Language, Parser
    except ImportError:
        return None
    return Parser(Language(grammars.language_tsx() if jsx else grammars.language_typescript()))


def _given(node: Any) -> Iterator[tuple[str, bool]]:
    """Yield the names that a statement declares for what stands beside it."""
    if node.type in ("ambient_declaration", "expression_statement"):
        for child in node.named_children:
            if node.type == "ambient_declaration" or child.type == "internal_module":
                yield from _given(child)
    elif node.type in _NAMED:
        name = node.child_by_field_name("name")
        if name is not None and name.type in ("identifier", "type_identifier"):
            yield _text(name), node.type in _TYPES
    elif node.type in ("lexical_declaration", "variable_declaration"):
        for one in node.named_children:
            if one.type == "variable_declarator":
                yield from ((name, False) for name in _pattern(one.child_by_field_name("name")))


def _pattern(node: Any) -> Iterator[str]:
    """Yield the names that a pattern binds; defaults in it bind nothing."""
    if node is None:
        return
    if node.type in _BINDS:
        yield _text(node)
    elif node.type == "pair_pattern":
        yield from _pattern(node.child_by_field_name("value"))
    elif node.type in ("assignment_pattern", "object_assignment_pattern"):
        yield from _pattern(node.child_by_field_name("left"))
    elif node.type in ("object_pattern", "array_pattern", "rest_pattern"):
        for child in node.named_children:
            yield from _pattern(child)


def _bound(scope: Any) -> set[str]:
    """Return the names that a scope binds: its declarations, parameters and imports."""
    found: set[str] = set()
    for field in ("parameter", "left", "initializer", "name"):
        one = scope.child_by_field_name(field)
        if one is not None and (field != "name" or scope.type in (*_SCOPES, "index_signature")):
            found |= {*_pattern(one), *(given for given, _ in _given(one))}
    for child in scope.named_children:
        found |= {given for given, _ in _given(child)}
        if child.type in ("formal_parameters", "type_parameters"):
            for one in child.named_children:
                found |= set(_pattern(one.child_by_field_name("pattern") or one.child_by_field_name("name") or one))
        elif child.type == "export_statement" and (inner := child.child_by_field_name("declaration")):
            found |= {given for given, _ in _given(inner)}
        elif child.type in ("import_statement", "import_alias"):
            found |= {_text(one) for one in _below(child) if one.type == "identifier"}
        elif child.type in ("switch_case", "switch_default"):
            found |= {given for one in child.named_children for given, _ in _given(one)}
        elif child.type == "infer_type" or scope.type == "conditional_type":
            found |= {_text(one.named_children[0]) for one in (child, *_below(child)) if one.type == "infer_type"}
    return found


def _free(node: Any, bound: set[str]) -> Iterator[str]:
    """Yield the names below a node that no scope around them binds."""
    for child in node.children:
        if child.type in _USES:
            name = _text(child)
            plain_tag = name[:1].islower() and node.type.startswith("jsx_") and node.type != "jsx_expression"
            if name not in bound and not plain_tag:
                yield name
        elif child.type == "import_statement":
            continue
        elif child.type == "export_specifier":
            yield from (_text(one) for one in child.named_children[:1] if _text(one) not in bound)
        elif child.type == "export_statement" and child.child_by_field_name("source"):
            continue
        else:
            yield from _free(child, bound | _bound(child) if child.type in _SCOPES else bound)


def _targets(root: Any) -> Iterator[Any]:
    """Yield the plain names that are given a value somewhere."""
    for node in _below(root):
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


def _below(node: Any) -> Iterator[Any]:
    """Yield every named node below one, each before its own; a text may nest deeper than Python may call."""
    waiting = list(reversed(node.named_children))
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(reversed(one.named_children))


def _text(node: Any) -> str:
    return str(node.text.decode("utf-8", "replace"))
