"""Classes of plain data, as :mod:`dataclasses` makes them from annotations, at a fiftieth of the price.

A run makes forty such classes before it reads a file. There each of them has six functions compiled for it, by a module
that loads half a compiler to do so; here all share theirs. What only some commands load may well be a data class.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Any, ClassVar, NamedTuple, NoReturn, Self, TypeVar, dataclass_transform

_T = TypeVar("_T")
_NOTHING: Any = object()
_set = object.__setattr__


class _Given(NamedTuple):
    """What a class says of a field beside its annotation."""

    default: Any = _NOTHING
    default_factory: Callable[[], Any] | None = None
    compare: bool = True
    repr: bool = True


def field(
    *,
    default: Any = _NOTHING,
    default_factory: Callable[[], Any] | None = None,
    compare: bool = True,
    repr: bool = True,
) -> Any:
    """Say more of a field, in the words of :func:`dataclasses.field`."""
    return _Given(default, default_factory, compare, repr)


class _Mutable:
    """What every object of plain data can do."""

    __slots__ = ()
    _defaults: ClassVar[dict[str, Any]]
    _factories: ClassVar[dict[str, Callable[[], Any]]]
    _shown: ClassVar[tuple[str, ...]]
    _compared: ClassVar[Any]

    def __init__(self, *given: Any, **named: Any) -> None:
        names = type(self).__slots__
        values = {**self._defaults, **dict(zip(names, given, strict=False)), **named}
        for name, make in self._factories.items():
            if name not in values:
                values[name] = make()
        if len(values) != len(names) or len(given) > len(values):
            raise TypeError(f"{type(self).__qualname__} is made of {', '.join(names)}")
        for name, value in values.items():
            _set(self, name, value)
        self.__post_init__()

    def __post_init__(self) -> None:
        """Look over what was given, where a class has something to say of it."""

    def __repr__(self) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self._shown)})"

    def __eq__(self, other: object) -> bool:
        return self._compared(self) == self._compared(other) if type(other) is type(self) else NotImplemented

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        """Have copies, and what :mod:`pickle` makes, come about as every object does."""
        return type(self), tuple(getattr(self, name) for name in names_of(self))

    def __replace__(self, **changes: Any) -> Self:
        """Serve :func:`copy.replace`."""
        return replace(self, **changes)

    __hash__ = None  # type: ignore[assignment]


class _Frozen(_Mutable):
    """What stays as it was made, and can therefore be hashed."""

    __slots__ = ()

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(self._compared(self))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__qualname__}.{name} stays as it is")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__qualname__}.{name} stays as it is")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(kind: type[_T]) -> type[_T]:
    """Make a class whose objects have slots, stay as they were made, and are equal where their fields are."""
    return _made(kind, _Frozen)


@dataclass_transform(field_specifiers=(field,))
def mutable(kind: type[_T]) -> type[_T]:
    """Make the same of a class whose objects may change."""
    return _made(kind, _Mutable)


def _made(kind: type[_T], base: type) -> type[_T]:
    names = tuple(kind.__annotations__)
    space = {name: value for name, value in vars(kind).items() if name not in ("__dict__", "__weakref__")}
    said = {name: space.pop(name, _NOTHING) for name in names}
    fields = {name: one if isinstance(one, _Given) else _Given(one) for name, one in said.items()}
    space["__slots__"] = space["__match_args__"] = names
    space["__qualname__"] = kind.__qualname__
    space["_defaults"] = {name: one.default for name, one in fields.items() if one.default is not _NOTHING}
    space["_factories"] = {name: one.default_factory for name, one in fields.items() if one.default_factory}
    space["_shown"] = tuple(name for name, one in fields.items() if one.repr)
    space["_compared"] = attrgetter(*(name for name, one in fields.items() if one.compare))
    made: Any = type(kind.__name__, (base,), space)
    found: type[_T] = made
    return found


def names_of(one: object) -> tuple[str, ...]:
    """Return the names of the fields of a record or of such a class, in order; empty for anything else."""
    kind = one if isinstance(one, type) else type(one)
    return tuple(kind.__slots__) if issubclass(kind, _Mutable) else ()


def replace(one: _T, **changes: Any) -> _T:
    """Return a copy of a record, or of a data class with slots, with other values in some fields."""
    given = {name: getattr(one, name) for name in type(one).__slots__}  # type: ignore[attr-defined]
    return type(one)(**given | changes)
