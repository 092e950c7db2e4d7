"""What came of tests when they ran last, by the JUnit XML that the runner wrote."""

import os
from collections.abc import Sequence

from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Trial
from holdfast.verifiers.tests.joined import results_of
from holdfast.verifiers.tests.named import NamedTest
from holdfast.world.junit import Ran, ResultsError, read_results
from holdfast.world.testcases import Sources

_SLACK = 2.0
"""Seconds by which times of files may differ that were written together, as by a checkout."""


class Results:
    """The files of results of one project, each read once."""

    def __init__(self, root: str, sources: Sources) -> None:
        """Take the project's absolute path, and its source files, which results may be older than."""
        self._root = root
        self._sources = sources
        self._read: dict[str, list[Ran] | ResultsError] = {}

    def judged(self, one: NamedTest) -> Trial:
        """Return what its results say of a test."""
        own = {self._sources.find(case.path) for case in one.cases if case.path} - {""}
        reads = frozenset({*one.results, *own})
        ran: list[Ran] = []
        for path in one.results:
            found = self._of(path)
            if isinstance(found, ResultsError):
                return _unproven(found.found, found.remedy, reads)
            ran += found
        results = [each for case in one.cases for each in results_of(case, ran)]
        if not results:
            return _unproven(f"{' and '.join(one.results)} has no result of it", "run it with the others", reads)
        newer = next((path for path in own if self._is_newer(path, one.results)), "")
        if newer:
            return _unproven(f"{newer} changed after its results were written", "run the tests again", reads)
        return _judged(results, reads)

    def _of(self, path: str) -> list[Ran] | ResultsError:
        if path not in self._read:
            try:
                self._read[path] = read_results(self._root, path)
            except ResultsError as error:
                self._read[path] = error
        return self._read[path]

    def _is_newer(self, path: str, results: Sequence[str]) -> bool:
        """Tell whether a test was written after all of its results."""
        try:
            written = max(os.stat(os.path.join(self._root, each)).st_mtime for each in results)
            return os.stat(os.path.join(self._root, path)).st_mtime > written + _SLACK
        except OSError:
            return False


def _judged(results: list[Ran], reads: frozenset[str]) -> Trial:
    """Say what came of a test; one that ran for some parameters only is told apart from one that never ran."""
    failed = [one for one in results if one.outcome == "failed"]
    skipped = [one for one in results if one.outcome == "skipped"]
    of = f" of {len(results)}" if len(results) > 1 else ""
    if failed:
        which = f"{len(failed)}{of} failed, {failed[0].name}" if of else "it failed"
        return _broken(which, failed[0], "mend it, or what the document says of it", reads)
    if len(skipped) == len(results):
        return _broken("it was skipped", skipped[0], "let it run", reads)
    some = f"{len(skipped)}{of} skipped" if skipped else ""
    return Trial(Outcome.HOLDS, Level.COMPARED, found=some, reads=reads)


def _broken(what: str, one: Ran, remedy: str, reads: frozenset[str]) -> Trial:
    found = f"{what}: {one.message}" if one.message else what
    return Trial(Outcome.BROKEN, Level.COMPARED, found=found, remedy=remedy, reads=reads)


def _unproven(found: str, remedy: str, reads: frozenset[str]) -> Trial:
    return Trial(Outcome.UNPROVEN, Level.COMPARED, found=found, remedy=remedy, reads=reads)
