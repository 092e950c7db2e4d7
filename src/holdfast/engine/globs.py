"""Patterns that documents and people write for paths, matched in time that no pattern can blow up.

A star stands for anything within a folder, two for anything at all, two and a slash for any folders or none, a question
mark for one character. A regular expression would do the same, and would try all ways to divide a path among the stars
before it says no: documents come from strangers, and a field of theirs could hold a run for years.
"""

import re
from functools import lru_cache

_PIECE = re.compile(r"(?:\*\*/)+|(?:\*\*)+(?=\*\*/)|\*{2,}|\*|\?|[^*?]+")
_LONGEST = 1000
"""A longer pattern matches nothing."""


def matches(pattern: str, path: str) -> bool:
    """Tell whether a pattern matches a path as a whole; one that ends in a slash matches all below."""
    if len(pattern) > _LONGEST:
        return False
    places = {0}
    for piece in _pieces(pattern):
        places = _after(piece, path, places)
        if not places:
            return False
    return len(path) in places


@lru_cache(maxsize=512)
def _pieces(pattern: str) -> tuple[str, ...]:
    found = tuple(_PIECE.findall(pattern))
    return (*found, "**") if pattern.endswith("/") else found


def _after(piece: str, path: str, places: set[int]) -> set[int]:
    """Return all places of a path that can be reached by one piece of a pattern from any of some places."""
    if piece == "?":
        return {place + 1 for place in places if place < len(path) and path[place] != "/"}
    if piece == "*":
        return _within_folder(path, places)
    if piece.startswith("**"):
        first = min(places)
        if not piece.endswith("/"):
            return set(range(first, len(path) + 1))
        return places | {place + 1 for place in range(first, len(path)) if path[place] == "/"}
    return {place + len(piece) for place in places if path.startswith(piece, place)}


def _within_folder(path: str, places: set[int]) -> set[int]:
    found: set[int] = set()
    for start in sorted(places):
        place = start
        while place not in found:
            found.add(place)
            if place == len(path) or path[place] == "/":
                break
            place += 1
    return found
