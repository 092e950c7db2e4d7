"""Which names a Rust example declares and uses, as its syntax tree tells."""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from holdfast.binding.chains import said_to_rest_on, with_theirs
from holdfast.languages.session.partial import LONGEST, in_pieces
from holdfast.model.example import Example
from holdfast.model.trial import Fault, misfit

_USES = frozenset({"identifier", "type_identifier"})
_ITEMS = frozenset(
    {
        "function_item",
        "function_signature_item",
        "struct_item",
        "enum_item",
        "union_item",
        "trait_item",
        "type_item",
        "mod_item",
        "static_item",
        "const_item",
        "macro_definition",
    }
)
_BINDING = frozenset({"let_declaration", "parameter", "for_expression", "match_arm", "let_condition"})
_WRAPPER = "fn holdfast() {\n"


class Names(NamedTuple):
    """What one text declares and uses."""

    declared: frozenset[str]
    """Where those behind it could see them."""
    used: frozenset[str]
    """Names that nothing in the text declares."""
    main: bool
    """Whether it is a whole program."""
    fault: Fault | None
    """The first place that the parser cannot make sense of."""


_NOTHING = Names(frozenset(), frozenset(), main=False, fault=None)


@lru_cache(maxsize=4096)
def names(code: str) -> Names:
    """Return the names of a text, which may be statements; none where no parser is installed."""
    parser = _parser()
    if parser is None:
        return _NOTHING
    # Statements are no file of Rust; inside of a function they are, and so is everything else.
    root = parser.parse(f"{_WRAPPER}{code}\n}}\n".encode("utf-8", "replace")).root_node
    body = root.named_children[0].child_by_field_name("body") if root.named_children else None
    statements = body.named_children if body is not None else []
    declared = {name for one in statements for name in _declared(one)}
    nodes = list(_below(root))
    bound = {name for one in nodes for name in _bound(one)}
    used = {_text(one) for one in nodes if one.type in _USES and not _member(one)}
    return Names(
        declared=frozenset(declared - {"main", "_"}),
        used=frozenset(used - bound - declared - {"holdfast"}),
        main=any(one.type == "function_item" and "main" in _declared(one) for one in statements),
        fault=_fault(root, code) if root.has_error else None,
    )


_WHOLES = {
    "an impl": "impl X {{\n{}\n}}\n",
    "a trait": "trait X {{\n{}\n}}\n",
    "a struct": "struct X {{\n{}\n}}\n",
    "an enum": "enum X {{\n{}\n}}\n",
    "a match": "fn f() {{ match x {{\n{}\n}} }}\n",
    "an expression": "fn f() {{ f(\n{}\n) }}\n",
    "a type": "type X =\n{}\n;\n",
}
"""What a part may be cut out of, with its place in it."""


@lru_cache(maxsize=512)
def part_of(code: str) -> str:
    """Return what a text that is not whole is a part of, such as ``a match``; empty where it fits nowhere."""
    if _parser() is None or not code.strip() or len(code) > LONGEST:
        return ""
    return _whole(code) or ("something, in pieces," if in_pieces(code, _fits) else "")


def _whole(code: str) -> str:
    parser = _parser()
    texts = {whole: text.format(code).encode("utf-8", "replace") for whole, text in _WHOLES.items()}
    return next((whole for whole, text in texts.items() if not parser.parse(text).root_node.has_error), "")


def _fits(code: str) -> bool:
    return names(code).fault is None or bool(_whole(code))


def rests_on(found: Sequence[Example], text_of: Any) -> list[tuple[int, ...]]:
    """Return which earlier examples each one needs: those whose names it uses, and those its author names."""
    result: list[tuple[int, ...]] = []
    said = said_to_rest_on(found)
    known = [names(text_of(one)) for one in found]
    for place, one in enumerate(known):
        needed = with_theirs(said[place], result)
        missing = set(one.used)
        taken = set(one.declared)
        for earlier in range(place - 1, -1, -1):
            chain = {earlier, *result[earlier]} - needed
            theirs = {name for index in chain for name in known[index].declared}
            # Two declarations of one name cannot stand together.
            if missing & known[earlier].declared and not taken & theirs:
                needed |= chain
                taken |= theirs
                missing -= theirs
        result.append(tuple(sorted(needed)))
    return result


@cache
def _parser() -> Any:
    try:
        import tree_sitter_rust as grammar
        from tree_sitter import Language, Parser
    except ImportError:
        return None
    return Parser(Language(grammar.language()))


def _declared(node: Any) -> Iterator[str]:
    if node.type in _ITEMS:
        yield _text(node.child_by_field_name("name"))
    elif node.type == "let_declaration":
        yield from _pattern(node.child_by_field_name("pattern"))


def _bound(node: Any) -> Iterator[str]:
    """Yield what a node binds somewhere in the text; where exactly is left open."""
    kind = node.type
    if kind in _ITEMS:
        yield _text(node.child_by_field_name("name"))
    elif kind in _BINDING:
        yield from _pattern(node.child_by_field_name("pattern"))
    elif kind in ("closure_parameters", "type_parameters"):
        for child in node.named_children:
            yield from _pattern(child)
    elif kind in ("use_declaration", "extern_crate_declaration"):
        yield from (_text(one) for one in _below(node) if one.type in _USES)


def _pattern(node: Any) -> Iterator[str]:
    """Yield the names that a pattern binds; a name with a capital is a constant or a variant."""
    if node is None:
        return
    for one in (node, *_below(node)):
        text = _text(one)
        kept = one.type == "shorthand_field_identifier" or one.type in _USES
        if kept and (node.type == "type_parameter" or one.parent.type == "type_parameter" or not text[:1].isupper()):
            yield text


def _member(node: Any) -> bool:
    """Tell whether a name inside a macro's tokens stands behind a dot, or is a label."""
    before = node.prev_sibling
    return before is not None and before.type == "."


def _fault(root: Any, code: str) -> Fault:
    node = root
    while inner := next((one for one in node.children if one.has_error or one.is_missing), None):
        node = inner
    lines = code.splitlines() or [""]
    row = min(max(node.start_point.row, 1), len(lines))
    line = lines[row - 1].encode()
    before, rest = (
        part.decode("utf-8", "replace") for part in (line[: node.start_point.column], line[node.start_point.column :])
    )
    return Fault(row, len(before) + 1, misfit(rest, node.type if node.is_missing else ""))


def _below(node: Any) -> Iterator[Any]:
    """Yield what stands below a node, in the order of the text."""
    left = node.children[::-1]
    while left:
        one = left.pop()
        yield one
        left += one.children[::-1]


def _text(node: Any) -> str:
    return str(node.text.decode("utf-8", "replace")) if node is not None else ""
