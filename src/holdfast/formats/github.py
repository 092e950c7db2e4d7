"""For GitHub Actions: one workflow command a finding, which becomes an annotation of the changed lines.

The format is that of https://docs.github.com/actions/reference/workflow-commands-for-github-actions. GitHub shows
at most ten errors, ten warnings and ten notices of a step, so the severest and the surest come first; the log
has all of them.
"""

from collections.abc import Iterator

from holdfast.formats import View
from holdfast.formats.escape import visible, workflow_data, workflow_property
from holdfast.formats.location import Places
from holdfast.model.outcome import Outcome
from holdfast.model.result import Result
from holdfast.model.severity import Severity
from holdfast.model.verdict import Verdict

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice", Severity.OFF: "notice"}


def render(result: Result, view: View) -> Iterator[str]:
    """Yield a workflow command for each verdict that is to be read, the gravest first, and nothing else."""
    places = Places(result)
    for verdict in sorted(view.told(result), key=lambda one: (one.known, -one.severity, not one.sure)):
        yield _command(verdict, places)


def _command(verdict: Verdict, places: Places) -> str:
    properties = {
        "file": places.path(verdict.path),
        "line": str(verdict.position.line),
        "col": str(verdict.position.column),
        "title": _title(verdict),
    }
    listed = ",".join(f"{name}={workflow_property(value)}" for name, value in properties.items())
    lines = [verdict.found, f"remedy: {verdict.remedy}"]
    lines += verdict.detail
    if verdict.requirement:
        origin = verdict.requirement
        lines.append(f"template: {visible(origin.path)}:{origin.line}")
    command = "notice" if verdict.known else _COMMANDS[verdict.severity]
    return f"::{command} {listed}::{workflow_data(*lines)}"


def _title(verdict: Verdict) -> str:
    if verdict.outcome is not Outcome.BROKEN:
        return f"{verdict.slug} ({verdict.outcome.value})"
    return f"{verdict.slug} (in the baseline)" if verdict.known else verdict.slug
