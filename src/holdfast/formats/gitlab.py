"""For GitLab: a Code Quality report, which the merge request compares with that of its target branch.

The format is that of https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format.
"""

import json
from collections.abc import Iterator

from holdfast.formats import View
from holdfast.formats.escape import visible
from holdfast.formats.fingerprint import fingerprints
from holdfast.formats.location import Places
from holdfast.model.outcome import Outcome
from holdfast.model.result import Result
from holdfast.model.severity import Severity

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info", Severity.OFF: "info"}


def render(result: Result, view: View) -> Iterator[str]:
    """Yield one JSON array with an issue for each verdict that is not waived."""
    places = Places(result)
    shown = [verdict for verdict in result.verdicts if verdict.outcome is not Outcome.WAIVED]
    paths = [visible(places.path(verdict.path)) for verdict in shown]
    issues = [
        {
            "description": visible(f"{_doubt(verdict.outcome)}{verdict.found}; {verdict.remedy}"),
            "check_name": verdict.slug,
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[verdict.severity],
            "location": {"path": path, "lines": {"begin": verdict.position.line}},
        }
        for verdict, path, fingerprint in zip(shown, paths, fingerprints(shown, paths), strict=True)
    ]
    yield json.dumps(issues, indent=2)


def _doubt(outcome: Outcome) -> str:
    return "" if outcome is Outcome.BROKEN else f"{outcome.value}: "
