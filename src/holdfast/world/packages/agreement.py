"""Whether what a document says of a library is what the files of the repository say: a pure decision."""

import re
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from holdfast.world.packages.pin import PlacedPin
from holdfast.world.packages.versions import grammar
from holdfast.world.packages.versions.said import agrees

_EXACTLY = re.compile(r"={1,3}\s*(v?\d[^\s,*<>=!~]*)")
_VERSION = re.compile(r"v?\d+(?:\.\d+)*[\w.+-]*")


class Answer(Enum):
    """What came of comparing."""

    AGREES = "agrees"
    DIFFERS = "differs"
    ABSENT = "absent"
    """No file names the package."""
    UNCLEAR = "unclear"
    """What is written on one side is not understood."""


class Agreement(NamedTuple):
    """An answer with the place that gives it."""

    answer: Answer
    place: PlacedPin | None = None
    version: str = ""
    """In use, where a file pins it."""


def compare(ecosystem: str, said: str, places: Sequence[PlacedPin], *, requirement: bool = False) -> Agreement:
    """Compare what is said of a version with every place that names the package.

    One pinned version that fits is enough, because a repository may hold several programs. What a manifest says word
    for word may be said; what it merely allows counts where nothing is pinned.
    """
    if not places:
        return Agreement(Answer.ABSENT)
    pinned = [(one, one.said if one.locked else _exactly(ecosystem, one.said)) for one in places]
    pinned = [(one, version) for one, version in pinned if version]
    answers = [(agrees(ecosystem, said, version, requirement=requirement), one, version) for one, version in pinned]
    for fits, one, version in answers:
        if fits:
            return Agreement(Answer.AGREES, one, version)
    manifests = [one for one in places if not one.locked and one.said]
    same = next((one for one in manifests if _bare(one.said) == _bare(said)), None)
    if same:
        return Agreement(Answer.AGREES, same)
    if pinned:
        return _differs(answers)
    allowed = [(_allows(ecosystem, said, one.said), one) for one in manifests]
    fitting = next((one for fits, one in allowed if fits), None)
    if fitting:
        return Agreement(Answer.AGREES, fitting)
    against = next((one for fits, one in allowed if fits is False), None)
    if against is None or any(fits is None for fits, _ in allowed):
        return Agreement(Answer.UNCLEAR, places[0])
    return Agreement(Answer.DIFFERS, against)


def _differs(answers: Sequence[tuple[bool | None, PlacedPin, str]]) -> Agreement:
    if any(fits is None for fits, _, _ in answers):
        return Agreement(Answer.UNCLEAR, answers[0][1])
    return Agreement(Answer.DIFFERS, answers[0][1], answers[0][2])


def _exactly(ecosystem: str, said: str) -> str:
    """Return the one version that a requirement allows; empty where it allows more."""
    found = _EXACTLY.fullmatch(said.strip())
    if found:
        return found[1]
    bare = ecosystem in ("npm", "maven", "golang") and grammar(ecosystem).ordered(said) is not None
    return said if bare else ""


def _bare(said: str) -> str:
    return re.sub(r"[\s\"'v^]", "", said)


def _allows(ecosystem: str, said: str, requirement: str) -> bool | None:
    """Tell whether a requirement allows a version that fits what is said; ``None`` where it is not understood.

    Tried are the versions that either side names, the first and the last of their lines.
    """
    rules = grammar(ecosystem)
    tried = [
        version
        for text in (said, requirement)
        for one in _VERSION.findall(text)
        for version in _spread(one.removeprefix("v"))
        if rules.ordered(version) is not None
    ]
    understood = False
    for version in dict.fromkeys(tried):
        allowed, fits = rules.satisfies(version, requirement), agrees(ecosystem, said, version)
        if allowed is None or fits is None:
            continue
        understood = True
        if allowed and fits:
            return True
    return False if understood else None


def _spread(version: str) -> list[str]:
    """Return a version and the ends of its line: ``1.2`` gives 1.2, 1.2.0, 1.2.99999, 1.99999.0."""
    numbers = re.match(r"\d+(?:\.\d+)*", version)
    parts = numbers[0].split(".") if numbers else []
    found = [version]
    for missing in range(max(0, 3 - len(parts)) + 1):
        for filler in ("0", "99999"):
            tail = [filler] * missing
            full = [*parts, *tail]
            found.append(".".join(([*full, "0", "0"])[: max(3, len(full))]))
    return found
