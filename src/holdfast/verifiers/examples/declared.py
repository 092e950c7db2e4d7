"""What an author says that an example reads besides what can be seen: files of a program that it starts."""

import os
from collections.abc import Iterator, Sequence

from holdfast.languages import Unit
from holdfast.model.claim import Claim
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Trial
from holdfast.records import replace
from holdfast.verifiers import Trials
from holdfast.verifiers.examples.statements import Matter
from holdfast.world.contents import files_below


def resting(trials: Trials, root: str) -> Trials:
    """Yield trials that rest on the declared files as well."""
    known: dict[tuple[str, ...], list[str]] = {}
    for claim, trial in trials:
        named = tuple(_named(_unit(claim)))
        if named and named not in known:
            known[named] = files_below(root, named)
        yield claim, replace(trial, reads=trial.reads | set(known[named])) if named else trial


def absent(claims: Sequence[Claim], root: str) -> Iterator[tuple[Claim, Trial]]:
    """Yield a trial for each example that says it reads what is not there."""
    for claim in claims:
        for path in _named(_unit(claim)):
            if not os.path.exists(os.path.join(root, path)):
                found, remedy = f"is said to read {path}, which is not there", "name a file or folder from the root"
                yield claim, Trial(Outcome.BROKEN, Level.LISTED, found=found, remedy=remedy, reads=frozenset({path}))
                break


def _unit(claim: Claim) -> Unit:
    matter: Matter = claim.matter
    return matter.unit


def _named(unit: Unit) -> list[str]:
    """Return what an example, and what it rests on, are said to read, as clean paths."""
    said = (path for one in (*unit.before, unit.example) for path in one.reads)
    return list(dict.fromkeys(os.path.normpath(path).replace(os.sep, "/") for path in said))
