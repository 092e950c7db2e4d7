"""What the versions of a template demanded, and what a document would need to move from one to another."""

import os
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from holdfast.binding.document import Document
from holdfast.binding.lookup import Lookup
from holdfast.config import POLICIES, Config
from holdfast.engine.check import check
from holdfast.engine.demands import Demand, demands
from holdfast.engine.judge import bind
from holdfast.engine.plan import DocumentSet, Plan
from holdfast.engine.project import add_versions, open_plan
from holdfast.engine.versions import Version, Versions
from holdfast.errors import UsageError
from holdfast.model.schema import Schema
from holdfast.model.severity import Severity
from holdfast.model.span import Span
from holdfast.model.verdict import Origin
from holdfast.rules import all_rules
from holdfast.world.files import Problem, read

STRUCTURE = ("section-missing", "section-empty", "field-missing")
"""The rules that say whether a document is structurally clean."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many documents are structurally clean under one policy."""

    policy: str
    clean: int
    documents: int


@dataclass(frozen=True, slots=True)
class Move:
    """The way of one document from the version it was written from to another."""

    path: str
    old: Schema
    new: Schema
    added: tuple[Demand, ...]
    """What the new version demands and the old one did not."""
    dropped: tuple[Demand, ...]
    """What the old version demanded and the new one does not."""
    needed: tuple[Demand, ...]
    """What the document lacks of what the new version demands."""


def planned(start: str, policy: str = "") -> tuple[Plan, Config]:
    """Open the project around a folder with the versions of its templates.

    Raises :class:`~holdfast.errors.UsageError` as ``check`` does.
    """
    plan, config = open_plan(start, policy=policy)
    add_versions(plan, config)
    return plan, config


class Used(NamedTuple):
    """One version of a template with what it changed and how many documents were written from it."""

    version: Version
    documents: int
    added: tuple[Demand, ...]
    dropped: tuple[Demand, ...]


def used_versions(versions: Versions, found: DocumentSet) -> list[Used]:
    """Return the versions of a template, the newest first, compared with the one before each."""
    every = versions.all()
    counts = Counter(version.version for path in found.documents for version in versions.candidates(path))
    result = []
    for newer, older in zip(every, [*every[1:], None], strict=True):
        after, before = demands(newer.lookup.schema), demands(older.lookup.schema) if older else []
        had, have = {one[:2] for one in before}, {one[:2] for one in after}
        added = tuple(one for one in after if one[:2] not in had) if older else ()
        result.append(Used(newer, counts[newer.version], added, tuple(one for one in before if one[:2] not in have)))
    return result


def move(start: str, path: str, to: str) -> Move:
    """Compare the version a document was written from with another, ``to``: ``latest``, ``best`` or a version.

    Raises :class:`~holdfast.errors.UsageError` for a file that is no document, or a version there is not.
    """
    plan, config = planned(start, "date")
    relative = os.path.relpath(os.path.join(start, path), plan.tree.root).replace(os.sep, "/")
    found = next((one for one in plan.sets if relative in one.documents), None)
    if found is None:
        raise UsageError("is no document of a template", where=path, remedy="name one that holdfast check lists")
    raw = read(plan.tree, relative)
    if isinstance(raw, Problem):
        raise UsageError(raw.found, where=path, remedy=raw.remedy)
    old = bind(plan.tree, relative, raw, found, config).schema
    versions = next((one for one in found.versions if one.template.schema.name == old.name), found.versions[0])
    target = _target(versions, to).lookup.schema
    before, after = demands(old), demands(target)
    had, have = {one[:2] for one in before}, {one[:2] for one in after}
    return Move(
        path=relative,
        old=old,
        new=target,
        added=tuple(one for one in after if one[:2] not in had),
        dropped=tuple(one for one in before if one[:2] not in have),
        needed=tuple(_needed(relative, raw, config, target)),
    )


def measure(start: str) -> list[Share]:
    """Count the documents with no missing or empty required section and no missing field, by each policy.

    Raises :class:`~holdfast.errors.UsageError` as ``check`` does.
    """
    shares = []
    for policy in POLICIES:
        result = check(start, policy=policy, use_cache=False)
        unclean = {one.path for one in result.verdicts if one.slug in STRUCTURE}
        clean = sum(1 for one in result.documents if one.bound and one.proven and one.path not in unclean)
        shares.append(Share(policy, clean, len(result.documents)))
    return shares


def _target(versions: Versions, to: str) -> Version:
    if to in ("latest", ""):
        return versions.current
    found = [one for one in versions.all() if one.version.startswith(to)]
    if len(found) != 1:
        listed = ", ".join(one.version for one in versions.all())
        raise UsageError(f"--to: {to!r} names {len(found)} versions", remedy=f"choose latest, or one of {listed}")
    return found[0]


def _needed(path: str, raw: bytes, config: Config, target: Schema) -> list[Demand]:
    """Ask the rules about structure what the document lacks under the target schema."""
    lacking: list[Demand] = []
    document = Document(path, raw, Lookup(target, dict(config.aliases)))

    def report(
        span: Span,
        found: str,
        remedy: str,
        *,
        requirement: Origin | None = None,
        sure: bool = True,
        cap: Severity | None = None,
    ) -> None:
        if requirement:
            lacking.append(Demand("section" if found.startswith("section") else "field", found, requirement))

    for rule in all_rules():
        if rule.slug in STRUCTURE and rule.judge:
            rule.judge(document, report)
    return lacking
