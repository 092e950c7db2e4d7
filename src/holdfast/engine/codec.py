"""What came of one file as a list of plain values, and back: for the cache and for worker processes."""

from typing import Any

from holdfast.binding.waivers import Waiver
from holdfast.engine.judge import Judged
from holdfast.model.corpus import Entry, Link, Mention, Spot
from holdfast.model.edit import Edit, Fix
from holdfast.model.outcome import Outcome
from holdfast.model.result import Crash
from holdfast.model.role import Role
from holdfast.model.severity import Severity
from holdfast.model.span import Position, Span
from holdfast.model.verdict import Origin, Verdict


def encode(judged: Judged) -> list[Any]:
    """Return a value that JSON can carry."""
    entry = judged.entry
    return [
        [
            entry.path,
            entry.kind,
            entry.type,
            entry.version,
            entry.title,
            entry.role.value,
            entry.status,
            entry.status_demand,
            entry.date_demand,
            entry.bound,
            entry.top,
            entry.status_spot,
            sorted(entry.anchors),
            entry.links,
            entry.mentions,
        ],
        [
            [
                verdict.slug,
                verdict.outcome.value,
                verdict.severity.value,
                verdict.span,
                verdict.position,
                verdict.found,
                verdict.remedy,
                verdict.requirement,
                verdict.sure,
                verdict.fix,
                verdict.others,
            ]
            for verdict in judged.verdicts
        ],
        judged.crashes,
        judged.waivers,
    ]


def decode(value: list[Any]) -> Judged:
    """Return what :func:`encode` was given.

    Raises ``ValueError``, ``TypeError`` or ``KeyError`` where the value is something else.
    """
    facts, verdicts, crashes, waivers = value
    (
        path,
        kind,
        type_name,
        version,
        title,
        role,
        status,
        demand,
        undated,
        bound,
        top,
        status_spot,
        anchors,
        links,
        mentions,
    ) = facts
    entry = Entry(
        path=path,
        kind=kind,
        type=type_name,
        version=version,
        title=title,
        role=Role(role),
        status=status,
        status_demand=Origin(*demand) if demand else None,
        date_demand=Origin(*undated) if undated else None,
        bound=bound,
        top=Spot(*top),
        status_spot=Spot(*status_spot),
        anchors=frozenset(anchors),
        links=tuple(Link(target, fragment, Spot(*spot), *rest) for target, fragment, spot, *rest in links),
        mentions=tuple(Mention(named, text, Spot(*spot), label) for named, text, spot, label in mentions),
    )
    return Judged(
        entry,
        [_verdict(path, one) for one in verdicts],
        [Crash(*one) for one in crashes],
        [_waiver(one) for one in waivers],
    )


def _waiver(value: list[Any]) -> Waiver:
    slugs, reason, start, end, spot, section = value
    return Waiver(tuple(slugs), reason, start, end, Spot(*spot), section)


def _verdict(path: str, value: list[Any]) -> Verdict:
    slug, outcome, severity, span, position, found, remedy, origin, sure, fix, others = value
    return Verdict(
        slug=slug,
        outcome=Outcome(outcome),
        severity=Severity(severity),
        path=path,
        span=Span(*span),
        position=Position(*position),
        found=found,
        remedy=remedy,
        requirement=Origin(*origin) if origin else None,
        sure=sure,
        fix=Fix(tuple(Edit(Span(*at), text) for at, text in fix[0]), fix[1]) if fix else None,
        others=tuple(Span(*one) if len(one) == len(Span._fields) else Origin(*one) for one in others),
    )
