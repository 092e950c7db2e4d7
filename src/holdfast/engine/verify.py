"""``verify``: every claim of a living document tried as far as its Status asks, with evidence kept."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from tempfile import TemporaryDirectory

from holdfast.config import Config
from holdfast.engine.chosen import add_named, chosen_paths
from holdfast.engine.claims import Permissions, find_claims
from holdfast.engine.plan import Plan
from holdfast.engine.project import add_versions, open_plan
from holdfast.engine.proving import proof_of, verdicts_of
from holdfast.engine.since import compare
from holdfast.engine.told import within
from holdfast.engine.trials import ClaimTrial, Watcher, Workshop
from holdfast.engine.trust import content_of, is_trusted, trust_path
from holdfast.errors import Refused, UsageError
from holdfast.languages import language_for
from holdfast.model.claim import Claim, Tried
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.result import Result
from holdfast.model.trial import Evidence
from holdfast.records import replace
from holdfast.suggest import suggestion
from holdfast.verifiers import runs_something
from holdfast.world.bench import Bench
from holdfast.world.git import GitError, commit_id
from holdfast.world.ignore import Patterns
from holdfast.world.ledger.ledger import Ledger, LedgerError
from holdfast.world.machine import here
from holdfast.world.sandbox import Level as SandboxLevel
from holdfast.world.sandbox import strict, trusted
from holdfast.world.sandbox.probe import require

_TIMEOUT = 10.0


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run is to try, and how."""

    paths: Sequence[str] = ()
    config: str | None = None
    jobs: int | None = None
    timeout: float | None = None
    again: bool = False
    """Try also what evidence answers."""
    trust: bool = False
    """Run without the sandbox, because the user says so on the command line."""
    select: tuple[str, ...] = ()
    """Kinds, languages or claims; empty for all."""
    changed_since: str = ""
    online: bool = False
    """Let verifiers ask the network, because the user says so on the command line."""
    measure: bool = False
    """Let verifiers run the commands that measure, likewise."""


@dataclass(frozen=True, slots=True)
class Run:
    """The claims of a project, and what came of those that were tried or that evidence answers."""

    plan: Plan
    config: Config
    claims: list[Claim]
    answers: dict[str, ClaimTrial]
    """By claim."""
    result: Result

    @property
    def repeats(self) -> bool:
        """Whether the same run would say the same again: evidence answered everything, in the sandbox."""
        return self.settled and all(one.known for one in self.answers.values())

    @property
    def settled(self) -> bool:
        """Whether evidence would answer the same run: everything was found out, in the sandbox, and is kept."""
        tried = self.result.tried
        whole = len(self.answers) == sum(1 for one in self.claims if one.asked > Level.LISTED)
        proven = all(one.trial.outcome is not Outcome.UNPROVEN for one in self.answers.values())
        return whole and proven and tried is not None and not tried.unkept and tried.sandbox != SandboxLevel.TRUSTED


def inventory(start: str, asked: Asked) -> Result:
    """Return every claim with what evidence says of it; nothing is tried.

    Raises :class:`~holdfast.errors.UsageError` for what cannot be followed.
    """
    began = time.monotonic()
    plan, config, claims = _claims(start, asked)
    root = plan.tree.root
    with _ledger(root) as (ledger, _):
        bench = Bench(root, strict, "")
        answers = Workshop(bench, ledger).recalled(_narrowed(plan, claims, asked, ledger))
    return _result(plan, config, claims, answers, Tried((), "", "", time.monotonic() - began))


def verify(start: str, asked: Asked, watch: Watcher | None = None, *, tries: bool = True) -> Run:
    """Try the claims of the project around ``start``; without ``tries`` only what evidence answers has an answer.

    Raises :class:`~holdfast.errors.UsageError` for what cannot be followed.
    """
    began = time.monotonic()
    if asked.online and find_spec("httpx2") is None:
        raise UsageError("--online needs httpx2, which is not installed", remedy="pip install 'holdfast[online]'")
    plan, config, claims = _claims(start, asked)
    root = plan.tree.root
    with _ledger(root) as (ledger, missing):
        claims = _narrowed(plan, claims, asked, ledger)
        commit = _commit(root)
        content = content_of(claims)
        trust = asked.trust or is_trusted(root, content)
        bench = replace(
            _bench(root, config, asked, claims, trust=trust), recordings=ledger.recordings(commit, str(here()))
        )
        workshop = Workshop(bench, ledger, commit, watch, unkept=missing)
        answers = {one.claim.id: one for one in workshop.answers(claims, again=asked.again, tries=tries)}
    refused = bench.refused.found if bench.refused else ""
    tried = Tried((), bench.level, refused, time.monotonic() - began, workshop.unkept, content)
    result = _result(plan, config, claims, answers, tried)
    result = replace(result, inputs=(*result.inputs, ledger.path, trust_path(), *workshop.rests_on))
    return Run(plan, config, claims, answers, result)


