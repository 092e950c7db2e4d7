"""What came of claims, as every surface shows it: a proof for each, and a verdict for each that does not hold."""

from collections.abc import Iterator
from dataclasses import replace

from holdfast.engine.claims import SLUG, Claim
from holdfast.engine.plan import Plan
from holdfast.engine.trials import Answer
from holdfast.markdown.parser import parse as parse_markdown
from holdfast.model.claim import Proof
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.span import Position, Span
from holdfast.model.trial import Trial
from holdfast.model.verdict import Verdict
from holdfast.world.files import Problem, read

_FOLD = 3
"""From so many examples of a document on that are unproven for one reason, they share a verdict."""


def proof_of(claim: Claim, answer: Answer | None) -> Proof:
    """Return a claim with its answer."""
    example = claim.example
    trial = _settled(claim, answer)
    said = trial.fault.message if trial and trial.fault else trial.found if trial else ""
    return Proof(
        claim=claim.id,
        path=example.document,
        position=example.position,
        kind="example",
        name=example.word,
        section=example.section[-1] if example.section else "",
        asked=example.asked,
        reached=trial.level if trial else Level.LISTED,
        outcome=trial.outcome if trial else None,
        found=said,
        known=bool(answer and answer.known),
        seconds=trial.seconds if trial else 0.0,
        chain=len(claim.unit.before),
    )


def verdicts_of(plan: Plan, claims: list[Claim], answers: dict[str, Answer]) -> Iterator[Verdict]:
    """Yield a verdict for each claim that does not hold; what many of a document lack alike is said once."""
    lacking: dict[tuple[str, str, str], list[tuple[Claim, Trial]]] = {}
    for claim in claims:
        trial = _settled(claim, answers.get(claim.id))
        if trial is None or trial.outcome is Outcome.HOLDS:
            continue
        if trial.outcome is Outcome.UNPROVEN and trial.fault is None:
            lacking.setdefault((claim.example.document, trial.found, trial.remedy), []).append((claim, trial))
        else:
            yield _verdict(plan, claim, trial)
    for same in lacking.values():
        if len(same) < _FOLD:
            yield from (_verdict(plan, *one) for one in same)
        else:
            found = _verdict(plan, *same[0])
            words = dict.fromkeys(claim.example.word for claim, _ in same)
            yield replace(found, found=f"{len(same)} examples ({', '.join(words)}): {same[0][1].found}")


def _settled(claim: Claim, answer: Answer | None) -> Trial | None:
    """Return what is told of a claim: its trial, a waiver in place of one that does not hold, or why it was not tried."""
    trial = answer.trial if answer else _untried(claim)
    if trial and claim.waived and trial.outcome in (Outcome.BROKEN, Outcome.UNPROVEN):
        return replace(trial, outcome=Outcome.WAIVED)
    return trial


def _untried(claim: Claim) -> Trial | None:
    """Return the answer for an example that its author keeps from being tried; ``None`` where nothing is asked of it."""
    example = claim.example
    if example.highest > Level.LISTED or not claim.asked:
        return None
    if example.reason:
        return Trial(Outcome.WAIVED, Level.LISTED, found=example.reason)
    return Trial(Outcome.UNPROVEN, Level.LISTED, found=example.fault, remedy="say in the document why it is not tried")


def _verdict(plan: Plan, claim: Claim, trial: Trial) -> Verdict:
    example = claim.example
    start, position = example.span.start, example.position
    if trial.fault:
        start = example.offset(trial.fault.line, trial.fault.column)
        position = _position(plan, example.document, start)
    said = trial.fault.message if trial.fault and trial.fault.message not in trial.found else ""
    found = ": ".join(part for part in (trial.found, said) if part) or "it is broken"
    return Verdict(
        slug=SLUG,
        outcome=trial.outcome,
        severity=claim.severity,
        path=example.document,
        span=Span(start, max(start, min(example.span.end, start + 1))),
        position=position,
        found=f"{example.word or 'example'}: {found}",
        remedy=trial.remedy or "mend the example, or what it speaks of",
        reason=(claim.waived or example.reason) if trial.outcome is Outcome.WAIVED else "",
    )


def _position(plan: Plan, path: str, offset: int) -> Position:
    raw = read(plan.tree, path)
    return Position(1, 1) if isinstance(raw, Problem) else parse_markdown(raw).position(offset)
