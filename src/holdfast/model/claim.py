"""A claim: something in a document that the world can contradict, and what came of trying it."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.span import Position


class Proof(NamedTuple):
    """One claim with its answer, as every surface shows it."""

    claim: str
    """Identity: it stays while the example is edited."""
    path: str
    position: Position
    kind: str
    """What kind of claim it is: ``example``."""
    name: str
    """What it is about: the language of an example as written, or empty."""
    section: str
    """Title of the section it stands in."""
    asked: Level
    reached: Level
    """The highest level that holds, or at which it was tried."""
    outcome: Outcome | None
    """``None`` where nothing is asked of it."""
    found: str
    """One line: why it does not hold, why it was not tried; empty where it holds."""
    known: bool
    """Whether evidence of an earlier run answers."""
    seconds: float
    """What the trial took, when it was made."""
    chain: int = 0
    """How many earlier examples it rests on."""


@dataclass(frozen=True, slots=True)
class Tried:
    """How a run of ``verify`` went as a whole."""

    proofs: tuple[Proof, ...]
    sandbox: str
    """Its level; empty where there is none or none was needed."""
    refused: str = ""
    """Why claims were left untried for want of a sandbox; empty where none was."""
    seconds: float = 0.0
    unkept: str = ""
    """Why evidence could not be kept; empty where all of it was."""
    content: str = ""
    """Hash of all that the run would try, by which a user can trust it."""

    def outcomes(self) -> Counter[Outcome]:
        """Count claims by outcome, those of which nothing is asked left out."""
        return Counter(one.outcome for one in self.proofs if one.outcome)
