"""For editors and grep: one line a finding, ``path:line:column: severity slug: what was found``."""

from collections.abc import Iterator

from holdfast.formats import View
from holdfast.formats.escape import visible
from holdfast.model.outcome import Outcome
from holdfast.model.result import Result


def render(result: Result, view: View) -> Iterator[str]:
    """Yield a line for each verdict that is not waived, and nothing else."""
    for verdict in result.verdicts:
        if verdict.outcome is Outcome.WAIVED:
            continue
        path = view.shown(result.root, verdict.path)
        yield f"{path}:{verdict.position.line}:{verdict.position.column}: {verdict.word} {verdict.slug}: {visible(verdict.found)}"
