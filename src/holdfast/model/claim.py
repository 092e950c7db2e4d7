"""A claim: something in a document that the world can contradict, and what came of trying it."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple

from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.severity import Severity
from holdfast.model.span import Position, Span


@dataclass(frozen=True, slots=True)
class Statement:
    """What a verifier finds in a page: something that can be tried, in the terms that all kinds share."""

    span: Span
    """Where it stands, as a whole."""
    name: str
    """What it is about, as people are shown it: a language, a metric, a package, an address."""
    content: str
    """All that is handed to the verifier; where it changes, earlier evidence answers no more."""
    identity: tuple[str, ...]
    """What tells it from others of its kind in the document and stays while ``content`` is edited."""
    matter: Any
    """What its verifier knows of it."""
    section: tuple[str, ...] = ()
    """Titles of the sections around it, the outermost first, without the document's own."""
    asked: Level = Level.COMPARED
    """``LISTED`` where nothing is asked of it."""
    group: str = ""
    """Statements of one group are tried together and share a toolchain, such as those of one language."""
    at: int | None = None
    """Byte offset in the document of the place that people are sent to; the beginning of ``span`` by default."""
    reason: str = ""
    """Why its author keeps it from being tried."""
    fault: str = ""
    """Why it cannot be tried, though it is asked for."""
    chain: int = 0
    """How many earlier statements it rests on."""
    runs: bool = False
    """Whether trying it runs something, where its verifier mostly does without."""


class Told(NamedTuple):
    """Under which slug a claim is told that does not hold, and what its document says of that."""

    slug: str
    severity: Severity
    waived: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement with what its document's Status asks of it."""

    kind: str
    """Slug of its verifier, such as ``example``."""
    slug: str
    """Verdicts about it are given under this one, such as ``example-broken``."""
    id: str
    """Hash of document, kind, and what tells it from its like: it stays while it is edited."""
    document: str
    """Path relative to the project's root."""
    position: Position
    ends: int
    """The last line that it covers."""
    inputs: str
    """Hash of all that is handed to its verifier, the toolchain aside."""
    severity: Severity
    of: Statement
    waived: str = ""
    """Why it may be broken: the reason of a waiver around it."""
    further: tuple[Told, ...] = ()
    """The further slugs of its verifier, for what is wrong with it in another way."""

    @property
    def asked(self) -> Level:
        """How far it is to be tried."""
        return self.of.asked

    @property
    def name(self) -> str:
        """What it is about, as people are shown it."""
        return self.of.name

    @property
    def matter(self) -> Any:
        """What its verifier knows of it."""
        return self.of.matter

    @property
    def reason(self) -> str:
        """Why it does not have to hold, in the words of the document."""
        return self.waived or self.of.reason


class Proof(NamedTuple):
    """One claim with its answer, as every surface shows it."""

    claim: str
    """Identity: it stays while the example is edited."""
    path: str
    position: Position
    kind: str
    """Slug of its verifier, such as ``example``."""
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
