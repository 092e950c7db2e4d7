"""What the versions of a template demanded, and what a document would need to move from one to another."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from holdfast.binding.document import Document
from holdfast.binding.lookup import Lookup
from holdfast.config import POLICIES, Config
from holdfast.engine.check import check
from holdfast.engine.demands import Demand, beyond, demands
from holdfast.engine.judge import Reporting, bind, named_document, side_fields
from holdfast.engine.plan import DocumentSet, Plan
from holdfast.engine.project import add_versions, open_plan
from holdfast.engine.versions import Version, Versions
from holdfast.errors import UsageError
from holdfast.model.schema import Schema
from holdfast.model.severity import Severity
from holdfast.model.verdict import Verdict
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
    doubt: str = ""
    """Why it is not known which version the document was written from, and what to do; empty where it is."""


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


def used_versions(plan: Plan, config: Config) -> list[tuple[Versions, list[Used]]]:
    """Return every template in use with its versions, the newest first, each compared with the one before it."""
    every = {versions.template.path: versions for found in plan.sets for versions in found.versions}
    counts = Counter(
        used for found in plan.sets for path in found.documents for used in _uses(plan, path, found, config)
    )
    return [(versions, _compared(versions, counts)) for versions in every.values()]


def _uses(plan: Plan, path: str, found: DocumentSet, config: Config) -> list[tuple[str, str]]:
    """Return the template a document was written from, and the version of its schema."""
    if len(found.versions) == 1:
        return [(found.versions[0].template.path, found.versions[0].candidates(path)[0].version)]
    raw = read(plan.tree, path)
    if isinstance(raw, Problem):
        return []
    document = bind(plan.tree, path, raw, found, config)
    return [(_whose(found, document).template.path, document.schema.version)]


def _whose(found: DocumentSet, document: Document) -> Versions:
    """Return the template that a document was bound to."""
    return next(
        one for one in found.versions for version in one.candidates(document.path) if version.lookup is document.lookup
    )


def _compared(versions: Versions, counts: Counter[tuple[str, str]]) -> list[Used]:
    every = versions.all()
    result = []
    for newer, older in zip(every, [*every[1:], None], strict=True):
        after, before = demands(newer.lookup.schema), demands(older.lookup.schema) if older else []
        added = beyond(after, before) if older else ()
        result.append(Used(newer, counts[versions.template.path, newer.version], added, beyond(before, after)))
    return result


def move(start: str, path: str, to: str) -> Move:
    """Compare the version a document was written from with another, ``to``: ``latest``, ``best`` or a version.

    Raises :class:`~holdfast.errors.UsageError` for a file that is no document, or a version there is not.
    """
    plan, config = planned(start, "date")
    found, document = named_document(plan, config, start, path)
    old = document.schema
    target = _target(_whose(found, document), to).lookup.schema
    before, after = demands(old), demands(target)
    return Move(
        path=document.path,
        old=old,
        new=target,
        added=beyond(after, before),
        dropped=beyond(before, after),
        needed=tuple(_needed(plan, document, config, target)),
        doubt=f"{plan.timeline.reason}; {plan.timeline.remedy}" if plan.timeline.reason and found.doubtful else "",
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


def _needed(plan: Plan, document: Document, config: Config, target: Schema) -> list[Demand]:
    """Ask the rules about structure what the document lacks under the target schema."""
    side = side_fields(plan.tree, document.path, target.side_file)
    document = Document(
        document.path, b"", Lookup(target, dict(config.aliases)), words=config.roles, side=side, parse=document.parse
    )

    lacking: list[Verdict] = []
    for rule in all_rules():
        if rule.slug in STRUCTURE and rule.judge:
            rule.judge(document, Reporting(rule.slug, Severity.ERROR, document, lacking, doubtful=False))
    return [Demand(one.slug.partition("-")[0], one.found, one.requirement) for one in lacking if one.requirement]
