"""Results of tests: those that a document names passed when the tests ran last, by the JUnit XML that the runner wrote."""

import os
from collections.abc import Iterator, Sequence

from holdfast.binding.page import Page
from holdfast.model.claim import Claim, Statement
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.role import Role
from holdfast.model.trial import Trial
from holdfast.verifiers import Trials
from holdfast.verifiers.tests.joined import results_of
from holdfast.verifiers.tests.named import NamedTest, named_tests
from holdfast.world.bench import Bench
from holdfast.world.junit import Ran, ResultsError, read_results
from holdfast.world.testcases import Sources

KIND = "test-result"
SLUG = "test-failing"
SANDBOX = False
_ASKED = frozenset({Role.DRAFT, Role.ACTIVE})
_SLACK = 2.0
"""Seconds by which times of files may differ that were written together, as by a checkout."""


def find(page: Page) -> Iterator[Statement]:
    """Yield the tests that a page names, where it or the configuration names a file of results."""
    asked = Level.COMPARED if page.asked and page.role in _ASKED else Level.LISTED
    for one in named_tests(page):
        if one.results:
            content = repr((1, one.cases, one.results))
            yield Statement(one.span, one.text, content, (one.text,), one, one.section, asked)


def attempt(claims: Sequence[Claim], bench: Bench) -> Trials:
    """Look up the results of each test."""
    sources = Sources(bench.root)
    read: dict[str, list[Ran] | ResultsError] = {}
    for claim in claims:
        bench.begin(claim)
        yield claim, _tried(claim.matter, bench.root, sources, read)


def _tried(one: NamedTest, root: str, sources: Sources, read: dict[str, list[Ran] | ResultsError]) -> Trial:
    ran: list[Ran] = []
    own = {sources.find(case.path) for case in one.cases if case.path} - {""}
    reads = frozenset({*one.results, *own})
    for path in one.results:
        if path not in read:
            read[path] = _read(root, path)
        found = read[path]
        if isinstance(found, ResultsError):
            return Trial(Outcome.UNPROVEN, Level.COMPARED, found=found.found, remedy=found.remedy, reads=reads)
        ran += found
    results = [each for case in one.cases for each in results_of(case, ran)]
    newer = next((path for path in own if _newer(root, path, one.results)), "")
    if not results:
        said = f"{' and '.join(one.results)} has no result of it"
        return Trial(Outcome.UNPROVEN, Level.COMPARED, found=said, remedy="run it with the others", reads=reads)
    if newer:
        said = f"{newer} changed after its results were written"
        return Trial(Outcome.UNPROVEN, Level.COMPARED, found=said, remedy="run the tests again", reads=reads)
    return _judged(results, reads)


def _judged(results: list[Ran], reads: frozenset[str]) -> Trial:
    """Say what came of a test; one that ran for some parameters only is told apart from one that never ran."""
    failed = [one for one in results if one.outcome == "failed"]
    skipped = [one for one in results if one.outcome == "skipped"]
    of = f" of {len(results)}" if len(results) > 1 else ""
    if failed:
        which = f"{len(failed)}{of} failed, {failed[0].name}" if of else "it failed"
        said = f"{which}{f': {failed[0].message}' if failed[0].message else ''}"
        return Trial(
            Outcome.BROKEN, Level.COMPARED, found=said, remedy="mend it, or what the document says of it", reads=reads
        )
    if skipped and len(skipped) == len(results):
        why = f": {skipped[0].message}" if skipped[0].message else ""
        return Trial(Outcome.BROKEN, Level.COMPARED, found=f"it was skipped{why}", remedy="let it run", reads=reads)
    some = f"{len(skipped)}{of} skipped" if skipped else ""
    return Trial(Outcome.HOLDS, Level.COMPARED, found=some, reads=reads)


def _read(root: str, path: str) -> list[Ran] | ResultsError:
    try:
        return read_results(root, path)
    except ResultsError as error:
        return error


def _newer(root: str, path: str, results: Sequence[str]) -> bool:
    """Tell whether a test was written after all of its results."""
    try:
        written = max(os.stat(os.path.join(root, each)).st_mtime for each in results)
        return os.stat(os.path.join(root, path)).st_mtime > written + _SLACK
    except OSError:
        return False
