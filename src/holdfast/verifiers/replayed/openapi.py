"""Two OpenAPI documents compared: operations, parameters, request bodies and answers, with their schemas."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from holdfast.verifiers.replayed.differing import Difference
from holdfast.verifiers.replayed.structure import Moment, NotJSONError, compared, read_json, written

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_SAYINGS = frozenset(
    {
        "title",
        "description",
        "summary",
        "example",
        "examples",
        "tags",
        "operationId",
        "externalDocs",
        "deprecated",
        "xml",
    }
)
"""What documentation says to people and no client depends on."""
_DEPTH = 30


class Operation(NamedTuple):
    """One operation of a document."""

    method: str
    path: str
    """As its document writes it."""
    said: Mapping[str, Any]


class DocumentError(ValueError):
    """A text is no OpenAPI document."""


class Document:
    """An OpenAPI document, version 3.0 to 3.2."""

    def __init__(self, text: str) -> None:
        """Read it; raises :class:`DocumentError`."""
        try:
            self.root = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise DocumentError("it is no JSON") from error
        if not isinstance(self.root, dict) or not isinstance(self.root.get("paths"), dict):
            raise DocumentError("it has no paths")

    def operations(self) -> dict[tuple[str, str], Operation]:
        """Return every operation by method and path; names of path parameters do not matter to who calls it."""
        found = {}
        for path, item in self.root["paths"].items():
            for method in _METHODS:
                said = item.get(method) if isinstance(item, dict) else None
                if isinstance(said, dict):
                    shared = item.get("parameters", [])
                    merged = {**said, "parameters": [*_list(shared), *_list(said.get("parameters"))]}
                    found[method.upper(), re.sub(r"\{[^{}]*\}", "{}", path)] = Operation(method.upper(), path, merged)
        return found

    def resolved(self, value: Any) -> Any:
        """Follow a ``$ref`` inside the document; anything else, and what leads nowhere, comes back as it is."""
        for _ in range(_DEPTH):
            reference = value.get("$ref") if isinstance(value, dict) else None
            if not isinstance(reference, str) or not reference.startswith("#/"):
                break
            found = self.root
            for part in reference[2:].split("/"):
                name = part.replace("~1", "/").replace("~0", "~")
                found = found.get(name) if isinstance(found, dict) else None
            if found is None:
                break
            value = found
        return value

    def schema(self, value: Any, depth: int = 0) -> Any:
        """Return a schema without references, sayings and differences between versions of OpenAPI."""
        if depth > _DEPTH:
            return "…"
        value = self.resolved(value)
        if isinstance(value, list):
            return [self.schema(one, depth + 1) for one in value]
        if not isinstance(value, dict):
            return value
        made = {}
        for name, one in value.items():
            if name == "properties" and isinstance(one, dict):
                made[name] = {key: self.schema(each, depth + 1) for key, each in one.items()}
            elif name not in _SAYINGS and not name.startswith("x-"):
                made[name] = self.schema(one, depth + 1)
        return _alike(made)


def _alike(schema: dict[str, Any]) -> dict[str, Any]:
    """Say "or null" one way, order what is a set, and drop what says nothing."""
    if schema.pop("nullable", False) is True:
        schema = {"anyOf": [schema, {"type": "null"}]}
    kinds = schema.get("type")
    if isinstance(kinds, list):
        rest = {name: one for name, one in schema.items() if name != "type"}
        schema = {"anyOf": [{**rest, "type": kind} if kind != "null" else {"type": kind} for kind in kinds]}
    if isinstance(schema.get("required"), list):
        schema["required"] = sorted(map(str, schema["required"]))
        if not schema["required"]:
            del schema["required"]
    for name in ("anyOf", "oneOf", "allOf", "enum"):
        if isinstance(schema.get(name), list):
            schema[name] = sorted(schema[name], key=lambda one: json.dumps(one, sort_keys=True))
    both = schema.get("allOf")
    return both[0] if isinstance(both, list) and len(both) == 1 and len(schema) == 1 else schema


def document_differences(before: str, after: str) -> Iterator[tuple[Operation, Difference]]:
    """Yield in what two documents differ, each with its operation; raises :class:`DocumentError`."""
    old, new = Document(before), Document(after)
    ours, theirs = old.operations(), new.operations()
    for name in dict.fromkeys((*ours, *theirs)):
        if name not in theirs:
            yield ours[name], Difference("openapi", "operation", "described", "")
        elif name not in ours:
            yield theirs[name], Difference("openapi", "operation", "", "described")
        else:
            facts = [_facts(document, one[name]) for document, one in ((old, ours), (new, theirs))]
            for found in _compared(*facts):
                yield ours[name], found


def _compared(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Difference]:
    for name in dict.fromkeys((*before, *after)):
        if name not in after:
            yield Difference("openapi", name, written(read_json(_dumped(before[name])), 80), "")
        elif name not in before:
            yield Difference("openapi", name, "", written(read_json(_dumped(after[name])), 80))
        else:
            try:
                found = compared(read_json(_dumped(before[name])), read_json(_dumped(after[name])), Moment(0, 0, ""))
            except NotJSONError:
                found = []
            for path, old, new, _ in found:
                yield Difference("openapi", f"{name} {path.removeprefix('$').removeprefix('.')}".strip(), old, new)


def _facts(document: Document, operation: Operation) -> dict[str, Any]:
    """Return what one operation promises, by names that both sides share."""
    facts: dict[str, Any] = {}
    order = re.findall(r"\{([^{}]*)\}", operation.path)
    for given in _list(operation.said.get("parameters")):
        one = document.resolved(given)
        if isinstance(one, dict):
            place, name = str(one.get("in", "")), str(one.get("name", ""))
            shown = f"{order.index(name) + 1}" if place == "path" and name in order else name
            facts[f"{place} parameter {shown}"] = {
                "required": bool(one.get("required", False)),
                "schema": document.schema(one.get("schema", {})),
            }
    body = document.resolved(operation.said.get("requestBody"))
    if isinstance(body, dict):
        facts["request body"] = {"required": bool(body.get("required", False)), **_content(document, body)}
    answers = operation.said.get("responses")
    for status, given in answers.items() if isinstance(answers, dict) else ():
        answer = document.resolved(given)
        facts[f"answer {status}"] = _content(document, answer) if isinstance(answer, dict) else {}
    return facts


def _content(document: Document, holder: dict[str, Any]) -> dict[str, Any]:
    content = holder.get("content")
    if not isinstance(content, dict):
        return {}
    return {
        kind: document.schema(one.get("schema", {})) if isinstance(one, dict) else {} for kind, one in content.items()
    }


def _dumped(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True).encode()


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
