"""What a change would loosen: each waiver, status, setting, entry of the baseline and demand, as a verdict."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from holdfast.config import Config
from holdfast.engine.baseline import Baseline, load, place, written
from holdfast.engine.demands import beyond, demands
from holdfast.engine.judge import Judged, severity_of
from holdfast.engine.plan import Plan
from holdfast.engine.policy import PastProject, by_today
from holdfast.model.entry import Spot
from holdfast.model.outcome import Outcome
from holdfast.model.role import Role
from holdfast.model.severity import Severity
from holdfast.model.span import Position, Span
from holdfast.model.verdict import Verdict
from holdfast.rules import all_rules

_STRICTNESS = (Role.POINTER, Role.RESEARCH, Role.SUPERSEDED, Role.DEPRECATED, Role.DRAFT, Role.ACTIVE)
"""Roles from the one that demands least to the one that demands most."""


def loosenings(base: PastProject, now: Config, plan: Plan, judged: dict[str, Judged]) -> list[Verdict]:
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


def _excuses(base: PastProject, judged: dict[str, Judged]) -> Iterator[_Loosened]:
    for path, one in judged.items():
        permitted = base.permitted(path, one.waivers)
        for waiver in one.waivers:
            if waiver not in permitted:
                slugs = ", ".join(waiver.slugs) or "nothing it names"
                yield _Loosened(path, f"waives {slugs}: {waiver.reason or 'no reason given'}", waiver.spot)


def _statuses(base: PastProject, judged: dict[str, Judged]) -> Iterator[_Loosened]:
    for path, one in judged.items():
        before = base.entries.get(base.then(path))
        if before and before.kind == "document" and _weaker(one.entry.role, before.role):
            old, new = before.status or "not given", one.entry.status or "not given"
            yield _Loosened(path, f"Status {old} becomes {new}, which demands less", one.entry.status_spot)


def _lost(base: PastProject, judged: dict[str, Judged]) -> Iterator[str]:
    """Yield the documents that are still there but that nothing was asked of."""
    for path, entry in base.documents().items():
        if entry.bound and path not in judged and os.path.exists(os.path.join(base.root, path)):
            yield path


def _settings(base: PastProject, now: Config) -> Iterator[_Loosened]:
    """Yield the keys of the configuration that the change sets, drops or changes, but not to something stricter."""
    path = os.path.relpath(now.path or base.config.path or base.root, base.root).replace(os.sep, "/")
    for name in sorted({*base.config.values, *now.values}):
        old, new = base.config.values.get(name), now.values.get(name)
        if old != new and not _stricter(name, base.config, now):
            was = "was not set" if old is None else f"was {old!r}"
            becomes = "is no longer set" if new is None else f"becomes {new!r}"
            yield _Loosened(path, f"{name} {was} and {becomes}", Spot(0, 0, now.lines.get(name, 1), 1))


def _remembered(base: PastProject, now: Config) -> Iterator[_Loosened]:
    """Yield what the change takes into the baseline, or pins to another version."""
    path, _ = place(base.root, now)
    found = load(path, wanted=False) if path else None
    if found is None:
        return
    lines = written(found).splitlines()
    today, before = by_today(found, base.past), base.baseline or Baseline(path)
    own = os.path.relpath(path, base.root).replace(os.sep, "/")
    added: dict[str, list[str]] = {}
    for identity, count in (Counter(today.findings) - Counter(before.findings)).items():
        added.setdefault(identity.path, []).extend([identity.slug] * count)
    for document, slugs in sorted(added.items()):
        marks = tuple(f'{{"path": {json.dumps(name, ensure_ascii=False)},' for name in (document, base.then(document)))
        line = next((number for number, one in enumerate(lines, 1) if one.startswith(marks)), 1)
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


def _templates(base: PastProject, plan: Plan) -> Iterator[_Loosened]:
    """Yield the demands that the templates of today no longer make."""
    today = {base.then(template.path): template for template in plan.changed}
    for template in base.templates:
        now = today.get(template.path)
        if template.builtin or (now and now.digest == template.digest):
            continue
        for one in beyond(demands(template.schema), demands(now.schema) if now else []):
            spot = Spot(0, 0, one.origin.line, 1)
            yield _Loosened(template.path, f"no longer demands {one.kind} {one.name}", spot)


def _weaker(now: Role, before: Role) -> bool:
    return _STRICTNESS.index(now) < _STRICTNESS.index(before)
