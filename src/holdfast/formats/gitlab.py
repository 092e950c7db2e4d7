"""For GitLab: a Code Quality report, which the merge request compares with that of its target branch.

The format is that of https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format.
"""

import json
from collections.abc import Iterator

from holdfast.binding.identity import identities
from holdfast.formats import View
from holdfast.formats.escape import visible
from holdfast.formats.location import Places
from holdfast.model.outcome import Outcome
from holdfast.model.result import Result
from holdfast.model.severity import Severity

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info", Severity.OFF: "info"}


def render(result: Result, view: View) -> Iterator[str]:
    """Yield one JSON array with an issue for each verdict that is not waived."""
    places = Places(result, view.given)
    issues = [
        {
            "description": visible(f"{_doubt(verdict.outcome)}{verdict.found}; {verdict.remedy}"),
            "check_name": verdict.slug,
            "fingerprint": identity.fingerprint,
            "severity": "info" if verdict.known else _SEVERITIES[verdict.severity],
            "location": {"path": visible(places.path(verdict.path)), "lines": {"begin": verdict.position.line}},
        }
        for verdict, identity in zip(result.verdicts, identities(result.verdicts, places.read), strict=True)
        if verdict.outcome is not Outcome.WAIVED
    ]
    yield json.dumps(issues, indent=2)


def _doubt(outcome: Outcome) -> str:
    return "" if outcome is Outcome.BROKEN else f"{outcome.value}: "
