"""Shapes without parts: text, numbers, yes and no, dates, identifiers, and one of a few words.

Nothing is converted that a careful reader would not: ``"1"`` is no number in JSON, ``1.0`` is no whole number in a
path, ``yes`` is not ``true``. In JSON ``1.0`` and ``1`` are the same number (RFC 8259), and both are a whole one.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from math import isfinite
from types import NoneType
from typing import Any
from uuid import UUID

from fairlead.shapes.base import Definitions, Shape, Single, wrong

_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,18})")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:[Zz]|[+-]\d\d:\d\d)")


@dataclass(frozen=True, slots=True)
class Scalar(Single):
    """A shape whose text and whose JSON are read by one function each, which raise ``ValueError`` at what they refuse."""

    named: str
    """What is expected, as a person would say it: "a whole number"."""
    described: Mapping[str, Any]
    text: Callable[[str], Any]
    json: Callable[[Any], Any]

    def from_text(self, text: str) -> Any:
        """Read text."""
        try:
            return self.text(text)
        except ValueError:
            raise wrong(f"{text[:40]!r} is not {self.named}") from None

    def from_json(self, value: Any) -> Any:
        """Read JSON."""
        try:
            return self.json(value)
        except ValueError:
            raise wrong(f"expected {self.named}, got {told(value)}") from None

    def schema(self, definitions: Definitions) -> dict[str, Any]:
        """Return a fresh copy, which callers may add to."""
        return dict(self.described)


def told(value: Any) -> str:
    """Return a JSON value in a few words, for a message."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "an array"
    return repr(value) if len(repr(value)) <= 40 else f"{repr(value)[:39]}…"


def one_of(words: Mapping[Any, Any]) -> Scalar:
    """Return the shape of one of a few values: ``words`` maps each JSON value to what it stands for."""
    named = f"one of {', '.join(str(word) for word in words)}"

    def read(value: Any) -> Any:
        for word, meant in words.items():
            if type(word) is type(value) and word == value:
                return meant
        raise ValueError

    spelled = {str(word): meant for word, meant in words.items()}
    kinds = {type(word) for word in words}
    described = {"type": "string"} if kinds == {str} else {"type": "integer"} if kinds == {int} else {}
    return Scalar(named, {**described, "enum": list(words)}, lambda text: _spelled(spelled, text), read)


def scalar_of(annotation: Any) -> Shape | None:
    """Return the shape of a type without parts, and ``None`` for any other."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return one_of({member.value: member for member in annotation})
    return _SCALARS.get(annotation)


def _spelled(words: Mapping[str, Any], text: str) -> Any:
    if text in words:
        return words[text]
    raise ValueError


def _refuse(value: Any) -> Any:
    raise ValueError


def _string(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise ValueError


def _whole(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    raise ValueError


def _number(value: Any) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
        return float(value)
    raise ValueError


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError


def _nothing(value: Any) -> None:
    if value is not None:
        raise ValueError


def _matching(pattern: re.Pattern[str], read: Callable[[str], Any]) -> Callable[[Any], Any]:
    """Return a reader of text that looks a certain way; the standard library alone accepts too much."""

    def checked(value: Any) -> Any:
        if isinstance(value, str) and pattern.fullmatch(value):
            return read(value)
        raise ValueError

    return checked


_day = _matching(_DATE, date.fromisoformat)
_moment = _matching(_MOMENT, lambda text: datetime.fromisoformat(text.upper()))
_uuid = _matching(re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"), UUID)

_SCALARS: dict[Any, Shape] = {
    str: Scalar("text", {"type": "string"}, _string, _string),
    int: Scalar("a whole number", {"type": "integer"}, _matching(_WHOLE, int), _whole),
    float: Scalar("a number", {"type": "number"}, _matching(_NUMBER, lambda text: _number(float(text))), _number),
    bool: Scalar(
        "true or false", {"type": "boolean"}, lambda text: _spelled({"true": True, "false": False}, text), _truth
    ),
    date: Scalar("a date such as 2025-03-30", {"type": "string", "format": "date"}, _day, _day),
    datetime: Scalar(
        "a moment such as 2025-03-30T12:00:00Z", {"type": "string", "format": "date-time"}, _moment, _moment
    ),
    UUID: Scalar("a UUID", {"type": "string", "format": "uuid"}, _uuid, _uuid),
    NoneType: Scalar("null", {"type": "null"}, _refuse, _nothing),
}
