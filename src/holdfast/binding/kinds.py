"""Documents that say of themselves that they are of another kind than the template is for: several kinds may share a folder."""

import re
from collections.abc import Iterable

from holdfast.binding.answers import Answer
from holdfast.binding.fields import BoundField
from holdfast.markdown.plain import key, plain
from holdfast.model.schema import FieldKind, FieldSchema
from holdfast.patterns import pattern
from holdfast.template.placeholders import find_placeholders

_NAMES = frozenset({"type", "kind", "document type", "doc type", "record type", "proposal type"})
"""Keys of fields that say what kind of document one is."""
_OPEN = pattern(r"[<\[{|/?…#]|\.\.\.|,|\bor\b|\b(?:tbd|todo|n/a|none|type|kind)\b", re.IGNORECASE)
"""What is no kind, or leaves a choice."""


def of_another_kind(fields: Iterable[BoundField]) -> bool:
    """Tell whether a header names another kind than the one that the template has in the same field, written out."""
    for field in fields:
        own = field.schema
        if own is None or field.state is not Answer.GIVEN or key(own.name) not in _NAMES:
            continue
        stated, said = key(_stated(own)), key(field.value)
        if stated and said and not said.startswith(stated) and not stated.startswith(said):
            return True
    return False


def _stated(own: FieldSchema) -> str:
    """Return the kind that a template states in one of its fields; empty where the author is to fill it in."""
    if own.kind is not FieldKind.TEXT or own.choices or own.placeholder or own.example:
        return ""
    value = plain(own.origin.text.partition(":")[2].strip(" \t*_"))
    return "" if find_placeholders(value) or _OPEN.search(value) else value
