"""Semantic versions (semver.org 2.0.0) as a sortable tuple; shared by Cargo, Go and npm."""

import re
from functools import total_ordering
from typing import NamedTuple

_VERSION = re.compile(
    r"(?P<major>0|[1-9]\d{0,18})\.(?P<minor>0|[1-9]\d{0,18})\.(?P<patch>0|[1-9]\d{0,18})"
    r"(?:-(?P<pre>(?:0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*))*))?"
    r"(?:\+(?P<build>[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*))?",
    re.ASCII,
)


@total_ordering
class Pre:
    """The part behind the dash; none of it sorts behind every one."""

    __slots__ = ("key", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        parts = text.split(".") if text else []
        self.key = [(0, int(one), "") if one.isdigit() else (1, 0, one) for one in parts]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pre) and self.key == other.key

    def __lt__(self, other: "Pre") -> bool:
        if not self.key or not other.key:
            return bool(self.key) and not other.key
        return self.key < other.key

    def __hash__(self) -> int:
        return hash(self.text)

    def __bool__(self) -> bool:
        return bool(self.key)


class Semver(NamedTuple):
    """One version; compared by precedence, so that what is built differently is equal."""

    major: int
    minor: int
    patch: int
    pre: Pre


def semver(text: str) -> Semver | None:
    """Read a version without a leading ``v``; ``None`` where it is none."""
    found = _VERSION.fullmatch(text)
    if found is None:
        return None
    return Semver(int(found["major"]), int(found["minor"]), int(found["patch"]), Pre(found["pre"] or ""))
