"""Demands that most documents do not meet: said once for all of them.

What nobody writes is not required in practice, whatever the template says, and one message for each of thirty
documents would bury the rest. Only where the demand was inferred: a project that names its templates in the
configuration, or asks for the latest version, means what it asks.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from holdfast.config import Config
from holdfast.engine.plan import DocumentSet
from holdfast.engine.timeline import Birth
from holdfast.model.entry import Entry
from holdfast.model.outcome import Outcome
from holdfast.model.severity import Severity
from holdfast.model.verdict import Verdict
from holdfast.records import replace

_ABOUT = frozenset({"section-missing", "field-missing"})
_FEWEST = 10
_SECONDS = 30 * 24 * 3600
"""What so many documents lack that came over so long a time is a habit; fewer may be one person's in one week."""


class UnheededDemand(NamedTuple):
    """What the template's version demands and a document lacks."""

    slug: str
    version: str
    found: str


def unheeded(
    verdicts: list[Verdict],
    found: DocumentSet,
    entries: Mapping[str, Entry],
    births: Mapping[str, Birth],
    config: Config,
    folded: dict[UnheededDemand, Verdict] | None = None,
) -> list[Verdict]:
    """Return the verdicts of one set with what most documents of a template's version lack as one note each.

    ``births`` tell when documents were first committed; without a history there are no habits. What was folded is put
    into ``folded``, each demand with its one note.
    """
    if found.settled or config.template_version not in ("date", "best"):
        return verdicts
    alike: dict[UnheededDemand, list[Verdict]] = defaultdict(list)
    for one in verdicts:
        if demand := demand_of(one, entries[one.path].version if one.path in entries else ""):
            alike[demand].append(one)
    documents = Counter(entry.version for entry in entries.values() if entry.kind == "document" and entry.bound)
    habits = {
        id(one): (many, documents[version])
        for (_, version, _), many in alike.items()
        if len(many) >= _FEWEST and len(many) * 2 > documents[version] and _over_time(many, births)
        for one in many
    }
    result = []
    for one in verdicts:
        many, of = habits.get(id(one), ([one], 0))
        if len(many) == 1:
            result.append(one)
        elif one is many[0]:
            result.append(_once(one, len(many), of))
            if folded is not None and (demand := demand_of(one, entries[one.path].version)):
                folded[demand] = result[-1]
    return result


def demand_of(verdict: Verdict, version: str) -> UnheededDemand | None:
    """Return what a document of a template's version lacks, by which equal verdicts are known; ``None`` for any other verdict."""
    if verdict.slug not in _ABOUT or verdict.outcome is not Outcome.BROKEN or not verdict.requirement:
        return None
    return UnheededDemand(verdict.slug, version, verdict.found.split("; ")[0])


def _over_time(verdicts: list[Verdict], births: Mapping[str, Birth]) -> bool:
    times = [births[one.path].time for one in verdicts if one.path in births]
    return bool(times) and max(times) - min(times) >= _SECONDS


def _once(first: Verdict, count: int, documents: int) -> Verdict:
    """Return the message of the first document for all of them; it is never more than a note."""
    return replace(
        first,
        severity=min(first.severity, Severity.NOTE),
        found=f"{first.found}, as in {count} of the {documents} documents of this version",
        remedy="mark it as optional in the template if it is, or add it to the documents",
        fix=None,
    )