@contextmanager
def _ledger(root: str) -> Iterator[tuple[Ledger, str]]:
    """Open the project's ledger; where there can be none, one for this run only, and why."""
    missing = ""
    with ExitStack() as stack:
        try:
            ledger = Ledger(root)
        except LedgerError as error:
            missing = f"evidence is not kept: {error}"
            ledger = Ledger(root, os.path.join(stack.enter_context(TemporaryDirectory(prefix="holdfast-")), "ledger"))
        stack.callback(ledger.close)
        yield ledger, missing


def last_runs(start: str, name: str, asked: Asked) -> list[Evidence]:
    """Return the last runs of a claim, the newest first; ``name`` is its identity, the beginning of one, or ``PATH:LINE``.

    Raises :class:`~holdfast.errors.UsageError` where it names none, or one that was never tried.
    """
    plan, _, claims = _claims(start, asked)
    path, colon, line = name.rpartition(":")
    if colon and line.isdigit():
        relative = os.path.relpath(os.path.join(start, path), plan.tree.root).replace(os.sep, "/")
        here = [one for one in claims if one.document == relative]
        claim = next((one for one in here if _covers(one, int(line))), None)
    else:
        claim = next((one for one in claims if one.id.startswith(name)), None)
    if claim is None:
        raise UsageError(f"there is no claim {name!r}", remedy="holdfast verify --list shows all of them")
    with _ledger(plan.tree.root) as (ledger, _):
        found = ledger.runs(claim.id)
    if not found:
        raise UsageError(f"{name} was never tried", remedy="run holdfast verify first")
    return found


def _claims(start: str, asked: Asked) -> tuple[Plan, Config, list[Claim]]:
    """Return the claims that the command line asks for."""
    plan, config = open_plan(start, config=asked.config)
    chosen = chosen_paths(plan.tree, start, asked.paths)
    further = Patterns(tuple(config.verify.get("documents", ())))
    pages = tuple(path for path in plan.tree.markdown if further.match(path))
    add_named(plan, (*chosen, *pages))
    add_versions(plan, config)
    permissions = Permissions(asked.online, asked.measure)
    claims = find_claims(plan, config, lambda path: not chosen or within(path, chosen), (*chosen, *pages), permissions)
    if chosen:
        claims = [one for one in claims if within(one.document, chosen)]
    return plan, config, _selected(claims, asked.select)


def _selected(claims: list[Claim], words: tuple[str, ...]) -> list[Claim]:
    if not words:
        return claims
    languages = {known.slug for word in words if (known := language_for(word))}
    written = {word.casefold() for word in words}
    found = [
        one
        for one in claims
        if {one.kind, one.of.group} & (languages | written)
        or any(one.id.startswith(word) for word in words if len(word) > 3)
    ]
    if not found:
        valid = sorted({word for one in claims for word in (one.kind, one.of.group) if word})
        remedy = suggestion(words[0], valid) if valid else "holdfast verify --list shows what there is"
        raise UsageError(f"--select {', '.join(words)}: no claim answers to that", remedy=remedy)
    return found


def _narrowed(plan: Plan, claims: list[Claim], asked: Asked, ledger: Ledger) -> list[Claim]:
    """Keep the claims whose document, or a file they rest on, changed since the revision asked for."""
    if not asked.changed_since:
        return claims
    touched = compare(plan.tree.root, asked.changed_since, "--changed-since").touched
    rests = ledger.latest("claim", (one.id for one in claims))
    return [
        one for one in claims if one.document in touched or (one.id in rests and touched & rests[one.id].files.keys())
    ]


def _bench(root: str, config: Config, asked: Asked, claims: list[Claim], *, trust: bool) -> Bench:
    """Return where claims are tried; whether there is a sandbox is found out where one of them needs it."""
    timeout = asked.timeout or float(config.verify.get("timeout", _TIMEOUT))
    jobs = asked.jobs or int(config.verify.get("jobs", os.cpu_count() or 1))
    room = trusted if trust else strict
    bench = Bench(
        root, room, "", timeout, jobs, config.verify, again=asked.again, online=asked.online, measure=asked.measure
    )
    if not any(runs_something(one) and one.asked > Level.PARSED for one in claims):
        return bench
    try:
        return replace(bench, level=(SandboxLevel.TRUSTED if trust else require().level).value)
    except Refused as error:
        return replace(bench, refused=error)


def _result(plan: Plan, config: Config, claims: list[Claim], answers: dict[str, ClaimTrial], tried: Tried) -> Result:
    proofs = tuple(proof_of(one, answers.get(one.id)) for one in claims)
    return Result(
        root=plan.tree.root,
        configured=config.path,
        fail_on=config.fail_on,
        understood=(),
        unused=(),
        documents=(),
        verdicts=tuple(sorted(verdicts_of(plan, claims, answers), key=lambda one: (one.path, one.position))),
        inputs=(*plan.tree.inputs, *config.asked),
        tried=replace(tried, proofs=proofs),
    )


def _covers(claim: Claim, line: int) -> bool:
    return claim.position.line - 1 <= line <= claim.ends


def _commit(root: str) -> str:
    try:
        return commit_id(root, "HEAD")
    except GitError:
        return ""
