"""What ``check`` says of evidence: which claims held or broke when they were tried and would have to be tried again.

Nothing is run: the ledger is read, and the files that evidence rests on are compared by content.
"""

from typing import NamedTuple

from holdfast.config import Config
from holdfast.engine.claims import find_claims
from holdfast.engine.freshness import EDITED, Files, what_changed
from holdfast.engine.plan import Plan
from holdfast.model.claim import Claim
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.severity import Severity
from holdfast.model.verdict import Verdict
from holdfast.plural import counted
from holdfast.records import replace
from holdfast.world.ledger.glance import Glance, glance
from holdfast.world.ledger.place import ledger_path

_FOLD = 4
"""From so many stale claims of one kind in a document on, they share a verdict."""


_STALE = "it was stale already when it was last asked for"


class Aged(NamedTuple):
    """What went stale, and the files that this rests on."""

    verdicts: list[Verdict]
    inputs: tuple[str, ...]
    """Absolute paths, the ledger's own among them."""
    failing: tuple[Claim, ...] = ()
    """Claims that did not hold when they were last tried, where nothing has changed since."""


def stale_claims(plan: Plan, config: Config) -> Aged:
    """Return verdicts on the claims whose evidence no longer counts; what was never tried is not spoken of.

    There has to be a ledger. Many of one document share a verdict: most often one change is behind all of them.
    """
    root = plan.tree.root
    known = glance(root)
    documents = {one.document for one in known.values()}
    files = Files(root)
    stale: dict[tuple[str, str], list[tuple[Claim, str]]] = {}
    failing = []
    for claim in find_claims(plan, config, lambda path: path in documents, documents):
        if claim.id not in known or claim.asked is Level.LISTED:
            continue
        if why := why_stale(claim, known[claim.id], files):
            stale.setdefault((claim.document, claim.kind), []).append((claim, why))
        elif known[claim.id].outcome == Outcome.BROKEN and not claim.waived:
            failing.append(claim)
    verdicts = [one for found in stale.values() for one in _told(found)]
    return Aged(verdicts, (ledger_path(root), *files.asked), tuple(failing))


def _told(found: list[tuple[Claim, str]]) -> list[Verdict]:
    """Return what is said of the stale claims of one kind in a document, in their order."""
    if len(found) < _FOLD:
        return [_verdict(claim, why) for claim, why in found]
    first = _verdict(*found[0])
    return [
        replace(first, found=f"{counted(len(found), found[0][0].kind)} would have to be tried again; {first.found}")
    ]


def why_stale(claim: Claim, one: Glance, files: Files) -> str:
    """Return what changed since a claim was tried; nothing where the evidence counts, or never said anything."""
    if one.outcome not in (Outcome.HOLDS, Outcome.BROKEN, Outcome.STALE):
        return ""
    if one.inputs != claim.inputs:
        return EDITED
    return what_changed(files.changed(one.files)) or (_STALE if one.outcome == Outcome.STALE else "")


def _verdict(claim: Claim, why: str) -> Verdict:
    return Verdict(
        slug=claim.slug,
        outcome=Outcome.STALE,
        severity=min(claim.severity, Severity.WARNING),
        path=claim.document,
        span=claim.of.span,
        position=claim.position,
        found=f"{claim.name or claim.kind}: {why}",
        remedy="try it again: holdfast verify",
    )
