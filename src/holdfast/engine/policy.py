"""``--policy-from REV``: a change is judged by the rules it found, and what it loosens is listed.

Configuration, templates and permitted waivers are read from the revision, and a document keeps the
stricter of its two statuses. So a pull request, be it a stranger's or an agent's, does not go green
by waiving, by weakening a status, or by asking less.
"""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from holdfast.binding.waivers import Waiver
from holdfast.config import Config
from holdfast.engine.demands import demands
from holdfast.engine.judge import Judged, severity_of
from holdfast.engine.plan import Held, Plan
from holdfast.engine.project import add_versions, open_plan
from holdfast.engine.templates import Template
from holdfast.engine.work import judge_all
from holdfast.errors import UsageError
from holdfast.model.corpus import Entry, Spot
from holdfast.model.outcome import Outcome
from holdfast.model.role import Role
from holdfast.model.severity import Severity
from holdfast.model.span import Position, Span
from holdfast.model.verdict import Verdict
from holdfast.rules import all_rules
from holdfast.world.git import GitError, files_at

_SUFFIXES = (".md", ".markdown", ".toml", ".yaml", ".yml", ".gitignore")
_STRICTNESS = (Role.POINTER, Role.RESEARCH, Role.SUPERSEDED, Role.DEPRECATED, Role.DRAFT, Role.ACTIVE)
"""Roles from the one that demands least to the one that demands most."""


@dataclass(slots=True)
class Base:
    """The project as it was at a revision."""

    config: Config
    templates: list[Template]
    entries: dict[str, Entry] = field(default_factory=dict)
    waivers: dict[str, list[Waiver]] = field(default_factory=dict)

    def held(self) -> dict[str, Held]:
        """Return the status every document had."""
        return {path: Held(entry.role, entry.status) for path, entry in self.entries.items()}

    def permitted(self, path: str, waivers: list[Waiver]) -> list[Waiver]:
        """Return the waivers of a document that were there already."""
        known = {(waiver.slugs, waiver.reason) for waiver in self.waivers.get(path, [])}
        return [waiver for waiver in waivers if (waiver.slugs, waiver.reason) in known]


def read_base(root: str, revision: str) -> Base:
    """Read the project of a revision, in a folder of its own that is gone afterwards.

    Raises :class:`~holdfast.errors.UsageError` for a revision there is not, and as ``check`` does.
    """
    try:
        files = list(files_at(root, revision, _SUFFIXES))
    except GitError as error:
        raise UsageError(f"--policy-from: git knows no {revision!r}", remedy="name a commit, a branch or a tag") from error
    with tempfile.TemporaryDirectory(prefix="holdfast-") as folder:
        for path, content in files:
            target = os.path.join(folder, path)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "wb") as file:
                file.write(content)
        plan, config = open_plan(folder)
        latest = replace(config, template_version="latest")
        add_versions(plan, latest, use_cache=False)
        judged = judge_all(plan, latest, use_cache=False)
        relative = os.path.relpath(config.path, folder) if config.path else ""
    base = Base(replace(config, path=os.path.join(root, relative) if relative else "", asked=()), _all_templates(plan))
    for path, one in judged.items():
        if isinstance(one, Judged):
            base.entries[path] = one.entry
            base.waivers[path] = one.waivers
    return base


def loosenings(base: Base, now: Config, plan: Plan, judged: dict[str, Judged]) -> list[Verdict]:
    """Return a verdict for everything the change would loosen: waivers, statuses, configuration, templates."""
    rule = next(rule for rule in all_rules() if rule.slug == "policy-loosened")
    severity = severity_of(rule, base.config, Role.ACTIVE)
    if severity is Severity.OFF:
        return []
    found = [*_excuses(base, judged), *_statuses(base, judged), *_settings(base, now, plan.tree.root), *_templates(base, plan)]
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
        before = base.entries.get(path)
        if before and before.kind == "document" and _weaker(one.entry.role, before.role):
            old, new = before.status or "not given", one.entry.status or "not given"
            yield _Loosened(path, f"Status {old} becomes {new}, which demands less", one.entry.status_spot)


def _settings(base: Base, now: Config, root: str) -> Iterator[_Loosened]:
    """Yield the keys of the configuration that the change sets, drops or changes."""
    path = os.path.relpath(now.path or base.config.path, root).replace(os.sep, "/") if now.path or base.config.path else ""
    for name in sorted({*base.config.values, *now.values}):
        old, new = base.config.values.get(name), now.values.get(name)
        if old != new:
            was = "was not set" if old is None else f"was {old!r}"
            becomes = "is no longer set" if new is None else f"becomes {new!r}"
            yield _Loosened(path, f"{name} {was} and {becomes}", Spot(0, 0, now.lines.get(name, 1), 1))


def _templates(base: Base, plan: Plan) -> Iterator[_Loosened]:
    """Yield the demands that the templates of today no longer make."""
    today = {template.path: template for template in plan.changed}
    for template in base.templates:
        if template.builtin or (template.path in today and today[template.path].digest == template.digest):
            continue
        have = {one[:2] for one in demands(today[template.path].schema)} if template.path in today else set()
        for one in demands(template.schema):
            if one[:2] not in have:
                yield _Loosened(template.path, f"no longer demands {one.kind} {one.name}", Spot(0, 0, one.origin.line, 1))


def _all_templates(plan: Plan) -> list[Template]:
    found = {template.path: template for one in plan.sets for template in one.templates}
    return [*found.values(), *plan.unused]


def _weaker(now: Role, before: Role) -> bool:
    return _STRICTNESS.index(now) < _STRICTNESS.index(before)
