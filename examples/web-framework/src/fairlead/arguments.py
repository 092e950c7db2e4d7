"""Where each argument of a handler comes from, as its signature says."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, is_dataclass
from enum import Enum
from typing import Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints

from fairlead.messages import Request
from fairlead.shapes import Shape, shape_of
from fairlead.shapes.base import wrong
from fairlead.shapes.compile import in_text, listing

REQUIRED = inspect.Parameter.empty


class Source(Enum):
    """The part of a request that an argument is read from; the values are OpenAPI's words, where it has one."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    BODY = "body"
    DEPENDENCY = "dependency"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Header:
    """``Annotated[str, Header()]``: read from a header, by default from that of the argument's name with hyphens."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """``Annotated[list[int], Body()]``: the JSON body, for what is no dataclass; a dataclass is it without a word."""


@dataclass(frozen=True, slots=True)
class Depends:
    """``Annotated[User, Depends(user)]``: what ``user`` returns or yields, called once in each request."""

    on: Callable[..., Any]


class Argument(NamedTuple):
    """One argument of a handler or of a dependency."""

    name: str
    source: Source
    called: str
    """What the request calls it."""
    shape: Shape
    default: Any
    """``REQUIRED`` where there is none."""
    on: Callable[..., Any] | None = None

    def read(self, request: Request) -> Any:
        """Return the value in a path, a query or a header.

        Raises:
            Mismatch: It is missing, repeated, or of another shape.
        """
        given = self._given(request)
        if given:
            return self.shape.from_texts(given)
        if self.default is REQUIRED:
            raise wrong("is missing")
        return self.default

    def _given(self, request: Request) -> list[str]:
        if self.source is Source.PATH:
            return [request.variables[self.called]]
        if self.source is Source.QUERY:
            return request.query.get(self.called, [])
        value = request.headers.get(self.called)
        return [] if value is None else [value]


def name_of(function: Callable[..., Any]) -> str:
    """Return what to call a function in a message."""
    return getattr(function, "__qualname__", repr(function))


def arguments(function: Callable[..., Any], variables: frozenset[str]) -> list[Argument]:
    """Return the arguments of a function; ``variables`` are those of the path that it answers.

    Raises:
        TypeError: An argument has no annotation, or one that cannot stand where it would be read from.
    """
    hints = get_type_hints(function, include_extras=True)
    found = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name not in hints:
            raise TypeError(f"{name_of(function)}: {parameter.name} has no annotation")
        try:
            found.append(_argument(parameter, hints[parameter.name], variables))
        except TypeError as error:
            raise TypeError(f"{name_of(function)}: {parameter.name}: {error}") from error
    if sum(one.source is Source.BODY for one in found) > 1:
        raise TypeError(f"{name_of(function)} reads two bodies, and a request has one")
    return found


def _argument(parameter: inspect.Parameter, hint: Any, variables: frozenset[str]) -> Argument:
    name, default = parameter.name, parameter.default
    words = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    plain = get_args(hint)[0] if words else hint
    for word in words:
        if isinstance(word, Depends):
            return Argument(name, Source.DEPENDENCY, "", shape_of(None), default, on=word.on)
        if isinstance(word, Header):
            called = (word.name or name.replace("_", "-")).lower()
            return _textual(Argument(name, Source.HEADER, called, shape_of(hint), default))
        if isinstance(word, Body):
            return Argument(name, Source.BODY, "", shape_of(hint), default)
    if plain is Request:
        return Argument(name, Source.REQUEST, "", shape_of(None), default)
    shape = shape_of(hint)
    if name in variables:
        return _textual(Argument(name, Source.PATH, name, shape, REQUIRED))
    if isinstance(plain, type) and is_dataclass(plain):
        return Argument(name, Source.BODY, "", shape, default)
    return _textual(Argument(name, Source.QUERY, name, shape, default))


def _textual(argument: Argument) -> Argument:
    several = argument.source is Source.QUERY and listing(argument.shape)
    if not several and not in_text(argument.shape):
        raise TypeError(f"a {argument.source.value} value is text, and this type is not")
    return argument
