"""What two names of a section share, where one of them only has a word more that says what kind of text it is.

``Performance`` answers ``Performance Considerations``, and ``Test Plan`` answers ``Testing Strategy``.
"""

from functools import lru_cache
from typing import NamedTuple

_BEFORE = frozenset({"proposed", "detailed"})
_KINDS = {
    word: kind
    for kind, words in {
        "plan": "plan plans strategy strategies approach",
        "thoughts": "considerations consideration",
        "design": "design",
        "detail": "details detail",
        "guide": "guide",
    }.items()
    for word in words.split()
}
"""Words behind the subject of a section that say what kind of text it is, and not what it is about."""
_SAME = {"test": "testing", "tests": "testing", "apis": "api", "risk": "risks", "alternative": "alternatives"}


class Headword(NamedTuple):
    """What a section is about."""

    subject: str
    kind: str
    """What kind of text it is; empty where the name does not say."""


@lru_cache(maxsize=4096)
def headword(name: str) -> Headword:
    """Take a name apart that is in the form of :func:`holdfast.markdown.plain.key`."""
    words = name.split()
    while len(words) > 1 and words[0] in _BEFORE:
        words = words[1:]
    kind = _KINDS.get(words[-1], "") if len(words) > 1 else ""
    words = words[:-1] if kind else words
    return Headword(" ".join(_SAME.get(word, word) for word in words), kind)


def agree(left: Headword, right: Headword) -> bool:
    """Tell whether two names are about the same, and not about two kinds of text on it."""
    return left.subject == right.subject and (left.kind == right.kind or not (left.kind and right.kind))


def below(name: str, above: str) -> str:
    """Return a name without the word that the heading above it says already, "python" below "API"; else empty."""
    words = name.split()
    return " ".join(words[:-1]) if len(words) > 1 and words[-1] in above.split() else ""


def shared(parts: list[str]) -> list[str]:
    """Return the parts of a name with the word that the last of them lends to the others.

    ``Rollout / Migration Plan`` is the rollout plan and the migration plan.
    """
    last = parts[-1].split() if parts else []
    return [f"{part} {last[-1]}" for part in parts[:-1]] if len(parts) > 1 and len(last) > 1 else []
