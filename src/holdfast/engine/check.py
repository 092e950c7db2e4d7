"""``check``: every document against its template, every local link, every index page. Executes nothing."""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from holdfast.config import Config
from holdfast.engine.chosen import add_named, chosen_paths
from holdfast.engine.gathered import Gathered
from holdfast.engine.judge import Judged, crashed, unreadable
from holdfast.engine.loosenings import loosenings
from holdfast.engine.plan import Plan
from holdfast.engine.policy import open_under, read_base
from holdfast.engine.project import add_versions, open_plan
from holdfast.engine.selection import Selection
from holdfast.engine.since import Check
from holdfast.engine.told import EVERYTHING, Run, Scope, tell
from holdfast.engine.work import judge_all
from holdfast.model.entry import Entry
from holdfast.model.result import Crash, Inputs, Result
from holdfast.model.severity import Severity
from holdfast.model.verdict import Verdict
from holdfast.records import replace
from holdfast.world.files import Problem
from holdfast.world.root import project_root

Progress = Callable[[int, int], None]
"""Told how many of how many documents are done."""


def check(
    start: str,
    paths: Sequence[str] = (),
    *,
    config: str | None = None,
    policy: str = "",
    policy_from: str = "",
    use_cache: bool = True,
    progress: Progress | None = None,
    unsaved: Mapping[str, bytes] | None = None,
    baseline: str | bool | None = None,
    scope: Scope = EVERYTHING,
) -> Result:
    """Check the project around ``start``; ``paths`` narrow what is reported to files and folders.

    ``config`` names the configuration to use instead of the nearest, ``policy`` overrules which version
    of its template a document is held to, ``policy_from`` names the revision whose policy holds.
    ``unsaved`` holds contents by relative path that stand for those on the disk. ``baseline`` is the absolute
    path of the baseline, false for none, ``None`` for the configured one; ``scope`` says what of all that is told.

    Raises :class:`~holdfast.errors.UsageError` for a configuration or a path that cannot be followed.
    """
    found = examine(
        start,
        paths,
        config=config,
        policy=policy,
        policy_from=policy_from,
        use_cache=use_cache,
        progress=progress,
        unsaved=unsaved,
        baseline=baseline,
        scope=scope,
    )
    return tell(found.result, found.entries, found.plan, found.config, scope, found.run)


class Examination(NamedTuple):
    """All that a run found out, before it is decided what of it is told."""

    result: Result
    entries: dict[str, Entry]
    plan: Plan
    config: Config
    run: Run


def examine(
    start: str,
    paths: Sequence[str] = (),
    *,
    config: str | None = None,
    policy: str = "",
    policy_from: str = "",
    use_cache: bool = True,
    progress: Progress | None = None,
    unsaved: Mapping[str, bytes] | None = None,
    baseline: str | bool | None = None,
    scope: Scope = EVERYTHING,
) -> Examination:
    """Find everything out; the parameters are those of :func:`check`.

    Raises :class:`~holdfast.errors.UsageError` for a configuration or a path that cannot be followed.
    """
    plan, settings = open_plan(start, config=config, policy=policy, unsaved=unsaved)
    if baseline is not None:
        settings = replace(settings, baseline=baseline)
    base, today = None, settings
    if policy_from:
        base = read_base(start, policy_from, config, baseline)
        settings = replace(base.config, template_version=policy or base.config.template_version)
        plan = open_under(base, settings, plan)
    selection = Selection(settings, scope.select, scope.ignore)
    chosen = chosen_paths(plan.tree, start, paths, unsaved or {})
    if not scope.documents:
        add_named(plan, chosen)
    add_versions(plan, settings, base, use_cache=use_cache)
    judged = judge_all(plan, settings, use_cache=use_cache and not base, progress=progress)
    gathered = Gathered(base, selection, alone=bool(chosen or plan.baseline) or scope.compares)
    result = conclude(gathered, plan, settings, judged, chosen, today)
    run = Run(start, repr((config, policy)), _again(config, start, policy, progress), selection, chosen)
    return Examination(result, gathered.entries, plan, settings, run)


def conclude(
    gathered: Gathered,
    plan: Plan,
    config: Config,
    judged: dict[str, Judged | Problem],
    chosen: tuple[str, ...] = (),
    today: Config | None = None,
) -> Result:
    """Return what a project as a whole says once every file of it has been judged; ``today`` counts with a base only."""
    for found in plan.sets:
        gathered.add(plan, found, judged, config)
    gathered.verdicts += _unreadable(plan, chosen)
    if gathered.base:
        known = {path: one for path, one in judged.items() if isinstance(one, Judged)}
        gathered.verdicts += loosenings(gathered.base, today or config, plan, known)
    rests_on = () if gathered.base else _add_aged(gathered, plan, config)
    result = gathered.result(plan.tree.root, config, plan, chosen)
    return replace(result, inputs=Inputs(result.inputs, rests_on))


def _again(config: str | None, start: str, policy: str, progress: Progress | None) -> Check:
    """Return a function that checks another folder as it was asked for here."""

    def run(folder: str) -> Result:
        within = os.path.relpath(os.path.abspath(config), project_root(start)) if config else ""
        named = os.path.join(project_root(folder), within) if within else ""
        return check(
            folder,
            config=named if os.path.isfile(named) else None,
            policy=policy,
            use_cache=False,
            progress=progress,
            scope=Scope(apart=True),
        )

    return run


def _add_aged(gathered: Gathered, plan: Plan, config: Config) -> tuple[str, ...]:
    """Add what evidence went stale, and return the files that this rests on; without a ledger that is quickly told."""
    from holdfast.world.ledger.place import ledger_path

    ledger = ledger_path(plan.tree.root)
    if not os.path.exists(ledger):
        return (ledger,)
    try:
        from holdfast.engine.staleness import stale_claims

        aged = stale_claims(plan, config)
    except Exception as error:  # A verifier that cannot even be loaded must not take along what the rules found.
        import traceback

        gathered.crashes.append(
            Crash("example-broken", ".", f"{type(error).__name__}: {error}", traceback.format_exc())
        )
        gathered.verdicts.append(crashed(gathered.crashes[-1]))
        return (ledger,)
    gathered.verdicts += aged.verdicts
    gathered.failing += [claim.document for claim in aged.failing]
    return aged.inputs


def _unreadable(plan: Plan, chosen: tuple[str, ...]) -> list[Verdict]:
    """Return what could not be looked at; where no document is kept it is worth a note only."""
    folders = {path.rpartition("/")[0] for found in plan.sets for path in found.paths}
    found = []
    for problem in plan.tree.problems:
        near = bool({problem.path, problem.path.rpartition("/")[0]} & folders) or problem.path in chosen
        near = near or problem.path in plan.tree.markdown
        verdict = unreadable(problem)
        found.append(verdict if near else replace(verdict, severity=Severity.NOTE))
    return found
