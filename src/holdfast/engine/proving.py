"""What came of claims, as every surface shows it: a proof for each, and a verdict for each that does not hold."""

from collections.abc import Iterator

from holdfast.engine.plan import Plan
from holdfast.engine.trials import ClaimTrial
from holdfast.markdown.parser import parse as parse_markdown
from holdfast.model.claim import Claim, Proof
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.span import Position, Span
from holdfast.model.trial import Trial
from holdfast.model.verdict import Verdict
from holdfast.plural import counted
from holdfast.records import replace
from holdfast.verifiers import verifier_of
from holdfast.world.files import Problem, read

_FOLD = 3
"""From so many claims of a document on that are unproven for one reason, they share a verdict."""
_NAMED = 5
"""So many different names are said of those."""


def proof_of(claim: Claim, answer: ClaimTrial | None) -> Proof:
    """Return a claim with its answer."""
    claim = _as_told(claim, answer)
    trial = _settled(claim, answer)
    said = trial.fault.message if trial and trial.fault else trial.found if trial else ""
    return Proof(
        claim=claim.id,
        path=claim.document,
        position=claim.position,
        kind=claim.kind,
        name=claim.name,
        section=claim.of.section[-1] if claim.of.section else "",
        asked=claim.asked,
        reached=trial.level if trial else Level.LISTED,
        outcome=trial.outcome if trial else None,
        found=said,
        known=bool(answer and answer.known),
        seconds=trial.seconds if trial else 0.0,
        chain=claim.of.chain,
    )


def verdicts_of(plan: Plan, claims: list[Claim], answers: dict[str, ClaimTrial]) -> Iterator[Verdict]:
    """Yield a verdict for each claim that does not hold; what many of a document lack alike is said once."""
    lacking: dict[tuple[str, ...], list[tuple[Claim, Trial]]] = {}
    for one in claims:
        claim = _as_told(one, answers.get(one.id))
        trial = _settled(claim, answers.get(claim.id))
        if trial is None or trial.outcome is Outcome.HOLDS:
            continue
        if trial.outcome is Outcome.UNPROVEN and (trial.fault is None or trial.fault.message == trial.found):
            alike = (claim.document, claim.kind, trial.found, trial.remedy)
            lacking.setdefault(alike, []).append((claim, trial))
        else:
            yield _verdict(plan, claim, trial)
    for same in lacking.values():
        if len(same) < _FOLD:
            yield from (_verdict(plan, *one) for one in same)
        else:
            found = _verdict(plan, *same[0])
            words = list(dict.fromkeys(claim.name for claim, _ in same))
            more = [f"{len(words) - _NAMED} more"] if len(words) > _NAMED else []
            named = ", ".join([*words[:_NAMED], *more])
            yield replace(found, found=f"{counted(len(same), same[0][0].kind)} ({named}): {same[0][1].found}")


def _as_told(claim: Claim, answer: ClaimTrial | None) -> Claim:
    """Return a claim under the slug that its answer is told under, with the severity and the waiver of that."""
    told = verifier_of(claim.kind).told if answer and claim.further else None
    slug = told(answer.trial) if told and answer else ""
    said = next((one for one in claim.further if one.slug == slug), None)
    return replace(claim, slug=said.slug, severity=said.severity, waived=said.waived) if said else claim


def _settled(claim: Claim, answer: ClaimTrial | None) -> Trial | None:
    """Return what is told of a claim: its trial, a waiver in place of one that does not hold, or why it was not tried."""
    trial = answer.trial if answer else _untried(claim)
    if trial and claim.waived and trial.outcome in (Outcome.BROKEN, Outcome.UNPROVEN):
        return replace(trial, outcome=Outcome.WAIVED)
    return trial


def _untried(claim: Claim) -> Trial | None:
    """Return the answer for a claim that its author keeps from being tried; ``None`` where nothing is asked of it."""
    if claim.asked > Level.LISTED:
        return None
    if claim.of.reason:
        return Trial(Outcome.WAIVED, Level.LISTED, found=claim.of.reason)
    if claim.of.fault:
        remedy = "say in the document why it is not tried"
        return Trial(Outcome.UNPROVEN, Level.LISTED, found=claim.of.fault, remedy=remedy)
    return None


def _verdict(plan: Plan, claim: Claim, trial: Trial) -> Verdict:
    start, position = claim.of.span.start, claim.position
    place = verifier_of(claim.kind).place
    if trial.fault and place:
        start = place(claim, trial.fault)
    elif trial.at is not None:
        start = min(max(start, start + trial.at), max(start, claim.of.span.end - 1))
    if start != claim.of.span.start:
        position = _position(plan, claim.document, start)
    said = trial.fault.message if trial.fault and trial.fault.message not in trial.found else ""
    found = ": ".join(part for part in (trial.found, said) if part) or "it is broken"
    return Verdict(
        slug=claim.slug,
        outcome=trial.outcome,
        severity=claim.severity,
        path=claim.document,
        span=Span(start, max(start, min(claim.of.span.end, start + 1))),
        position=position,
        found=f"{claim.name or claim.kind}: {found}",
        remedy=trial.remedy or f"mend the {claim.kind}, or what it speaks of",
        reason=claim.reason if trial.outcome is Outcome.WAIVED else "",
        detail=trial.detail,
    )


def _position(plan: Plan, path: str, offset: int) -> Position:
    raw = read(plan.tree, path)
    return Position(1, 1) if isinstance(raw, Problem) else parse_markdown(raw).position(offset)
