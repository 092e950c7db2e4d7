"""Tests that a document names: they are defined in the project, which is read and not run, and passed when they ran last.

What came of them is asked where the document or the configuration names the JUnit XML that the test runner wrote.
"""

from collections.abc import Iterator, Sequence

from holdfast.binding.page import Page
from holdfast.model.claim import Claim, Statement
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.role import Role
from holdfast.model.trial import WHOLE, Trial
from holdfast.records import replace
from holdfast.verifiers import Trials
from holdfast.verifiers.tests.named import NamedTest, named_tests
from holdfast.verifiers.tests.results import Results
from holdfast.world.bench import Bench
from holdfast.world.testcases import Sources, lookup

KIND = "test"
SLUG = "test-missing"
SLUGS = ("test-failing",)
SANDBOX = False
_ASKED = frozenset({Role.DRAFT, Role.ACTIVE})


def find(page: Page) -> Iterator[Statement]:
    """Yield the tests that a page names."""
    asked = Level.COMPARED if page.asked and page.role in _ASKED else Level.LISTED
    for one in named_tests(page):
        content = repr((2, one.cases, one.results) if one.results else (2, one.cases))
        yield Statement(one.span, one.text, content, (one.text,), one, one.section, asked)


def told(trial: Trial) -> str:
    """Return under which further slug a trial is told: by the level, whether its name was looked up or its results were read."""
    return "test-failing" if trial.level is Level.COMPARED else ""


def attempt(claims: Sequence[Claim], bench: Bench) -> Trials:
    """Look each test up in the project's files and then, where there are results, in those."""
    sources = Sources(bench.root)
    results = Results(bench.root, sources)
    for claim in claims:
        bench.begin(claim)
        yield claim, _tried(claim.matter, sources, results)


def _tried(one: NamedTest, sources: Sources, results: Results) -> Trial:
    """Ask for results of what is not missing; one that has a result is there, even where nobody can read where."""
    defined = _defined(one, sources)
    if defined.outcome is Outcome.BROKEN or not one.results:
        return defined
    ran = results.judged(one)
    return replace(ran, reads=ran.reads | defined.reads) if defined.outcome is Outcome.HOLDS else ran


def _defined(one: NamedTest, sources: Sources) -> Trial:
    """Say whether a source file defines a test, which is to be parsed for it and no more."""
    answers = [lookup(case, sources) for case in one.cases]
    there = next((path for answer, path, _ in answers if answer), "")
    if there:
        return Trial(Outcome.HOLDS, Level.PARSED, reads=frozenset({there}))
    reads = frozenset({WHOLE}) if not one.cases[0].path else frozenset(path for _, path, _ in answers if path)
    unclear = next((why for answer, _, why in answers if answer is None), "")
    if unclear:
        remedy = "name the test by the file that defines it"
        return Trial(Outcome.UNPROVEN, Level.PARSED, found=unclear, remedy=remedy, reads=reads)
    remedy = "write the name it has now, or that it is planned or gone"
    return Trial(Outcome.BROKEN, Level.PARSED, found=answers[0][2], remedy=remedy, reads=reads)
