"""For editors and grep: one line a finding, ``path:line:column: severity slug: what was found``."""

from collections.abc import Iterator

from holdfast.formats import View
from holdfast.formats.escape import visible
from holdfast.model.result import Result


def render(result: Result, view: View) -> Iterator[str]:
    """Yield a line for each verdict that is to be read, and nothing else."""
    for verdict in view.told(result):
        path = view.shown(result.root, verdict.path)
        yield f"{path}:{verdict.position.line}:{verdict.position.column}: {verdict.word} {verdict.slug}: {visible(verdict.found)}"
