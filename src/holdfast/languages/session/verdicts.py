"""Verdicts that every compiled language gives in the same words."""

import re
from collections.abc import Collection, Mapping, Sequence

from holdfast.binding.infostring import read_info
from holdfast.languages import Unit
from holdfast.model.example import Example, Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Trial

_CODE = re.compile(r"(?:e\d{4}|ts\d{4,5})\Z")


def rests_on_broken(
    unit: Unit, faults: Mapping[tuple[str, int], Collection[object]], reads: frozenset[str]
) -> Trial | None:
    """Return the trial of a unit that rests on a broken example, which proves nothing of its own; else ``None``."""
    blocked = next((one for one in unit.before if (one.document, one.ordinal) in faults), None)
    if blocked is None:
        return None
    found = f"it rests on the example on line {blocked.position.line}, which does not compile here"
    return Trial(Outcome.UNPROVEN, Level.TYPED, found=found, remedy="mend that one first", reads=reads)


def meant_to_fail(example: Example, messages: Sequence[str], reads: frozenset[str]) -> Trial:
    """Return the trial of an example that is shown because it does not compile: ``compile_fail``.

    Where its author names codes of errors, such as ``compile_fail,E0308``, each has to be among those reported.
    """
    info = read_info(example.info)
    wanted = [word.upper() for word in info.words if _CODE.match(word)]
    missing = next((code for code in wanted if not any(code in one for one in messages)), "")
    if not messages:
        found, remedy = "is said not to compile, and does", "take compile_fail away"
    elif missing:
        found, remedy = f"is said not to compile with {missing}; it fails with: {messages[0]}"[:200], "name its code"
    else:
        return Trial(Outcome.HOLDS, Level.TYPED, reads=reads)
    return Trial(Outcome.BROKEN, Level.TYPED, None, found, remedy, reads=reads)
