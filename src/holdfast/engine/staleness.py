"""What ``check`` says of evidence: which examples held or broke when they were tried and would have to be tried again.

Nothing is run: the ledger is read, and the files that evidence rests on are compared by content.
"""

from typing import NamedTuple

from holdfast.config import Config
from holdfast.engine.claims import SLUG, Claim, find_claims
from holdfast.engine.freshness import EDITED, Files, what_changed
from holdfast.engine.plan import Plan
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.severity import Severity
from holdfast.model.verdict import Verdict
from holdfast.world.ledger.glance import Glance, glance
from holdfast.world.ledger.place import ledger_path


class Aged(NamedTuple):
    """What went stale, and the files that this rests on."""

    verdicts: list[Verdict]
    inputs: tuple[str, ...]
    """Absolute paths, the ledger's own among them."""


def stale_claims(plan: Plan, config: Config) -> Aged:
    """Return a verdict for every example whose evidence no longer counts; what was never tried is not spoken of.

    There has to be a ledger.
    """
    root = plan.tree.root
    known = glance(root)
    documents = {one.document for one in known.values()}
    files = Files(root)
    verdicts = []
    for claim in find_claims(plan, config, lambda path: path in documents, documents):
        if (
            claim.id in known
            and claim.example.asked > Level.LISTED
            and (why := why_stale(claim, known[claim.id], files))
        ):
            verdicts.append(_verdict(claim, why))
    return Aged(verdicts, (ledger_path(root), *files.asked))


def why_stale(claim: Claim, one: Glance, files: Files) -> str:
    """Return what changed since a claim was tried; nothing where the evidence counts, or never said anything."""
    if one.outcome not in (Outcome.HOLDS, Outcome.BROKEN):
        return ""
    if one.inputs != claim.inputs:
        return EDITED
    return what_changed(files.changed(one.files))


def _verdict(claim: Claim, why: str) -> Verdict:
    example = claim.example
    return Verdict(
        slug=SLUG,
        outcome=Outcome.STALE,
        severity=min(claim.severity, Severity.WARNING),
        path=example.document,
        span=example.span,
        position=example.position,
        found=f"{example.word or 'example'}: {why}",
        remedy="try it again: holdfast verify",
    )
