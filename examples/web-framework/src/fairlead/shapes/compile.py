"""From an annotation to its shape, once, when a route is declared."""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from fairlead.shapes.base import Shape
from fairlead.shapes.limits import Length, Limited, Pattern, Range
from fairlead.shapes.scalars import one_of, scalar_of
from fairlead.shapes.structures import AnyOf, DictOf, ListOf, Member, Record

_LIMITS = (Range, Length, Pattern)
_records: dict[Any, Record] = {}


def shape_of(annotation: Any) -> Shape:
    """Return the shape of an annotation.

    Raises:
        TypeError: It has none, such as a class that is no dataclass; the message names it.
    """
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        limits = tuple(part for part in parts[1:] if isinstance(part, _LIMITS))
        inner = shape_of(parts[0])
        return Limited(inner, limits) if limits else inner
    if origin in (Union, types.UnionType):
        return AnyOf(tuple(shape_of(part) for part in parts))
    if origin is Literal:
        return one_of({word: word for word in parts})
    if origin is list:
        return ListOf(shape_of(parts[0]))
    if origin in (dict, Mapping) and parts[0] is str:
        return DictOf(shape_of(parts[1]))
    if is_dataclass(annotation) and isinstance(annotation, type):
        return _record(annotation)
    scalar = scalar_of(type(None) if annotation is None else annotation)
    if scalar is None:
        raise TypeError(f"{annotation!r} has no shape: it is no scalar, list, dict, union, Literal, Enum or dataclass")
    return scalar


def in_text(shape: Shape) -> bool:
    """Return whether a shape can be written as plain text: in a path, a query or a header."""
    if isinstance(shape, Limited):
        return in_text(shape.inner)
    if isinstance(shape, AnyOf):
        return all(in_text(one) for one in shape.alternatives)
    return not isinstance(shape, ListOf | DictOf | Record)


def listing(shape: Shape) -> ListOf | Limited | None:
    """Return the list that a shape is, with its limits, where that list can be written as several plain texts."""
    if isinstance(shape, AnyOf):
        return next((found for one in shape.alternatives if (found := listing(one))), None)
    if isinstance(shape, Limited):
        return shape if listing(shape.inner) else None
    return shape if isinstance(shape, ListOf) and in_text(shape.item) else None


def _record(made: Any) -> Record:
    """Return the shape of a dataclass; one that speaks of itself finds the shape that is being made."""
    if made not in _records:
        _records[made] = record = Record(made)
        hints = get_type_hints(made, include_extras=True)
        for field in fields(made):
            if field.init:
                required = field.default is MISSING and field.default_factory is MISSING
                default = None if field.default is MISSING else field.default
                record.members[field.name] = Member(shape_of(hints[field.name]), required, default)
    return _records[made]
