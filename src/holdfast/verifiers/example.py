"""Code examples: parsed, their types checked, run, and their output compared, as far as the document's Status asks.

Languages have a room of their own, :mod:`holdfast.languages`; here is what they share.
"""

from collections.abc import Iterator, Sequence

from holdfast.binding.examples import examples
from holdfast.binding.page import Page
from holdfast.languages import language_for
from holdfast.model.claim import Claim, Statement
from holdfast.model.edit import Fix
from holdfast.model.example import Level
from holdfast.model.role import Role
from holdfast.model.trial import Fault, Toolchain, Trial
from holdfast.records import replace
from holdfast.verifiers import Trials
from holdfast.verifiers.examples.declared import absent, resting
from holdfast.verifiers.examples.levels import tried
from holdfast.verifiers.examples.output import written
from holdfast.verifiers.examples.statements import Matter, stated
from holdfast.verifiers.replayed.statements import replayed_fences
from holdfast.world.bench import Bench

KIND = "example"
SLUG = "example-broken"
SANDBOX = True
UPDATES = "output"
_ASKED = {Role.RESEARCH: Level.PARSED, Role.DRAFT: Level.PARSED, Role.ACTIVE: Level.COMPARED}
"""What a Status asks of examples; of documents that are no longer in force nothing is."""


def find(page: Page) -> Iterator[Statement]:
    """Yield every code block of a page, those of which nothing is asked included."""
    asked = _ASKED.get(page.role, Level.LISTED) if page.asked else Level.LISTED
    replayed = replayed_fences(page)
    found = examples(page.path, page.parse, page.headings)
    yield from stated(
        [replace(one, highest=Level.LISTED, fault="") if one.span.start in replayed else one for one in found], asked
    )


def toolchain(claim: Claim, bench: Bench) -> Toolchain:
    """Return what there is to try a language with."""
    language = language_for(claim.of.group)
    if bench.refused:
        return Toolchain((), Level.PARSED, bench.refused.found, bench.refused.remedy)
    return language.toolchain(bench) if language and language.toolchain else Toolchain((), Level.PARSED)


def attempt(claims: Sequence[Claim], bench: Bench) -> Trials:
    """Try examples of one language, level by level."""
    language = language_for(claims[0].of.group)
    if language:
        faulty = list(absent(claims, bench.root))
        yield from faulty
        said = {id(claim) for claim, _ in faulty}
        standing = [claim for claim in claims if id(claim) not in said]
        yield from resting(tried(language, standing, bench), bench.root)


def place(claim: Claim, fault: Fault) -> int:
    """Return where a line and a column of an example stand in its document."""
    matter: Matter = claim.matter
    return matter.example.offset(fault.line, fault.column)


def update(claim: Claim, trial: Trial, source: bytes) -> Fix | None:
    """Return what puts the output of an example in place of what its document says it prints."""
    matter: Matter = claim.matter
    return written(matter.example, trial, source)
