"""``--policy-from REV``: a change is judged by the rules it found, and what it loosens is listed.

Configuration, templates and permitted waivers are read from the revision, and a document keeps the
stricter of its two statuses. So a pull request, be it a stranger's or an agent's, does not go green
by waiving, by weakening a status, or by asking less.
"""

import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from holdfast.binding.waivers import Waiver
from holdfast.config import Config
from holdfast.engine.baseline import Baseline, load, parse, place, written
from holdfast.engine.demands import beyond, demands
from holdfast.engine.discovery import discover
from holdfast.engine.judge import Judged, severity_of
from holdfast.engine.plan import Held, Plan
from holdfast.engine.project import add_versions, open_plan
from holdfast.engine.templates import Template, find_templates
from holdfast.engine.timeline import Past
from holdfast.engine.work import judge_all
from holdfast.errors import HoldfastError, UsageError
from holdfast.model.corpus import Entry, Spot
from holdfast.model.outcome import Outcome
from holdfast.model.role import Role
from holdfast.model.severity import Severity
from holdfast.model.span import Position, Span
from holdfast.model.verdict import Verdict
from holdfast.rules import all_rules
from holdfast.world.files import include, walk
from holdfast.world.git import GitError, commit_id, files_at, objects, renames
from holdfast.world.ignore import Ignore
from holdfast.world.root import project_root

_SUFFIXES = (".md", ".markdown", ".toml", ".yaml", ".yml", ".gitignore")
_STRICTNESS = (Role.POINTER, Role.RESEARCH, Role.SUPERSEDED, Role.DEPRECATED, Role.DRAFT, Role.ACTIVE)
"""Roles from the one that demands least to the one that demands most."""


@dataclass(slots=True)
class Base:
    """The project as it was at a revision."""

    root: str
    """Absolute path, in the work tree, of what was its root."""
    past: Past
    config: Config
    templates: list[Template]
    baseline: Baseline | None = None
    """As it was there, by the paths of today."""
    entries: dict[str, Entry] = field(default_factory=dict)
    waivers: dict[str, list[Waiver]] = field(default_factory=dict)

    def then(self, path: str) -> str:
        """Return the path that a file of today had."""
        return self.past.renamed.get(path, path)

    def documents(self) -> dict[str, Entry]:
        """Return the documents there were, by their paths of today."""
        now = {old: new for new, old in self.past.renamed.items()}
        return {now.get(path, path): entry for path, entry in self.entries.items() if entry.kind == "document"}

    def permitted(self, path: str, waivers: list[Waiver]) -> list[Waiver]:
        """Return the waivers of a document that were there already, and excuse no more than they did."""
        known = {(one.slugs, one.reason, one.section) for one in self.waivers.get(self.then(path), [])}
        return [one for one in waivers if (one.slugs, one.reason, one.section) in known]


def read_base(start: str, revision: str, config: str | None = None, baseline: str | bool | None = None) -> Base:
    """Read the project around a folder as it was at a revision, in a folder of its own that is gone afterwards.

    ``config`` is the configuration that was named; where the revision has none there, the nearest counts.
    ``baseline`` overrules where the configuration says the baseline lies.

    Raises :class:`~holdfast.errors.UsageError` for a revision there is not, and as ``check`` does.
    """
    top = project_root(start)
    try:
        commit = commit_id(top, revision)
        files = list(files_at(top, commit, _SUFFIXES))
    except GitError as error:
        raise UsageError(
            f"--policy-from: git knows no {revision!r}", remedy="name a commit, a branch or a tag"
        ) from error
    with tempfile.TemporaryDirectory(prefix="holdfast-") as folder:
        # Whatever lies above the folder, the project ends here.
        os.mkdir(os.path.join(folder, ".git"))
        for path, content in files:
            target = os.path.join(folder, path)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "wb") as file:
                file.write(content)
        named = os.path.join(folder, os.path.relpath(os.path.abspath(config), top)) if config else ""
        around = os.path.join(folder, os.path.relpath(os.path.abspath(start), top))
        try:
            plan, settings = open_plan(around, config=named if os.path.isfile(named) else None)
            latest = replace(settings, template_version="latest", baseline=False)
            add_versions(plan, latest, use_cache=False)
        except HoldfastError as error:
            where = f"{revision}:{error.where.removeprefix(folder + os.sep)}"
            raise UsageError(error.found, where=where, remedy=error.remedy) from error
        judged = judge_all(plan, latest, use_cache=False)
        root = os.path.normpath(os.path.join(top, os.path.relpath(plan.tree.root, folder)))
        path = os.path.join(top, os.path.relpath(settings.path, folder)) if settings.path else ""
    renamed = renames(root, commit, staged=True) if os.path.isdir(root) else {}
    settings = replace(settings, path=path, asked=(), baseline=settings.baseline if baseline is None else baseline)
    base = Base(root, Past(commit, renamed), settings, _all_templates(plan))
    base.baseline = _baseline_at(top, root, base.past, settings)
    for path, one in judged.items():
        if isinstance(one, Judged):
            base.entries[path] = one.entry
            base.waivers[path] = one.waivers
    return base


