"""YAML at the head of a document, or in a file beside it.

Most front matter is flat ``key: value`` lines, and much of it (templates above all) is no valid YAML.
Flat lines are therefore read as lines, a hundred times faster than by a YAML parser; whatever has
structure goes to ruamel.yaml, bounded in size and depth, and nothing of it is ever constructed.
"""

import re
import warnings
from typing import Any

from holdfast.markdown.blocks import Block, Parse
from holdfast.markdown.rawfield import RawField
from holdfast.model.span import Span
from holdfast.patterns import pattern

_FLAT = pattern(r"(?P<name>[^\s#:\-\"'\[{&*!|>%@`][^:\n]{0,80}?)[ \t]*:(?:[ \t]+(?P<value>.*?))?[ \t]*\r?$")
_STRUCTURED = pattern(r"[ \t]+\S|- |[\]\[{}&*!|>]")
_COMMENT = pattern(r"(?:^|[ \t]+)#.*$")
_LIMIT = 64 * 1024
_NESTED = 64
"""So many brackets, or indicators of a block on one line, may stand in one another; each costs the parser more than the last."""
_BRACKET = pattern(r"[\[\]{}]")
_STAIRS = pattern(rf"^(?:[ \t]*[-?:][ \t]){{{_NESTED}}}|^[ \t]{{{8 * _NESTED}}}", re.MULTILINE)
_DEPTH = 8
_NODES = 2000


def read_yaml(parse: Parse, block: Block) -> list[RawField]:
    """Read the fields of a front matter block."""
    text = parse.slice(block.start, block.end)
    fence = text.find("\n") + 1
    body = text[fence:].rstrip().removesuffix("---").removesuffix("...")
    return read_fields(body, block.start + len(text[:fence].encode()))


def read_fields(text: str, base: int = 0) -> list[RawField]:
    """Read the top-level fields of a YAML mapping; ``base`` is the byte offset at which the text starts."""
    flat, structured = _read_flat(text, base)
    if structured and len(text) <= _LIMIT and not _too_deep(text):
        found = _read_structured(text, base)
        if found is not None:
            return found
    return flat


def _read_flat(text: str, base: int) -> tuple[list[RawField], bool]:
    """Read line by line; the second result tells whether some line needs a YAML parser."""
    fields = []
    structured = False
    at = base
    for line in text.splitlines(keepends=True):
        found = _FLAT.match(line.rstrip("\n"))
        if found:
            value = found["value"] or ""
            start = at + len(line[: found.start("value") if found["value"] else found.end("name") + 1].encode())
            stop = start + len(value.encode())
            if value[:1] in "\"'" and len(value) > 1 and value[-1] == value[0]:
                value = value[1:-1]
            elif value[:1] and value[0] in "|>[{&*!\"'":
                structured = True
            elif "#" in value:
                value = _COMMENT.sub("", value)
            fields.append(RawField(found["name"], value, Span(start, stop), Span(at, start)))
        elif _STRUCTURED.match(line):
            structured = True
        at += len(line.encode())
    return fields, structured


def _too_deep(text: str) -> bool:
    """Tell whether collections stand so deep in one another that no person wrote them."""
    depth = 0
    for found in _BRACKET.finditer(text):
        depth = max(0, depth + (1 if found[0] in "[{" else -1))
        if depth > _NESTED:
            return True
    return _STAIRS.search(text) is not None


def _read_structured(text: str, base: int) -> list[RawField] | None:
    """Read with ruamel.yaml, composing nodes only; ``None`` where it is no valid mapping."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError
    from ruamel.yaml.nodes import MappingNode

    try:
        with warnings.catch_warnings():
            # The library warns on stderr, in the document's own words, of anchors that are given twice.
            warnings.simplefilter("ignore")
            root = YAML(typ="safe", pure=True).compose(text)
    except (YAMLError, RecursionError, ValueError):
        return None
    if not isinstance(root, MappingNode):
        return None
    budget = [_NODES]
    fields = []
    for name, value in root.value:
        head = base + len(text[: name.start_mark.index].encode())
        start = base + len(text[: value.start_mark.index].encode())
        stop = base + len(text[: value.end_mark.index].rstrip().encode())
        if start < head:  # An alias: the value stands where its anchor is.
            start = stop = base + len(text[: name.end_mark.index].encode()) + 1
        words = _words(value, budget, _DEPTH)
        if (
            value.value
            and isinstance(value, MappingNode)
            and value.flow_style
            and not any(child.value for _, child in value.value)
        ):
            # Braces around keys without values are no data, but a template's ``{YYYY-MM-DD of the decision}``.
            words = " ".join(text[value.start_mark.index : value.end_mark.index].split())
        fields.append(RawField(str(name.value), words, Span(start, max(start, stop)), Span(head, start)))
    return fields


def _words(node: Any, budget: list[int], depth: int) -> str:
    """Return the scalars below a node, joined by commas; aliases are followed within a budget."""
    budget[0] -= 1
    if budget[0] < 0 or depth < 0:
        return "…"
    if isinstance(node.value, str):
        return " ".join(node.value.split())
    children = [child for entry in node.value for child in (entry if isinstance(entry, tuple) else (entry,))]
    words = [_words(child, budget, depth - 1) for child in children[: budget[0]] if budget[0] > 0]
    return ", ".join(word for word in words if word)
