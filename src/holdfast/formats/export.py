"""Documents as plain values, and the JSON Schema of a type's documents.

Sections are keyed by the template's ids: a required one is required, a repeatable one is an array,
and what the template does not name stands in ``extra``.
"""

from typing import Any

from holdfast.formats.escape import visible
from holdfast.model.bound import BoundDocument, FieldValue, Place, SectionValue
from holdfast.model.schema import FieldKind, FieldSchema, Presence, Schema, SectionSchema

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PLACE = {
    "type": "object",
    "required": ["line", "column", "start", "end"],
    "properties": {name: {"type": "integer"} for name in ("line", "column", "start", "end")},
}


def document_json(document: BoundDocument) -> dict[str, Any]:
    """Return a document as JSON knows it."""
    sections, extra = _sections(document.sections)
    return {
        "path": visible(document.path),
        "type": document.type,
        "version": document.version,
        "title": document.title,
        "status": document.status,
        "role": document.role.value,
        "bound": document.bound,
        "fields": {id: _field(field) for id, field in document.fields.items()},
        "sections": sections,
        "extra": extra,
    }


def schema_json(schema: Schema) -> dict[str, Any]:
    """Return the JSON Schema that complete documents of a type are valid against."""
    return {
        "$schema": _DIALECT,
        "title": schema.name,
        "description": f"Documents written from {schema.path}, version {schema.version}.",
        "type": "object",
        "required": ["path", "type", "version", "title", "status", "role", "fields", "sections"],
        "properties": {
            "path": {"type": "string"},
            "type": {"const": schema.name},
            "version": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": ["string", "null"]},
            "role": {"type": "string"},
            "bound": {"type": "boolean"},
            "fields": _fields_schema(schema.fields),
            "sections": _sections_schema(schema.sections),
            "extra": {"type": "array", "items": {"$ref": "#/$defs/section"}},
        },
        "$defs": {"place": _PLACE, "section": {"type": "object", "required": ["title", "state", "place"]}},
    }


def _sections(values: tuple[SectionValue, ...]) -> tuple[dict[str, Any], list[Any]]:
    """Key sections by id; several of one id become a list, those the template does not name are apart."""
    keyed: dict[str, Any] = {}
    extra = []
    for value in values:
        if value.match == "extra":
            extra.append(_section(value))
        elif value.repeated:
            keyed.setdefault(value.id, []).append(_section(value))
        else:
            keyed.setdefault(value.id, _section(value))
    return keyed, extra


def _section(value: SectionValue) -> dict[str, Any]:
    sections, extra = _sections(value.children)
    return {
        "title": value.title,
        "number": value.number,
        "match": value.match,
        "state": value.state,
        "place": _place(value.place),
        "prose": value.prose,
        "items": list(value.items),
        "tasks": [{"text": one.text, "done": one.done, "place": _place(one.place)} for one in value.tasks],
        "tables": [
            {"columns": list(one.columns), "rows": list(one.rows), "place": _place(one.place)} for one in value.tables
        ],
        "fences": [
            {"language": one.language, "info": one.info, "code": one.code, "place": _place(one.place)}
            for one in value.fences
        ],
        "fields": {id: _field(field) for id, field in value.fields.items()},
        "sections": sections,
        "extra": extra,
    }


def _field(field: FieldValue) -> dict[str, Any]:
    return {
        "name": field.name,
        "value": field.value,
        "raw": field.raw,
        "detail": field.detail,
        "state": field.state,
        "place": _place(field.place),
    }


def _place(place: Place) -> dict[str, int]:
    return place._asdict()


def _fields_schema(fields: tuple[FieldSchema, ...]) -> dict[str, Any]:
    required = [field.id for field in fields if field.presence is Presence.REQUIRED]
    return {"type": "object", "required": required, "properties": {field.id: _field_schema(field) for field in fields}}


def _field_schema(field: FieldSchema) -> dict[str, Any]:
    value: dict[str, Any] = {"type": "string"}
    if field.kind is FieldKind.ENUM and not field.open:
        value = {"enum": list(field.choices)}
    return {"type": "object", "required": ["name", "value", "raw", "state", "place"], "properties": {"value": value}}


def _sections_schema(sections: tuple[SectionSchema, ...]) -> dict[str, Any]:
    required = [
        one.id for one in sections if one.presence is Presence.REQUIRED and not one.illustration and one.repeat != 0
    ]
    return {"type": "object", "required": required, "properties": {one.id: _section_schema(one) for one in sections}}


def _section_schema(section: SectionSchema) -> dict[str, Any]:
    one = {
        "allOf": [{"$ref": "#/$defs/section"}],
        "description": f"{section.title} (line {section.origin.line} of the template)",
        "properties": {"sections": _sections_schema(section.children)},
    }
    return one if section.repeat is None else {"type": "array", "minItems": section.repeat, "items": one}
