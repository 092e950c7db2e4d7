"""What a run comes to: its exit code, and the words where there was nothing to look at."""

import argparse
import sys
from typing import Any


def exit_code(result: Any, fail_on: str | None) -> int:
    """Return 1 where something does not hold that the baseline does not know, 3 where only proof is missing, else 0."""
    from holdfast.model.outcome import Outcome
    from holdfast.model.severity import LIMITS

    limit = LIMITS[fail_on] if fail_on else result.fail_on
    grave = [verdict.outcome for verdict in result.verdicts if verdict.severity >= limit and not verdict.known]
    if Outcome.BROKEN in grave:
        return 1
    return 3 if Outcome.UNPROVEN in grave else 0


def nothing_found(options: argparse.Namespace) -> int:
    """Say that nothing was found, and what would be; return 2, or 0 with ``--allow-empty``."""
    sys.stderr.write(
        "holdfast: no documents found here\n"
        "  Holdfast looks for a template (TEMPLATE.md, 0000-template.md, adr/template.md ...) and the documents\n"
        "  written from it, or for folders of decision records.\n"
        "  For a first document from a built-in template:  holdfast new --template builtin:design 'A title'\n"
        "  For documents that lie here already:            holdfast init --type design FOLDER\n"
    )
    return 0 if getattr(options, "allow_empty", False) else 2
