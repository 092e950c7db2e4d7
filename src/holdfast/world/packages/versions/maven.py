"""Maven's versions and ranges, after "POM Reference" and "Version Order Specification" of the Maven documentation."""

import re
from itertools import zip_longest
from typing import NamedTuple

_TOKEN = re.compile(r"\d+|[a-z]+|[.-]")
_QUALIFIERS = {
    "alpha": -5,
    "beta": -4,
    "milestone": -3,
    "rc": -2,
    "cr": -2,
    "snapshot": -1,
    "": 0,
    "ga": 0,
    "final": 0,
    "release": 0,
    "sp": 1,
}
_SHORT = {"a": "alpha", "b": "beta", "m": "milestone"}
_RANGE = re.compile(
    r"(?P<open>[\[(])\s*(?P<low>[^,\[\]()]*?)\s*(?:(?P<comma>,)\s*(?P<high>[^,\[\]()]*?)\s*)?(?P<close>[\])])"
)
_LONGEST = 256


class _Part(NamedTuple):
    """One token with what stands before it; words come before ``-1``, and that before ``.1``."""

    place: int
    """0 for a word, 1 for a number behind a dash, 2 for one behind a dot."""
    value: int
    """Of a number itself, of a known word its rank, of an unknown one more than that."""
    word: str = ""


_NOTHING = _Part(0, 0)
_ZERO = _Part(2, 0)


class MavenVersion:
    """A version, compared as Maven's ComparableVersion does for what people write."""

    __slots__ = ("parts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.parts = _parts(text.lower())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MavenVersion) and _compare(self.parts, other.parts) == 0

    def __lt__(self, other: "MavenVersion") -> bool:
        return _compare(self.parts, other.parts) < 0

    def __le__(self, other: "MavenVersion") -> bool:
        return _compare(self.parts, other.parts) <= 0

    def __hash__(self) -> int:
        return hash(tuple(self.parts))


def ordered(version: str) -> MavenVersion | None:
    """Return a key that sorts as Maven does; ``None`` for what is no version."""
    text = version.strip()
    if not text or len(text) > _LONGEST or not re.fullmatch(r"[\w.+-]+", text, re.ASCII):
        return None
    return MavenVersion(text)


def settled(version: str) -> bool:
    """Tell whether a version is a release."""
    found = ordered(version)
    return found is not None and not any(one.place == 0 and one.value < 0 for one in found.parts)


def satisfies(version: str, requirement: str) -> bool | None:
    """Tell whether a version lies in ``[1.0,2.0)``, ``(,1.0],[1.2,)`` and the like; a bare one is a wish, so it is itself."""
    found = ordered(version)
    text = requirement.strip()
    if found is None or len(text) > _LONGEST:
        return None
    if not text.startswith(("[", "(")):
        wish = ordered(text)
        return None if wish is None else found == wish
    ranges = list(_RANGE.finditer(text))
    if re.sub(r"[\s,]", "", _RANGE.sub("", text)) or not ranges:
        return None
    answers = [_within(found, one) for one in ranges]
    return None if None in answers else any(answers)


def _within(version: MavenVersion, one: re.Match[str]) -> bool | None:
    low, high = (ordered(one[name]) if one[name] else None for name in ("low", "high"))
    if one["comma"] is None:
        exactly = one["open"] == "[" and one["close"] == "]" and low is not None
        return version == low if exactly else None
    if (one["low"] and low is None) or (one["high"] and high is None):
        return None
    above = low is None or low < version or (one["open"] == "[" and version == low)
    below = high is None or version < high or (one["close"] == "]" and version == high)
    return above and below


def _parts(text: str) -> list[_Part]:
    """Split at dots, dashes, and where letters meet digits, which counts as a dash; an empty token is a zero.

    What says nothing (zeros, "final", "ga") is trimmed at the end and before each dash.
    """
    found: list[_Part] = []
    dash = waiting = False
    before = ""
    tokens = _TOKEN.findall(text.replace("_", "-").replace("+", "-"))
    for piece, following in zip_longest(tokens, tokens[1:], fillvalue=""):
        if piece in (".", "-"):
            if waiting:
                found.append(_Part(1 if dash else 2, 0))
            dash, waiting, before = piece == "-", True, ""
        else:
            dash = dash or bool(before)
            if dash:
                _trim(found)
            found.append(_part(piece, dash=dash, numbered=following.isdigit()))
            dash, waiting, before = False, False, piece
            continue
        if dash:
            _trim(found)
    _trim(found)
    return found


def _part(token: str, *, dash: bool, numbered: bool) -> _Part:
    if token.isdigit():
        return _Part(1 if dash else 2, int(token))
    word = _SHORT.get(token, token) if numbered else token
    rank = _QUALIFIERS.get(word)
    return _Part(0, 2, word) if rank is None else _Part(0, rank)


def _trim(parts: list[_Part]) -> None:
    while parts and parts[-1].value == 0:
        parts.pop()


def _compare(left: list[_Part], right: list[_Part]) -> int:
    for one, other in zip_longest(left, right):
        mine, theirs = _padded(one, other), _padded(other, one)
        if mine != theirs:
            return -1 if mine < theirs else 1
    return 0


def _padded(one: _Part | None, other: _Part | None) -> _Part:
    """Return a part, or what stands for a missing one: zero beside ``.1``, nothing beside a word or ``-1``."""
    if one is not None:
        return one
    return _ZERO if other is not None and other.place == 2 else _NOTHING
