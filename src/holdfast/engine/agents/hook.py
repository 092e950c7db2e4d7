"""What an agent is told after an edit: what does not hold now and did in the last commit, under that commit's policy."""

from collections.abc import Sequence

from holdfast.engine.check import check
from holdfast.engine.told import Scope
from holdfast.errors import UsageError
from holdfast.model.outcome import Outcome
from holdfast.model.result import Result
from holdfast.model.verdict import Verdict

LAST = "HEAD"


def broken_since_commit(start: str, config: str | None = None) -> tuple[Result, Sequence[Verdict]] | None:
    """Return what fails that did not in the last commit; ``None`` where there is no commit to compare with.

    Raises :class:`~holdfast.errors.UsageError` as ``check`` does.
    """
    try:
        found = check(start, config=config, policy_from=LAST, scope=Scope(new_since=LAST, documents=True))
    except UsageError as error:
        if "no git repository" in error.found or "git knows no" in error.found:
            return None
        raise
    grave = [
        one
        for one in found.verdicts
        if one.outcome is Outcome.BROKEN and one.severity >= found.fail_on and not one.known
    ]
    return found, grave
