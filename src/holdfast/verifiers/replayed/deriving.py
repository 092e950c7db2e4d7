"""Requests made from two OpenAPI documents, for a guide that names none: the same ones on every run."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from holdfast.model.guide import Request
from holdfast.model.span import Span
from holdfast.verifiers.replayed.openapi import Document, DocumentError, Operation

_MOST = 200
_DEPTH = 6


def derived(before: str, after: str, span: Span) -> list[Request]:
    """Return a request for each operation that both documents describe, and one without the body it wants."""
    try:
        ours, theirs = Document(before), Document(after)
    except DocumentError:
        return []
    common = theirs.operations().keys()
    found = [
        one for name, operation in ours.operations().items() if name in common for one in _for(ours, operation, span)
    ]
    return found[:_MOST]


def _for(document: Document, operation: Operation, span: Span) -> Iterator[Request]:
    path, query, headers = operation.path, [], []
    for given in operation.said["parameters"]:
        one = document.resolved(given)
        if not isinstance(one, dict):
            continue
        place, name = one.get("in"), str(one.get("name", ""))
        value = _text(sample(document, one.get("schema", {}), one))
        if place == "path":
            path = path.replace(f"{{{name}}}", quote(value, safe=""))
        elif place == "query" and one.get("required"):
            query.append(f"{quote(name, safe='')}={quote(value, safe='')}")
        elif place == "header" and one.get("required") and value.isprintable():
            headers.append((name, value))
    target = path + ("?" + "&".join(query) if query else "")
    body = document.resolved(operation.said.get("requestBody"))
    content = body.get("content") if isinstance(body, dict) else None
    media = content.get("application/json") if isinstance(content, dict) else None
    if isinstance(media, dict):
        text = json.dumps(sample(document, media.get("schema", {}), media))
        yield Request(
            "", operation.method, target, (*headers, ("Content-Type", "application/json")), text, span, span.start
        )
    yield Request("", operation.method, target, tuple(headers), "", span, span.start)


def sample(document: Document, schema: Any, said: Mapping[str, Any] = {}, depth: int = 0) -> Any:
    """Return a value of a schema: its example, its default, the first of a list, or the smallest there is."""
    schema = document.resolved(schema)
    if not isinstance(schema, dict) or depth > _DEPTH:
        return None
    for holder in (said, schema):
        if "example" in holder:
            return holder["example"]
        examples = holder.get("examples")
        if isinstance(examples, list) and examples:
            return examples[0]
        if isinstance(examples, dict) and examples:
            first = next(iter(examples.values()))
            return first.get("value") if isinstance(first, dict) else first
    for name in ("default", "const"):
        if name in schema:
            return schema[name]
    if isinstance(schema.get("enum"), list) and schema["enum"]:
        return schema["enum"][0]
    for name in ("allOf", "anyOf", "oneOf"):
        if isinstance(schema.get(name), list) and schema[name]:
            parts = [sample(document, one, depth=depth + 1) for one in schema[name]]
            objects = [one for one in parts if isinstance(one, dict)]
            return {key: value for one in objects for key, value in one.items()} if name == "allOf" else parts[0]
    return _smallest(document, schema, depth)


def _smallest(document: Document, schema: Mapping[str, Any], depth: int) -> Any:
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) and kind else kind
    if kind == "object" or "properties" in schema:
        properties = schema.get("properties", {})
        wanted = schema.get("required", [])
        return {name: sample(document, one, depth=depth + 1) for name, one in properties.items() if name in wanted}
    if kind == "array":
        return [sample(document, schema.get("items", {}), depth=depth + 1)] if schema.get("minItems") else []
    if kind in ("integer", "number"):
        least = schema.get("minimum", schema.get("exclusiveMinimum", 0))
        least = least if isinstance(least, int | float) and not isinstance(least, bool) else 0
        return least + 1 if "exclusiveMinimum" in schema or not least else least
    if kind == "boolean":
        return True
    shapes = {"date": "2025-01-31", "date-time": "2025-01-31T12:00:00Z", "uuid": "00000000-0000-0000-0000-000000000001"}
    text = shapes.get(str(schema.get("format", "")), "text")
    least = schema.get("minLength", 0)
    return text.ljust(least, "x") if isinstance(least, int) and 0 < least < 1 << 12 else text


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
