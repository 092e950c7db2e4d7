"""The claims of one document, each with the last evidence there is of it; nothing is tried."""

from collections.abc import Mapping
from typing import NamedTuple

from holdfast.config import Config
from holdfast.engine.claims import find_claims
from holdfast.engine.freshness import Files
from holdfast.engine.plan import Plan
from holdfast.engine.staleness import why_stale
from holdfast.model.claim import Claim
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Evidence
from holdfast.world.ledger.glance import Glance, newest


class Tested(NamedTuple):
    """One claim and what is known of it."""

    claim: Claim
    evidence: Evidence | None
    """The newest; ``None`` where it was never tried."""
    stale: str
    """Why the evidence no longer counts; empty where it does, or never said anything."""

    @property
    def outcome(self) -> Outcome | None:
        """What is known today; ``None`` where nothing is."""
        if self.evidence is None:
            return None
        return Outcome.STALE if self.stale else self.evidence.trial.outcome


def tested(plan: Plan, config: Config, path: str) -> list[Tested]:
    """Return the claims of a document or a page in the order of the text."""
    known = newest(plan.tree.root, path)
    files = Files(plan.tree.root)
    return [_tested(claim, known, files) for claim in find_claims(plan, config, lambda one: one == path, [path])]


def _tested(claim: Claim, known: Mapping[str, Evidence], files: Files) -> Tested:
    found = known.get(claim.id)
    if found is None:
        return Tested(claim, None, "")
    glance = Glance(found.document, found.inputs, found.trial.outcome, found.files, found.moment)
    return Tested(claim, found, why_stale(claim, glance, files))
