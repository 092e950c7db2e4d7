"""``verify``: every example of a living document tried as far as its Status asks, in the sandbox, with evidence kept."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from holdfast.config import Config
from holdfast.engine.claims import SLUG, Claim, find_claims
from holdfast.engine.named import add_named, chosen_paths
from holdfast.engine.plan import Plan
from holdfast.engine.project import add_versions, open_plan
from holdfast.engine.told import within
from holdfast.engine.trials import Answer, Watcher, Workshop
from holdfast.errors import Refused
from holdfast.markdown.parser import parse as parse_markdown
from holdfast.model.claim import Proof, Tried
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.result import Result
from holdfast.model.span import Position, Span
from holdfast.model.trial import Trial
from holdfast.model.verdict import Verdict
from holdfast.verifiers import Bench
from holdfast.world.files import Problem, read
from holdfast.world.git import commit_of
from holdfast.world.ledger.ledger import Ledger
from holdfast.world.sandbox import open_sandbox

Wanted = Callable[[Claim], bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run is to try, and how."""

    paths: Sequence[str] = ()
    config: str | None = None
    jobs: int = 2
    timeout: float = 10.0
    again: bool = False
    """Try also what evidence answers."""
    trust: bool = False
    """Run without the sandbox, because the user says so on the command line."""
    wanted: Wanted = lambda claim: True


def list_claims(start: str, asked: Asked) -> tuple[Plan, Config, list[Claim]]:
    """Return the plan, the configuration and the claims of the project around ``start``; nothing is tried.

    Raises :class:`~holdfast.errors.UsageError` for a configuration or a path that cannot be followed.
    """
    plan, config = open_plan(start, config=asked.config)
    chosen = chosen_paths(plan.tree.root, start, asked.paths)
    add_named(plan, chosen)
    add_versions(plan, config)
    found = find_claims(plan, config, lambda path: not chosen or within(path, chosen), chosen)
    return plan, config, [one for one in found if asked.wanted(one)]


def verify(start: str, asked: Asked, watch: Watcher | None = None) -> Result:
    """Try the claims of the project around ``start``.

    Raises :class:`~holdfast.errors.UsageError` for a configuration or a path that cannot be followed.
    """
    began = time.monotonic()
    plan, config, claims = list_claims(start, asked)
    root = plan.tree.root
    bench, refused = None, Refused("")
    try:
        if any(one.example.asked > Level.PARSED for one in claims):
            sandbox = open_sandbox(root, trust=asked.trust)
            bench = Bench(root, sandbox, asked.timeout, asked.jobs, config.verify)
    except Refused as error:
        refused = error
    ledger = Ledger(root)
    try:
        workshop = Workshop(root, bench, refused.found, refused.remedy, ledger, commit_of(root), watch)
        answers = {one.claim.id: one for one in workshop.answers(claims, again=asked.again)}
    finally:
        ledger.close()
        if bench:
            bench.sandbox.close()
    proofs = tuple(_proof(one, answers.get(one.id)) for one in claims)
    return Result(
        root=root,
        configured=config.path,
        fail_on=config.fail_on,
        understood=(),
        unused=(),
        documents=(),
        verdicts=tuple(_verdicts(plan, claims, answers)),
        inputs=(*plan.tree.inputs, *config.asked, ledger.path, *workshop.rests_on(answers.values())),
        tried=Tried(proofs, bench.sandbox.level if bench else "", refused.found, time.monotonic() - began),
    )


def _proof(claim: Claim, answer: Answer | None) -> Proof:
    example = claim.example
    trial = answer.trial if answer else _untried(claim)
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
        found=(trial.fault.message if trial.fault else trial.found) if trial else "",
        known=bool(answer and answer.known),
        seconds=trial.seconds if trial else 0.0,
        chain=len(claim.unit.before),
    )


def _untried(claim: Claim) -> Trial | None:
    """Return the answer for an example that its author keeps from being tried, or of which nothing is asked."""
    example = claim.example
    if example.highest > Level.LISTED or claim.severity == 0:
        return None
    if example.reason:
        return Trial(Outcome.WAIVED, Level.LISTED, found=example.reason)
    return Trial(Outcome.UNPROVEN, Level.LISTED, found=example.fault, remedy="say in the document why it is not tried")


def _verdicts(plan: Plan, claims: list[Claim], answers: dict[str, Answer]) -> list[Verdict]:
    """Return a verdict for each claim that does not hold."""
    found = []
    for claim in claims:
        answer = answers.get(claim.id)
        trial = answer.trial if answer else _untried(claim)
        if trial is None or trial.outcome is Outcome.HOLDS:
            continue
        found.append(_verdict(plan, claim, trial))
    return found


def _verdict(plan: Plan, claim: Claim, trial: Trial) -> Verdict:
    example = claim.example
    start = example.offset(trial.fault.line, trial.fault.column) if trial.fault else example.span.start
    position = _position(plan, example.document, start) if trial.fault else example.position
    said = trial.fault.message if trial.fault and trial.fault.message not in trial.found else ""
    found = ": ".join(part for part in (trial.found or "broken", said) if part)
    return Verdict(
        slug=SLUG,
        outcome=trial.outcome,
        severity=claim.severity,
        path=example.document,
        span=Span(start, max(start, min(example.span.end, start + 1))),
        position=position,
        found=f"{example.word or 'example'}: {found}",
        remedy=trial.remedy or "mend the example, or what it speaks of",
        reason=example.reason if trial.outcome is Outcome.WAIVED else "",
    )


def _position(plan: Plan, path: str, offset: int) -> Position:
    raw = read(plan.tree, path)
    return Position(1, 1) if isinstance(raw, Problem) else parse_markdown(raw).position(offset)
