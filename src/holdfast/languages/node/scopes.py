"""What the scopes of a syntax tree of TypeScript bind, and which names in it no scope binds."""

from collections.abc import Iterator
from typing import Any

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


def declarations(node: Any) -> Iterator[tuple[str, bool]]:
    """Yield the names that a statement declares for what stands beside it, each with whether it is a type alone."""
    if node.type in ("ambient_declaration", "expression_statement"):
        for child in node.named_children:
            if node.type == "ambient_declaration" or child.type == "internal_module":
                yield from declarations(child)
    elif node.type in _NAMED:
        name = node.child_by_field_name("name")
        if name is not None and name.type in ("identifier", "type_identifier"):
            yield text_of(name), node.type in _TYPES
    elif node.type in ("lexical_declaration", "variable_declaration"):
        for one in node.named_children:
            if one.type == "variable_declarator":
                yield from ((name, False) for name in _pattern(one.child_by_field_name("name")))


def _pattern(node: Any) -> Iterator[str]:
    """Yield the names that a pattern binds; defaults in it bind nothing."""
    if node is None:
        return
    if node.type in _BINDS:
        yield text_of(node)
    elif node.type == "pair_pattern":
        yield from _pattern(node.child_by_field_name("value"))
    elif node.type in ("assignment_pattern", "object_assignment_pattern"):
        yield from _pattern(node.child_by_field_name("left"))
    elif node.type in ("object_pattern", "array_pattern", "rest_pattern"):
        for child in node.named_children:
            yield from _pattern(child)


def bindings(scope: Any) -> set[str]:
    """Return the names that a scope binds: its declarations, parameters and imports."""
    found: set[str] = set()
    for field in ("parameter", "left", "initializer", "name"):
        one = scope.child_by_field_name(field)
        if one is not None and (field != "name" or scope.type in _SCOPES):
            found |= {*_pattern(one), *(given for given, _ in declarations(one))}
    for child in scope.named_children:
        found |= {given for given, _ in declarations(child)}
        if child.type in ("formal_parameters", "type_parameters"):
            for one in child.named_children:
                found |= set(_pattern(one.child_by_field_name("pattern") or one.child_by_field_name("name") or one))
        elif child.type == "export_statement" and (inner := child.child_by_field_name("declaration")):
            found |= {given for given, _ in declarations(inner)}
        elif child.type in ("import_statement", "import_alias"):
            found |= {text_of(one) for one in below(child) if one.type == "identifier"}
        elif child.type in ("switch_case", "switch_default"):
            found |= {given for one in child.named_children for given, _ in declarations(one)}
        elif child.type == "infer_type" or scope.type == "conditional_type":
            found |= {text_of(one.named_children[0]) for one in (child, *below(child)) if one.type == "infer_type"}
    return found


def free_names(node: Any, bound: set[str]) -> Iterator[str]:
    """Yield the names below a node that no scope around them binds."""
    for child in node.children:
        if child.type in _USES:
            name = text_of(child)
            plain_tag = name[:1].islower() and node.type.startswith("jsx_") and node.type != "jsx_expression"
            if name not in bound and not plain_tag:
                yield name
        elif child.type == "import_statement":
            continue
        elif child.type == "export_specifier":
            yield from (text_of(one) for one in child.named_children[:1] if text_of(one) not in bound)
        elif child.type == "export_statement" and child.child_by_field_name("source"):
            continue
        else:
            yield from free_names(child, bound | bindings(child) if child.type in _SCOPES else bound)


def below(node: Any) -> Iterator[Any]:
    """Yield every named node below one, each before its own; a text may nest deeper than Python may call."""
    waiting = list(reversed(node.named_children))
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(reversed(one.named_children))


def text_of(node: Any) -> str:
    """Return what a node is written as."""
    return str(node.text.decode("utf-8", "replace"))
