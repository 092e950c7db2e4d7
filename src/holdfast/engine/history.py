"""``history``: what was measured of a target through time, beside the target of today. Executes nothing."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from holdfast.binding.goals import Goal, goals
from holdfast.config import Config
from holdfast.engine.claims import find_claims
from holdfast.engine.judge import bind
from holdfast.engine.plan import Plan
from holdfast.engine.project import add_versions, open_plan
from holdfast.errors import UsageError
from holdfast.markdown.plain import key
from holdfast.model.claim import Claim
from holdfast.suggest import suggestion
from holdfast.verifiers.targets.past import Track, track
from holdfast.world.files import Problem, read
from holdfast.world.ledger.ledger import Ledger, LedgerError

_KIND = "target"


def history(start: str, name: str, config: str | None = None) -> tuple[str, list[Track]]:
    """Return the project's root, and the rows that a name means: of a row, of a measurement, or of its metric.

    Raises :class:`~holdfast.errors.UsageError` where it means none.
    """
    plan, settings = open_plan(start, config=config)
    add_versions(plan, settings)
    targets = list(_targets(plan, settings))
    chosen = next(filter(None, (_meant(targets, key(name), how) for how in _WAYS)), [])
    if not chosen:
        valid = [one.name for one in targets]
        none = "no row of a living document names a measurement, as in bench:FILE#METRIC"
        raise UsageError(f"there is no metric {name!r}", remedy=suggestion(name, valid) if valid else none)
    root = plan.tree.root
    try:
        ledger = Ledger(root)
    except LedgerError as error:
        raise UsageError(f"what was kept cannot be read: {error}", remedy="make the ledger readable") from error
    try:
        kept = ledger.recordings()
        return root, [track(one.matter, one.document, one.position.line, root, kept) for one in chosen]
    finally:
        ledger.close()


def tracks_of(plan: Plan, config: Config, path: str, ledger: Ledger | None) -> list[Track]:
    """Return what was measured of each row of one document that names a measurement."""
    kept = ledger.recordings() if ledger else None
    claims = find_claims(plan, config, lambda one: one == path)
    return [track(one.matter, path, one.position.line, plan.tree.root, kept) for one in claims if one.kind == _KIND]


class Row(NamedTuple):
    """One row of a table of targets, with where it stands."""

    document: str
    line: int
    goal: Goal
    named: str
    """The measurement that it, or the configuration, names; empty where none is named."""


def rows(start: str, config: str | None = None) -> tuple[str, list[Row]]:
    """Return the project's root, and every row of the tables of targets in its living documents.

    Raises :class:`~holdfast.errors.UsageError` for what cannot be followed.
    """
    plan, settings = open_plan(start, config=config)
    add_versions(plan, settings)
    named = {(one.document, one.of.span): one.matter for one in _targets(plan, settings)}
    found = []
    for one in plan.sets:
        for path in one.documents if one.living else ():
            raw = read(plan.tree, path)
            if not isinstance(raw, Problem):
                document = bind(plan.tree, path, raw, one, settings)
                for goal in goals(document.parse, document.headings):
                    wanted = named.get((path, goal.span))
                    name = f"bench:{wanted.name}{f'#{wanted.metric}' if wanted.metric else ''}" if wanted else ""
                    found.append(Row(path, document.parse.line(goal.place.start), goal, name))
    return plan.tree.root, found


def _targets(plan: Plan, config: Config) -> Iterator[Claim]:
    claims = find_claims(plan, config, lambda path: True, tuple(config.verify.get("documents", ())))
    return (one for one in claims if one.kind == _KIND)


def _meant(targets: list[Claim], name: str, how: Callable[[Claim, str], bool]) -> list[Claim]:
    return [one for one in targets if how(one, name)]


_WAYS: tuple[Callable[[Claim, str], bool], ...] = (
    lambda one, name: key(one.name) == name,
    lambda one, name: key(one.matter.name) == name,
    lambda one, name: key(one.matter.metric) == name,
    lambda one, name: any(
        key(word).startswith(name) for word in (one.name, one.matter.name, one.matter.metric) if word
    ),
)
"""How a name may mean a row, the surest first."""
