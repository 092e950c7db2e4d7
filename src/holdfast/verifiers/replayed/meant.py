"""Whether a difference that was seen is one that the guide declares."""

import json
import re
from functools import lru_cache

from holdfast.markdown.plain import key
from holdfast.model.guide import ABSENT, Declared, Request, Where
from holdfast.verifiers.replayed.differing import Difference
from holdfast.verifiers.replayed.openapi import Operation


def may_concern(where: Where, request: Request) -> bool:
    """Tell whether a declaration may speak of a request, whatever the sides answer."""
    if _is_named(where, request):
        return True
    if where.methods and request.method not in where.methods:
        return False
    if where.name and where.name not in (key(request.name), key(request.shown)):
        return False
    return not where.path or _on_path(where.path, request.target)


def concerns(where: Where, request: Request, statuses: tuple[int, int]) -> bool:
    """Tell whether a declaration speaks of a request that was answered with these statuses."""
    if not may_concern(where, request):
        return False
    return (
        not where.statuses
        or _is_named(where, request)
        or any(one in where.statuses or one // 100 in where.statuses for one in statuses)
    )


def _is_named(where: Where, request: Request) -> bool:
    return bool(request.name) and where.said == key(request.name)


def covers(declared: Declared, difference: Difference) -> bool:
    """Tell whether a declaration is about a difference: the same part, and the same values where it says any."""
    if not _about(declared, difference):
        return False
    if declared.what in ("numbers", "nulls"):
        # Values beside these words are an example of what they mean.
        return True
    said = ((declared.before, difference.before), (declared.after, difference.after))
    return all(_is_said(wanted, found) for wanted, found in said)


def _about(declared: Declared, difference: Difference) -> bool:
    if declared.what == "numbers":
        return difference.sort == "number"
    if declared.what == "nulls":
        return difference.sort == "null"
    if declared.what != difference.what:
        return False
    if declared.what == "header":
        return declared.part in ("", difference.part)
    if declared.what == "body" and declared.part:
        return bool(_path_pattern(declared.part).match(difference.part or "$"))
    return True


def _is_said(wanted: str | None, found: str) -> bool:
    if wanted is None:
        return True
    if ABSENT in (wanted, found):
        return wanted == found
    plain = " ".join(wanted.split())
    if plain.endswith("…"):
        return found.startswith(plain[:-1]) or _unquoted(found).startswith(plain[:-1])
    return plain in (" ".join(found.split()), " ".join(_unquoted(found).split())) or _same_json(plain, found)


def _unquoted(text: str) -> str:
    try:
        read = json.loads(text) if text.startswith('"') else text
    except ValueError:
        return text
    return read if isinstance(read, str) else text


def _same_json(one: str, other: str) -> bool:
    """Tell whether two texts are one value of more than a word, however it is spaced."""
    if one[:1] not in "{[" or other[:1] not in "{[":
        return False
    try:
        return bool(json.loads(one) == json.loads(other))
    except (ValueError, RecursionError):
        return False


def _on_path(pattern: str, target: str) -> bool:
    if "?" not in pattern:
        target = target.partition("?")[0]
    return bool(_target_pattern(pattern).fullmatch(target))


@lru_cache(maxsize=512)
def _target_pattern(pattern: str) -> re.Pattern[str]:
    pieces = re.split(r"(\{[^{}/]*\}|\*\*|\*)", pattern)
    return re.compile(
        "".join(".*" if one == "**" else "[^/]*" if one[:1] in ("*", "{") else re.escape(one) for one in pieces)
    )


@lru_cache(maxsize=512)
def _path_pattern(part: str) -> re.Pattern[str]:
    """Return what the path of a difference has to begin with: ``$.a[*].b``, ``$..b``, or a key at any depth."""
    if not part.startswith("$"):
        part = f"$..{part}"
    made = ""
    for piece in re.split(r"(\.\.|\[\*\]|\.\*|\*)", part):
        if piece == "..":
            made += r"(?:.*)\."
        elif piece == "[*]":
            made += r"\[\d+\]"
        elif piece in (".*", "*"):
            made += r"[.\[]?[^.\[]+"
        else:
            made += re.escape(piece)
    return re.compile(rf"{made}(?=[.\[]|\Z)", re.DOTALL)


def covers_operation(declared: Declared, operation: Operation, difference: Difference) -> bool:
    """Tell whether a declaration is about a difference of the OpenAPI documents."""
    where = declared.where
    asked = Request("", operation.method, operation.path, (), "", declared.span, 0)
    if declared.what != "openapi" or not may_concern(where, asked) or not covers(declared, difference):
        return False
    status = re.search(r"answer (?P<class>[1-5])(?P<rest>\d\d|XX)", difference.part)
    if not where.statuses or status is None:
        return not where.statuses
    exact = {int(status["class"] + status["rest"])} if status["rest"].isdigit() else set()
    return bool(where.statuses & {int(status["class"]), *exact})
