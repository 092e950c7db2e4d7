"""Tests: those that a document names by name are defined in the project, which is read and not run."""

from collections.abc import Iterator, Sequence

from holdfast.binding.page import Page
from holdfast.model.claim import Claim, Statement
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.role import Role
from holdfast.model.trial import Trial
from holdfast.verifiers import Trials
from holdfast.verifiers.tests.named import NamedTest, named_tests
from holdfast.world.bench import Bench
from holdfast.world.testcases import Sources, lookup

KIND = "test"
SLUG = "test-missing"
SANDBOX = False
_ASKED = frozenset({Role.DRAFT, Role.ACTIVE})
_WHOLE = "**"


def find(page: Page) -> Iterator[Statement]:
    """Yield the tests that a page names."""
    asked = Level.COMPARED if page.asked and page.role in _ASKED else Level.LISTED
    for one in named_tests(page):
        yield Statement(one.span, one.text, repr((1, one.cases)), (one.text,), one, one.section, asked)


def attempt(claims: Sequence[Claim], bench: Bench) -> Trials:
    """Look each test up in the project's files."""
    sources = Sources(bench.root)
    for claim in claims:
        bench.begin(claim)
        yield claim, _tried(claim.matter, sources)


def _tried(one: NamedTest, sources: Sources) -> Trial:
    answers = [lookup(case, sources) for case in one.cases]
    there = next((path for answer, path, _ in answers if answer), "")
    if there:
        return Trial(Outcome.HOLDS, Level.COMPARED, reads=frozenset({there}))
    reads = frozenset({_WHOLE}) if not one.cases[0].path else frozenset(path for _, path, _ in answers if path)
    unclear = next((why for answer, _, why in answers if answer is None), "")
    if unclear:
        return Trial(
            Outcome.UNPROVEN,
            Level.COMPARED,
            found=unclear,
            remedy="name the test by the file that defines it",
            reads=reads,
        )
    remedy = "write the name it has now, or that it is planned or gone"
    return Trial(Outcome.BROKEN, Level.COMPARED, found=answers[0][2], remedy=remedy, reads=reads)
