"""The operations of an application as one TypeScript interface, for the client in ``clients/typescript``."""

import json
from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]


def interfaces(description: Schema, name: str) -> str:
    """Return a module that exports each schema of an OpenAPI document, and all operations under one name."""
    schemas = description["components"]["schemas"]
    parts = [_interface(one, schema) for one, schema in schemas.items() if one != "Problem"]
    operations = [
        f"  {json.dumps(f'{method.upper()} {path}')}: {_operation(operation)};"
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    ]
    parts.append("\n".join([f"export interface {name} {{", *operations, "}"]))
    return "\n\n".join(["/** Made by `python -m fairlead --types`; do not edit. */", *parts, ""])


def _interface(name: str, schema: Schema) -> str:
    lines = [
        f"  {_key(one, required=one in schema['required'])}: {_type(part)};"
        for one, part in schema["properties"].items()
    ]
    return "\n".join([f"export interface {name} {{", *lines, "}"])


def _operation(operation: Schema) -> str:
    parts = []
    for place, called in (("path", "path"), ("query", "query"), ("header", "headers")):
        found = [one for one in operation.get("parameters", ()) if one["in"] == place]
        members = "; ".join(f"{_key(one['name'], required=one['required'])}: {_text(one['schema'])}" for one in found)
        if found:
            parts.append(f"{_key(called, required=any(one['required'] for one in found))}: {{ {members} }}")
    if body := operation.get("requestBody"):
        parts.append(f"{_key('body', required=body['required'])}: {_content(body)}")
    good = next(answer for status, answer in operation["responses"].items() if status.startswith("2"))
    parts.append(f"returns: {_content(good)}")
    return f"{{ {'; '.join(parts)} }}"


def _text(schema: Schema) -> str:
    """Return the type of a parameter, which is left out where it is ``None`` in Python."""
    return _type(schema).removesuffix(" | null")


def _content(holder: Schema) -> str:
    content = holder.get("content")
    return _type(next(iter(content.values()))["schema"]) if content else "undefined"


def _key(name: str, *, required: bool) -> str:
    return f"{name if name.isidentifier() else json.dumps(name)}{'' if required else '?'}"


def _type(schema: Schema) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return " | ".join(json.dumps(word) for word in schema["enum"])
    if "anyOf" in schema:
        return " | ".join(_type(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"Array<{_type(schema['items'])}>"
    if schema.get("type") == "object":
        return f"Record<string, {_type(schema['additionalProperties'])}>"
    named = str(schema.get("type", "unknown"))
    return "number" if named == "integer" else named
