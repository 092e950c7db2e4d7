"""``check``: every document against its template, every local link, every index page. Executes nothing."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from holdfast.binding.waivers import Waiver
from holdfast.config import Config
from holdfast.engine.corpus import corpus_of
from holdfast.engine.excuses import excuse
from holdfast.engine.judge import Judged, unreadable, version_unknown
from holdfast.engine.named import add_named, chosen_paths
from holdfast.engine.plan import DocumentSet, Plan
from holdfast.engine.policy import Base, loosenings, open_under, read_base
from holdfast.engine.project import add_versions, baseline_files, open_plan
from holdfast.engine.selection import Selection
from holdfast.engine.since import Check
from holdfast.engine.survey import survey
from holdfast.engine.told import EVERYTHING, Run, Scope, tell, within
from holdfast.engine.unheeded import unheeded
from holdfast.engine.versions import Versions
from holdfast.engine.work import judge_all
from holdfast.model.corpus import Entry
from holdfast.model.outcome import Outcome
from holdfast.model.result import Crash, Examined, Result, Understood
from holdfast.model.severity import Severity
from holdfast.model.verdict import Verdict
from holdfast.rules import all_rules
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
    root = plan.tree.root
    selection = Selection(settings, scope.select, scope.ignore)
    chosen = chosen_paths(root, start, paths, unsaved or {})
    add_named(plan, chosen)
    add_versions(plan, settings, base, use_cache=use_cache)
    judged = judge_all(plan, settings, use_cache=use_cache and not base, progress=progress)
    gathered = _Gathered(base, selection, alone=bool(chosen))
    for found in plan.sets:
        gathered.add(plan, found, judged, settings)
    gathered.verdicts += _unreadable(plan, chosen)
    if base:
        known = {path: one for path, one in judged.items() if isinstance(one, Judged)}
        gathered.verdicts += loosenings(base, today, plan, known)
    result = gathered.result(root, settings, plan, chosen)
    run = Run(start, repr((config, policy)), _again(config, start, policy, progress), selection, chosen)
    return Examination(result, gathered.entries, plan, settings, run)


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
        )

    return run


@dataclass(slots=True)
class _Gathered:
    """The verdicts of all sets, as they come in."""

    base: Base | None
    """The project at the revision whose policy holds, if there is one."""
    selection: Selection
    alone: bool = False
    """Whether only some documents are asked about: then each is told what it lacks, whatever the others lack."""
    entries: dict[str, Entry] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)
    crashes: list[Crash] = field(default_factory=list)
    doubted: set[str] = field(default_factory=set)
    """Documents about which something is open because the version of their template is unknown."""

    def add(self, plan: Plan, found: DocumentSet, judged: dict[str, Judged | Problem], config: Config) -> None:
        """Add one set's verdicts, those of its documents and those about it as a whole, with waivers applied."""
        entries: dict[str, Entry] = {}
        verdicts: list[Verdict] = []
        waivers: dict[str, list[Waiver]] = {}
        for path in found.paths:
            one = judged[path]
            if isinstance(one, Problem):
                self.verdicts.append(unreadable(one))
                continue
            entries[path] = one.entry
            waivers[path] = self.base.permitted(path, one.waivers) if self.base else one.waivers
            verdicts += one.verdicts
            self.crashes += one.crashes
        corpus = corpus_of(plan, found, entries, judged)
        about_all, crashes = survey(corpus, config, found.held, living=found.living, unsure=found.unsure)
        self.crashes += crashes
        verdicts = self._excused(found, entries, waivers, verdicts + about_all, config)
        verdicts = [one for one in verdicts if self.selection.tells(one.slug)]
        if not self.base and not self.alone:
            verdicts = unheeded(verdicts, found, entries, plan.timeline.births, config)
        doubted = next((one for one in found.versions if one.unknown), None)
        self.verdicts += self._say_once(doubted, verdicts) if doubted else verdicts
        self.entries.update(entries)

    def _excused(
        self,
        found: DocumentSet,
        entries: dict[str, Entry],
        waivers: dict[str, list[Waiver]],
        verdicts: list[Verdict],
        config: Config,
    ) -> list[Verdict]:
        """Apply the waivers of the documents that have some."""
        waiving = {path for path, listed in waivers.items() if listed}
        result = [one for one in verdicts if one.path not in waiving]
        for path in sorted(waiving):
            unsure = found.unsure(path)
            decided = {
                rule.slug
                for rule in all_rules()
                if (found.living or not rule.living) and not (rule.versioned and unsure)
            }
            own = [one for one in verdicts if one.path == path]
            result += excuse(entries[path], waivers[path], own, config, decided)
        return result

    def _say_once(self, versions: Versions, verdicts: list[Verdict]) -> list[Verdict]:
        """Fold what only an unknown version of the template leaves open into one verdict."""
        crashed = {crash.slug for crash in self.crashes}
        left_open = [one for one in verdicts if one.outcome is Outcome.UNPROVEN and one.slug not in crashed]
        if not left_open:
            return verdicts
        self.doubted |= {one.path for one in left_open}
        ids = {id(one) for one in left_open}
        return [*(one for one in verdicts if id(one) not in ids), version_unknown(versions, left_open)]

    def _examined(self, one: Entry) -> Examined:
        proven = one.path not in self.doubted
        return Examined(one.path, one.type, one.title, one.status, one.role, one.bound, one.version, proven)

    def result(self, root: str, config: Config, plan: Plan, chosen: tuple[str, ...]) -> Result:
        """Narrow to the chosen paths, and order."""
        wanted = [
            one for one in self.verdicts if self.selection.tells(one.slug) and (not chosen or within(one.path, chosen))
        ]
        documents = [
            one for one in self.entries.values() if one.kind == "document" and (not chosen or within(one.path, chosen))
        ]
        return Result(
            root=root,
            configured=config.path,
            fail_on=config.fail_on,
            understood=tuple(_understood(one, config) for one in plan.sets if one.templates),
            unused=tuple(template.path for template in plan.unused),
            documents=tuple(self._examined(one) for one in documents),
            # A page can be the index of two sets, which then say the same of it.
            verdicts=tuple(
                dict.fromkeys(sorted(wanted, key=lambda one: (one.path, one.position, one.slug, one.found)))
            ),
            crashes=tuple(one for one in self.crashes if self.selection.tells(one.slug)),
            inputs=(*plan.tree.inputs, *config.asked, *plan.timeline.watched, *baseline_files(root, config)),
            narrowed=self.selection.phrases,
        )


def _understood(found: DocumentSet, config: Config) -> Understood:
    schemas = [template.schema for template in found.templates]
    return Understood(
        folder=found.folder,
        templates=tuple(template.path for template in found.templates),
        types=tuple(schema.name for schema in schemas),
        versions=tuple(schema.version for schema in schemas),
        documents=len(found.documents),
        indexes=tuple(found.indexes),
        settled=found.settled,
        living=found.living,
        known=sum(len(versions.timeline.blobs.get(versions.template.path, [])) for versions in found.versions),
        policy="latest" if all(template.builtin for template in found.templates) else config.template_version,
    )


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
