"""JSON compared by structure: numbers by value and kind, times as moments, random identifiers by their shape."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from holdfast.patterns import pattern

_TIME = pattern(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?P<zone>[Zz]|[+-]\d\d:?\d\d)?\Z")
_UUID = pattern(r"[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z", re.IGNORECASE)
_NAME = pattern(r"[A-Za-z_$][\w$-]*\Z")
_NOW = 300.0
"""Seconds around its request within which a time is "now"."""
_MOST = 200
"""So many differences of one body are told apart."""
_SHOWN = 200


class NotJSONError(ValueError):
    """A text is no JSON, or nested deeper than anything that people send."""


class Number(NamedTuple):
    """A number as it is written."""

    text: str

    @property
    def whole(self) -> bool:
        """Whether it is written without fraction and exponent, which typed clients take for another type."""
        return not re.search(r"[.eE]", self.text)

    def same(self, other: "Number") -> bool:
        """Tell whether two numbers are one, exactly, whatever their digits."""
        if self.text == other.text:
            return True
        try:
            return self.whole == other.whole and Decimal(self.text) == Decimal(other.text)
        except InvalidOperation:
            return False


class Twice(NamedTuple):
    """An object in which a key stands more than once; the last one counts."""

    last: Mapping[str, Any]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """When both sides were asked, and with what."""

    before: float
    after: float
    sent: str
    """The text of the request: an identifier in it is not a random one."""


class ValueDifference(NamedTuple):
    """One place in which two values differ."""

    path: str
    before: str
    after: str
    """As JSON; empty where there is none."""
    sort: str
    """``number`` or ``null`` where that is all there is to it, see :class:`~.differing.Difference`."""


def read_json(body: bytes) -> Any:
    """Read JSON with its numbers as they are written; raises :class:`NotJSONError`."""
    try:
        return json.loads(
            body.decode(),
            parse_int=Number,
            parse_float=Number,
            parse_constant=Number,
            object_pairs_hook=_object,
        )
    except (ValueError, RecursionError) as error:
        raise NotJSONError(str(error)) from error


def written(value: Any, limit: int = _SHOWN) -> str:
    """Return a value as JSON on one line, shortened."""
    try:
        text = "".join(_written(value))
    except RecursionError:
        text = "(nested too deeply to be shown)"
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def compared(before: Any, after: Any, moment: Moment) -> list[ValueDifference]:
    """Return in what two values differ; raises :class:`NotJSONError` for what is nested too deeply."""
    found: list[ValueDifference] = []
    try:
        for one in _walk("$", before, after, moment):
            found.append(one)
            if len(found) == _MOST:
                break
    except RecursionError as error:
        raise NotJSONError("nested too deeply") from error
    return found


def _walk(path: str, before: Any, after: Any, moment: Moment) -> Iterator[ValueDifference]:
    if isinstance(before, Twice) or isinstance(after, Twice):
        keys = [one.keys if isinstance(one, Twice) else () for one in (before, after)]
        if keys[0] != keys[1]:
            shown = [f"twice: {', '.join(one)}" if one else "no key twice" for one in keys]
            yield ValueDifference(path, shown[0], shown[1], "")
        before, after = (one.last if isinstance(one, Twice) else one for one in (before, after))
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*before, *after)):
            place = f"{path}.{key}" if _NAME.match(key) else f"{path}[{json.dumps(key, ensure_ascii=False)}]"
            if key in before and key in after:
                yield from _walk(place, before[key], after[key], moment)
            else:
                value = before.get(key, after.get(key))
                old, new = (written(value), "") if key in before else ("", written(value))
                yield ValueDifference(place, old, new, "null" if value is None else "")
    elif isinstance(before, list) and isinstance(after, list):
        for index in range(max(len(before), len(after))):
            place = f"{path}[{index}]"
            if index < min(len(before), len(after)):
                yield from _walk(place, before[index], after[index], moment)
            elif index < len(before):
                yield ValueDifference(place, written(before[index]), "", "")
            else:
                yield ValueDifference(place, "", written(after[index]), "")
    elif not _same(before, after, moment):
        sort = "number" if _notation(before, after) else ""
        yield ValueDifference(path, written(before), written(after), sort)


def _same(before: Any, after: Any, moment: Moment) -> bool:
    if isinstance(before, Number) and isinstance(after, Number):
        return before.same(after)
    if type(before) is not type(after):
        return False
    if before == after or not isinstance(before, str):
        return bool(before == after)
    if _UUID.match(before) and _UUID.match(after):
        return before not in moment.sent and after not in moment.sent
    times = _times(before, after)
    if times is None:
        return False
    old, new = times
    now = abs(old - moment.before) < _NOW and abs(new - moment.after) < _NOW
    return old == new or now


def _times(before: str, after: str) -> tuple[float, float] | None:
    """Return two times in seconds since the epoch; ``None`` where they are none, or only one has a zone."""
    found = [_TIME.match(one) for one in (before, after)]
    if not (found[0] and found[1]) or bool(found[0]["zone"]) != bool(found[1]["zone"]):
        return None
    try:
        first, second = (datetime.fromisoformat(_zoned(one)).timestamp() for one in (before, after))
    except (ValueError, OverflowError):
        return None
    return first, second


def _zoned(text: str) -> str:
    """A time without a zone is taken as UTC, which the sandbox has."""
    text = text.upper()
    return text if re.search(r"(?:Z|[+-]\d\d:?\d\d)\Z", text) else f"{text}+00:00"


def _notation(before: Any, after: Any) -> bool:
    """Tell whether two numbers have one value and differ in being written as whole."""
    if not (isinstance(before, Number) and isinstance(after, Number)):
        return False
    try:
        return Decimal(before.text) == Decimal(after.text)
    except InvalidOperation:
        return False


def _object(pairs: list[tuple[str, Any]]) -> Any:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    names = [name for name, _ in pairs]
    return Twice(found, tuple(sorted({name for name in names if names.count(name) > 1})))


def _written(value: Any) -> Iterator[str]:
    if isinstance(value, Number):
        yield value.text
    elif isinstance(value, Twice):
        yield from _written(value.last)
    elif isinstance(value, dict):
        yield "{"
        for place, (key, one) in enumerate(value.items()):
            yield f"{', ' if place else ''}{json.dumps(key, ensure_ascii=False)}: "
            yield from _written(one)
        yield "}"
    elif isinstance(value, list):
        yield "["
        for place, one in enumerate(value):
            yield ", " if place else ""
            yield from _written(one)
        yield "]"
    else:
        yield json.dumps(value, ensure_ascii=False)