def _baseline_at(top: str, root: str, past: Past, config: Config) -> Baseline | None:
    """Read the baseline of a revision; ``None`` where it has none."""
    path, _ = place(root, config)
    name = f"{past.commit}:{os.path.relpath(path, top)}"
    [found] = objects(top, [name]) if path and "\n" not in name else [None]
    return parse(found[1], path).moved({then: now for now, then in past.renamed.items()}) if found else None


def open_under(base: Base, config: Config, now: Plan) -> Plan:
    """Discover the project of today as one that follows the policy of another revision.

    Its documents stay documents, also where a ``.gitignore`` or a configuration of today would hide them.
    """
    tree = walk(base.root, Ignore(base.root, config.exclude))
    documents = base.documents()
    hidden = [path for path in documents if include(tree, path)]
    plan = discover(tree, config, base.templates if base.entries else None)
    named = _all_templates(now) if now.tree.root == base.root else []
    plan.changed = list({one.path: one for one in (*find_templates(tree), *named)}.values())
    plan.hidden = hidden
    fresh = {template.path for template in plan.changed} - documents.keys()
    for found in plan.sets:
        found.documents = [path for path in found.documents if path not in fresh]
        found.held = {path: Held(entry.role, entry.status) for path, entry in documents.items()}
    return plan


def loosenings(base: Base, now: Config, plan: Plan, judged: dict[str, Judged]) -> list[Verdict]:
    """Return a verdict for everything the change would loosen: waivers, statuses, configuration, templates."""
    rule = next(rule for rule in all_rules() if rule.slug == "policy-loosened")
    severity = severity_of(rule, base.config, Role.ACTIVE)
    if severity is Severity.OFF:
        return []
    found = [*_excuses(base, judged), *_statuses(base, judged), *_settings(base, now), *_templates(base, plan)]
    found += _remembered(base, now)
    found += [
        _Loosened(path, "is passed over by a .gitignore or a configuration that the change adds")
        for path in plan.hidden
    ]
    found += [_Loosened(path, "counts as a document no longer") for path in sorted(_lost(base, judged))]
    return [
        Verdict(
            slug=rule.slug,
            outcome=Outcome.BROKEN,
            severity=severity,
            path=one.path,
            span=Span(one.spot.start, one.spot.end),
            position=Position(one.spot.line, one.spot.column),
            found=one.found,
            remedy="not in force here; a maintainer decides when merging",
        )
        for one in found
    ]


class _Loosened(NamedTuple):
    path: str
    found: str
    spot: Spot = Spot(0, 0, 1, 1)


def _excuses(base: Base, judged: dict[str, Judged]) -> Iterator[_Loosened]:
    for path, one in judged.items():
        permitted = base.permitted(path, one.waivers)
        for waiver in one.waivers:
            if waiver not in permitted:
                slugs = ", ".join(waiver.slugs) or "nothing it names"
                yield _Loosened(path, f"waives {slugs}: {waiver.reason or 'no reason given'}", waiver.spot)


def _statuses(base: Base, judged: dict[str, Judged]) -> Iterator[_Loosened]:
    for path, one in judged.items():
        before = base.entries.get(base.then(path))
        if before and before.kind == "document" and _weaker(one.entry.role, before.role):
            old, new = before.status or "not given", one.entry.status or "not given"
            yield _Loosened(path, f"Status {old} becomes {new}, which demands less", one.entry.status_spot)


