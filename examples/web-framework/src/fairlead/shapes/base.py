"""The one contract of every shape: it reads values, and it describes what it reads."""

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

Place = tuple[str | int, ...]
"""Where in a JSON value something stands: names of members and indexes of items, from the outside in."""
Definitions = dict[str, dict[str, Any]]
"""Schemas by name, as they stand below ``components.schemas`` of an OpenAPI document."""


class Fault(NamedTuple):
    """One thing that is wrong with a value."""

    place: Place
    detail: str

    @property
    def pointer(self) -> str:
        """The place as a JSON Pointer (RFC 6901); empty for the whole value."""
        return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in self.place)


class Mismatch(Exception):
    """A value is not of a shape. It carries every fault that was found, and is never empty."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{fault.pointer or '/'}: {fault.detail}" for fault in faults))
        self.faults = faults

    def below(self, step: str | int) -> list[Fault]:
        """Return the faults as those of a value of which this one is a part."""
        return [Fault((step, *fault.place), fault.detail) for fault in self.faults]


class Shape(Protocol):
    """What an annotation demands."""

    def from_text(self, text: str) -> Any:
        """Return the value that a path segment, a query value or a header spells.

        Raises:
            Mismatch: The text does not spell one.
        """

    def from_texts(self, texts: Sequence[str]) -> Any:
        """Return the value that the values of a repeated query key spell together.

        Raises:
            Mismatch: They do not spell one, such as when there are several and the shape is no list.
        """

    def from_json(self, value: Any) -> Any:
        """Return the value that decoded JSON stands for.

        Raises:
            Mismatch: It does not stand for one; all faults below it are told together.
        """

    def schema(self, definitions: Definitions) -> dict[str, Any]:
        """Return the JSON Schema (2020-12) of what is accepted, with named parts put into ``definitions``."""


class Single:
    """A shape that is spelled by one text."""

    def from_text(self, text: str) -> Any:
        """Refuse, where nothing says otherwise: most shapes with parts cannot be written in plain text."""
        raise wrong("cannot be written as plain text")

    def from_texts(self, texts: Sequence[str]) -> Any:
        """Read the only text."""
        if len(texts) != 1:
            raise wrong(f"is given {len(texts)} times, and may be given once")
        return self.from_text(texts[0])


def wrong(detail: str) -> Mismatch:
    """Return the mismatch of a value that is wrong as a whole."""
    return Mismatch(Fault((), detail))
