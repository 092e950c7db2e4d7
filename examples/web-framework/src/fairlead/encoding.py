"""From values to JSON."""

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from typing import Any
from uuid import UUID


def to_json(value: Any) -> bytes:
    """Encode a value: dataclasses as objects, moments in RFC 3339 (``Z`` for UTC), text as UTF-8.

    Raises:
        TypeError: Something in it has no JSON.
        ValueError: A number in it is infinite or none.
    """
    return json.dumps(value, default=plain, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def plain(value: Any) -> Any:
    """Return what stands for a value in JSON, where ``json`` itself does not know.

    Raises:
        TypeError: Nothing does.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {name: getattr(value, name) for name in _names(type(value))}
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    if value is None or isinstance(value, str | int | float | list | dict):
        return value
    raise TypeError(f"{type(value).__name__} has no JSON")


@lru_cache(maxsize=1024)
def _names(made: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(made))
