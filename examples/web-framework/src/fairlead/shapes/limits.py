"""What ``Annotated`` may add to a type: bounds of numbers and dates, lengths, and patterns of text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from fairlead.shapes.base import Definitions, Shape, wrong


class Limit(Protocol):
    """Something that a value of the right type can still fail."""

    def fault(self, value: Any) -> str:
        """Return what is wrong with a value; nothing where it keeps to the limit."""

    @property
    def keywords(self) -> dict[str, Any]:
        """The limit in the words of JSON Schema."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A least and a greatest value, both of them allowed."""

    ge: float | None = None
    le: float | None = None

    def fault(self, value: Any) -> str:
        """Judge a number."""
        if self.ge is not None and value < self.ge:
            return f"must be at least {self.ge}"
        if self.le is not None and value > self.le:
            return f"must be at most {self.le}"
        return ""

    @property
    def keywords(self) -> dict[str, Any]:
        """``minimum`` and ``maximum``."""
        pairs = {"minimum": self.ge, "maximum": self.le}
        return {key: bound for key, bound in pairs.items() if bound is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """A least and a greatest number of characters (code points) or items, both of them allowed."""

    least: int = 0
    most: int | None = None

    def fault(self, value: Sequence[Any]) -> str:
        """Judge text or a list."""
        unit = "characters" if isinstance(value, str) else "items"
        if len(value) < self.least:
            return f"must have at least {self.least} {unit}"
        if self.most is not None and len(value) > self.most:
            return f"must have at most {self.most} {unit}"
        return ""

    @property
    def keywords(self) -> dict[str, Any]:
        """``minLength`` and ``maxLength``; for arrays, :class:`Limited` turns them into their words."""
        pairs = {"minLength": self.least or None, "maxLength": self.most}
        return {key: bound for key, bound in pairs.items() if bound is not None}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression that the whole text has to match."""

    expression: str

    def fault(self, value: str) -> str:
        """Judge text."""
        return "" if re.fullmatch(self.expression, value) else f"must match {self.expression}"

    @property
    def keywords(self) -> dict[str, Any]:
        """``pattern``, anchored, because JSON Schema would search."""
        return {"pattern": f"^(?:{self.expression})$"}


@dataclass(frozen=True, slots=True)
class Limited:
    """A shape with limits."""

    inner: Shape
    limits: tuple[Limit, ...]

    def from_text(self, text: str) -> Any:
        """Read text, then hold it to the limits."""
        return self._held(self.inner.from_text(text))

    def from_json(self, value: Any) -> Any:
        """Read JSON, then hold it to the limits."""
        return self._held(self.inner.from_json(value))

    def from_texts(self, texts: Sequence[str]) -> Any:
        """Read the texts of a list, then hold it to the limits."""
        return self._held(self.inner.from_texts(texts))

    def schema(self, definitions: Definitions) -> dict[str, Any]:
        """Return the schema of the type with the words of the limits."""
        schema = self.inner.schema(definitions)
        for limit in self.limits:
            schema |= limit.keywords
        if schema.get("type") == "array":
            return {key.replace("Length", "Items"): value for key, value in schema.items()}
        return schema

    def _held(self, value: Any) -> Any:
        for limit in self.limits:
            if detail := limit.fault(value):
                raise wrong(detail)
        return value
