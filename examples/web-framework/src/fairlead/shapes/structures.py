"""Shapes with parts: lists, dictionaries, alternatives, and dataclasses.

A dataclass takes exactly its own members: one that is not declared is a fault, because it is most often a misspelt
optional one, whose value would silently be lost.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from fairlead.encoding import plain
from fairlead.shapes.base import Definitions, Fault, Mismatch, Shape, Single, wrong
from fairlead.shapes.scalars import told


@dataclass(frozen=True, slots=True)
class ListOf(Single):
    """An array of one shape."""

    item: Shape

    def from_texts(self, texts: Sequence[str]) -> list[Any]:
        """Read one item of each text."""
        return _gathered((self.item.from_text, at, one) for at, one in enumerate(texts))

    def from_json(self, value: Any) -> list[Any]:
        """Read every item, and tell the faults of all."""
        if not isinstance(value, list):
            raise wrong(f"expected an array, got {told(value)}")
        return _gathered((self.item.from_json, index, one) for index, one in enumerate(value))

    def schema(self, definitions: Definitions) -> dict[str, Any]:
        """Return an ``array``."""
        return {"type": "array", "items": self.item.schema(definitions)}


@dataclass(frozen=True, slots=True)
class DictOf(Single):
    """An object with any names, and values of one shape."""

    value: Shape

    def from_json(self, value: Any) -> dict[str, Any]:
        """Read every value, and tell the faults of all."""
        if not isinstance(value, dict):
            raise wrong(f"expected an object, got {told(value)}")
        read = _gathered((self.value.from_json, name, one) for name, one in value.items())
        return dict(zip(value, read, strict=True))

    def schema(self, definitions: Definitions) -> dict[str, Any]:
        """Return an ``object`` with ``additionalProperties``."""
        return {"type": "object", "additionalProperties": self.value.schema(definitions)}


@dataclass(frozen=True, slots=True)
class AnyOf:
    """The first alternative that fits; where none does, what the last but ``None`` would have wanted is told."""

    alternatives: tuple[Shape, ...]

    def from_text(self, text: str) -> Any:
        """Read text."""
        return self._first(lambda shape: shape.from_text(text))

    def from_texts(self, texts: Sequence[str]) -> Any:
        """Read the texts of a list, where one of the alternatives is one."""
        return self._first(lambda shape: shape.from_texts(texts))

    def from_json(self, value: Any) -> Any:
        """Read JSON."""
        return self._first(lambda shape: shape.from_json(value))

    def schema(self, definitions: Definitions) -> dict[str, Any]:
        """Return ``anyOf``."""
        return {"anyOf": [shape.schema(definitions) for shape in self.alternatives]}

    def _first(self, read: Callable[[Shape], Any]) -> Any:
        found: list[Mismatch] = []
        for shape in self.alternatives:
            try:
                return read(shape)
            except Mismatch as mismatch:
                found.append(mismatch)
        # The faults of the alternative that was understood furthest help most.
        raise max(found, key=lambda one: len(one.faults[0].place))


class Member(NamedTuple):
    """One member of a dataclass."""

    shape: Shape
    required: bool
    default: Any
    """``None`` where there is none, or one that is made anew each time."""

    def schema(self, definitions: Definitions) -> dict[str, Any]:
        """Return the schema of the shape with the default."""
        default = {} if self.default is None else {"default": plain(self.default)}
        return self.shape.schema(definitions) | default


class Record(Single):
    """A dataclass. Its members are added by the compiler afterwards, because a type may speak of itself."""

    def __init__(self, made: type) -> None:
        self.made = made
        self.members: dict[str, Member] = {}

    def from_json(self, value: Any) -> Any:
        """Read an object and make the dataclass of it; faults of all members are told together."""
        if not isinstance(value, dict):
            raise wrong(f"expected an object, got {told(value)}")
        arguments: dict[str, Any] = {}
        faults: list[Fault] = []
        for name, (shape, required, _) in self.members.items():
            if name in value:
                try:
                    arguments[name] = shape.from_json(value[name])
                except Mismatch as mismatch:
                    faults += mismatch.below(name)
            elif required:
                faults.append(Fault((name,), "is missing"))
        faults += [Fault((name,), "is not known here") for name in value if name not in self.members]
        if faults:
            raise Mismatch(*faults)
        try:
            return self.made(**arguments)
        except ValueError as error:
            # What only the whole can know, its ``__post_init__`` says.
            raise wrong(str(error)) from error

    def schema(self, definitions: Definitions) -> dict[str, Any]:
        """Return a reference to the definition, which is made when it is first asked for."""
        name = self.made.__name__
        if name not in definitions:
            definitions[name] = {}
            definitions[name] |= {
                "type": "object",
                "properties": {name: member.schema(definitions) for name, member in self.members.items()},
                "required": [name for name, member in self.members.items() if member.required],
                "additionalProperties": False,
            }
        return {"$ref": f"#/components/schemas/{name}"}


def _gathered(parts: Iterable[tuple[Callable[[Any], Any], str | int, Any]]) -> list[Any]:
    """Read all parts of a value, each with its step, and tell the faults of all of them together."""
    values: list[Any] = []
    faults: list[Fault] = []
    for read, step, part in parts:
        try:
            values.append(read(part))
        except Mismatch as mismatch:
            faults += mismatch.below(step)
    if faults:
        raise Mismatch(*faults)
    return values
