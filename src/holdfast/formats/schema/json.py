"""Schemas for programs: every requirement with its origin, as one JSON document."""

from enum import Enum
from typing import Any

from holdfast.formats.escape import json_text, visible
from holdfast.model.condition import Condition
from holdfast.model.schema import Schema
from holdfast.model.verdict import Origin
from holdfast.records import names_of


def render(schemas: list[Schema]) -> str:
    """Return one document with all schemas, versioned."""
    return json_text({"version": 1, "templates": [_plain(schema) for schema in schemas]}, indent=2)


def _plain(value: Any) -> Any:
    """Return a value as JSON knows it; empty parts are left out."""
    if isinstance(value, Origin):
        return {"path": visible(value.path), "line": value.line, "text": visible(value.text)}
    if isinstance(value, Condition):
        return value.text
    if names := names_of(value):
        plain = {name: _plain(getattr(value, name)) for name in names}
        return {name: part for name, part in plain.items() if part is not False and part not in ("", [], None)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    return visible(value) if isinstance(value, str) else value
