"""Versions of libraries: what a document says of one is what the repository's lock files and manifests say.

A library that the repository does not use is no claim about it: a document may speak of a plan, or of prior art.
"""

from collections.abc import Iterator, Sequence

from holdfast.binding.page import Page
from holdfast.model.claim import Claim, Statement
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Trial
from holdfast.verifiers import Trials
from holdfast.verifiers.libraries.statements import Stated, stated
from holdfast.world.bench import Bench
from holdfast.world.packages.agreement import Answer, compare

KIND = "library"
SLUG = "version-differs"
SANDBOX = False


def find(page: Page) -> Iterator[Statement]:
    """Yield every library that the page names with a version."""
    yield from stated(page, absent=False)


def attempt(claims: Sequence[Claim], bench: Bench) -> Trials:
    """Compare each with the files that name it."""
    for claim in claims:
        bench.begin(claim)
        yield claim, _tried(claim.matter)


def _tried(library: Stated) -> Trial:
    reads = frozenset(one.path for one in library.places)
    if not library.places:
        path, reason = library.unread[0]
        return Trial(
            Outcome.UNPROVEN,
            Level.COMPARED,
            found=f"{path} cannot be read: {reason}",
            remedy="write the file anew with its own tool",
            reads=frozenset(name for name, _ in library.unread),
        )
    try:
        found = compare(library.ecosystem, library.said, library.places, requirement=library.requirement)
    except ImportError as error:
        remedy = "pip install 'holdfast[verify]'"
        return Trial(Outcome.UNPROVEN, Level.COMPARED, found=f"{error.name} is not installed", remedy=remedy)
    place = found.place
    where = f"{place.path}:{place.line}" if place else ""
    if found.answer is Answer.DIFFERS and place:
        has = found.version or place.said
        return Trial(
            Outcome.BROKEN,
            Level.COMPARED,
            found=f"the document says {library.said}, {where} says {has}",
            remedy=f"write {has}, or have the repository use {library.said}",
            reads=reads,
        )
    if found.answer is Answer.UNCLEAR and place:
        return Trial(
            Outcome.UNPROVEN,
            Level.COMPARED,
            found=f"{library.said} cannot be compared with {place.said or 'nothing'} in {where}",
            remedy="write the version as numbers, such as 1.2",
            reads=reads,
        )
    return Trial(Outcome.HOLDS, Level.COMPARED, output=where, reads=reads)