def _lost(base: Base, judged: dict[str, Judged]) -> Iterator[str]:
    """Yield the documents that are still there but that nothing was asked of."""
    for path, entry in base.documents().items():
        if entry.bound and path not in judged and os.path.exists(os.path.join(base.root, path)):
            yield path


def _settings(base: Base, now: Config) -> Iterator[_Loosened]:
    """Yield the keys of the configuration that the change sets, drops or changes, but not to something stricter."""
    path = os.path.relpath(now.path or base.config.path or base.root, base.root).replace(os.sep, "/")
    for name in sorted({*base.config.values, *now.values}):
        old, new = base.config.values.get(name), now.values.get(name)
        if old != new and not _stricter(name, base.config, now):
            was = "was not set" if old is None else f"was {old!r}"
            becomes = "is no longer set" if new is None else f"becomes {new!r}"
            yield _Loosened(path, f"{name} {was} and {becomes}", Spot(0, 0, now.lines.get(name, 1), 1))


def _remembered(base: Base, now: Config) -> Iterator[_Loosened]:
    """Yield what the change takes into the baseline, or pins to another version."""
    path, _ = place(base.root, now)
    today = load(path, wanted=False) if path else None
    if today is None:
        return
    before = base.baseline or Baseline(path)
    lines = written(today).splitlines()
    own = os.path.relpath(path, base.root).replace(os.sep, "/")
    added: dict[str, list[str]] = {}
    for identity, count in (Counter(today.findings) - Counter(before.findings)).items():
        added.setdefault(identity.path, []).extend([identity.slug] * count)
    for document, slugs in sorted(added.items()):
        mark = f'{{"path": {json.dumps(document, ensure_ascii=False)},'
        line = next((number for number, one in enumerate(lines, 1) if one.startswith(mark)), 1)
        listed = ", ".join(dict.fromkeys(sorted(slugs)))
        yield _Loosened(own, f"takes {len(slugs)} of {document} into the baseline: {listed}", Spot(0, 0, line, 1))
    for document, digest in sorted(today.pins.documents.items()):
        if before.pins.documents.get(document, digest) != digest:
            yield _Loosened(own, f"pins {document} to another version of its template")


def _stricter(name: str, before: Config, now: Config) -> bool:
    """Tell whether a key asks for nothing less than it did, as far as that can be told from the key alone."""
    if name.startswith("severity."):
        _, slug, *state = name.split(".", 2)
        return all(_severity(slug, now, one) >= _severity(slug, before, one) for one in _states(before, now, *state))
    if name == "exclude":
        plain = not any(pattern.startswith("!") for pattern in (*before.exclude, *now.exclude))
        return plain and set(now.exclude) <= set(before.exclude)
    return {
        "fail-on": now.fail_on <= before.fail_on,
        "unbound-below": now.unbound_below <= before.unbound_below,
        "default-status": not _weaker(now.default_role, before.default_role),
        "corpus": now.living is True,
    }.get(name, False)


def _states(before: Config, now: Config, state: str = "") -> list[str]:
    """Return the states and roles that a key about one of them, or about all, can concern."""
    every = sorted({*Role, *before.states, *now.states})
    return [
        one for one in every if not state or any(state.casefold() in config.lineage(one) for config in (before, now))
    ]


def _severity(slug: str, config: Config, state: str) -> Severity:
    said = config.severity_of(slug, state)
    return (
        next(rule for rule in all_rules() if rule.slug == slug).obligation.severity(config.role(state))
        if said is None
        else said
    )


def _templates(base: Base, plan: Plan) -> Iterator[_Loosened]:
    """Yield the demands that the templates of today no longer make."""
    today = {base.then(template.path): template for template in plan.changed}
    for template in base.templates:
        now = today.get(template.path)
        if template.builtin or (now and now.digest == template.digest):
            continue
        for one in beyond(demands(template.schema), demands(now.schema) if now else []):
            spot = Spot(0, 0, one.origin.line, 1)
            yield _Loosened(template.path, f"no longer demands {one.kind} {one.name}", spot)


def _all_templates(plan: Plan) -> list[Template]:
    found = {template.path: template for one in plan.sets for template in one.templates}
    return [*found.values(), *plan.unused]


def _weaker(now: Role, before: Role) -> bool:
    return _STRICTNESS.index(now) < _STRICTNESS.index(before)
