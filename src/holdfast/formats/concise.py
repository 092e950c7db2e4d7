"""For editors and grep: one line a finding, ``path:line:column: severity slug: what was found``."""

import os
from collections.abc import Iterator

from holdfast.formats import View
from holdfast.formats.escape import visible, visible_path
from holdfast.model.outcome import Outcome
from holdfast.model.result import Result


def render(result: Result, view: View) -> Iterator[str]:
    """Yield a line for each verdict that is not waived, and nothing else."""
    base = os.path.relpath(result.root, view.base) if view.base else "."
    for verdict in result.verdicts:
        if verdict.outcome is Outcome.WAIVED:
            continue
        path = visible_path(os.path.normpath(os.path.join(base, verdict.path)).replace(os.sep, "/"))
        word = verdict.severity.word if verdict.outcome is Outcome.BROKEN else verdict.outcome.value
        yield f"{path}:{verdict.position.line}:{verdict.position.column}: {word} {verdict.slug}: {visible(verdict.found)}"
