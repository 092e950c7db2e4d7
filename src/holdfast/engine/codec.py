"""What came of one file as a line of text, and back: for the cache and for worker processes.

The line has two halves, each JSON, with a tab between: what every run looks at, and the details of the entry,
which few rules ask for and which may therefore stay packed (:mod:`holdfast.engine.shelf`).
"""

import json
from collections.abc import Callable
from functools import cache
from sys import intern
from typing import Any

from holdfast.binding.waivers import Waiver
from holdfast.engine.judge import Judged
from holdfast.model.edit import Edit, Fix
from holdfast.model.entry import Details, Entry, KeptDetails, Link, Mention, Spot
from holdfast.model.outcome import Outcome
from holdfast.model.result import Crash
from holdfast.model.role import Role
from holdfast.model.severity import Severity
from holdfast.model.span import Position, Span
from holdfast.model.verdict import Origin, Verdict

_new = tuple.__new__
"""Half the price of calling a named tuple; what it is given has the right length, or decoding fails earlier."""


def encode(judged: Judged) -> str:
    """Return one line without a line end; it does not hold the path."""
    entry, details = judged.entry, judged.entry.details.read()
    head = [
        [
            entry.kind,
            entry.type,
            entry.version,
            entry.title,
            entry.role.value,
            entry.status,
            entry.bound,
            entry.has,
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
    return f"{_text(head)}\t{_text([*details[:4], sorted(details.anchors), *details[5:]])}"


_text = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


def decode(path: str, line: str, keep: Callable[[str], KeptDetails] | None = None) -> Judged:
    """Return what :func:`encode` was given of the file at a path; ``keep`` takes the text of the details and returns how to come by them.

    Raises ``ValueError``, ``TypeError`` or ``KeyError`` where the line is something else.
    """
    head, tab, rest = line.partition("\t")
    if not tab:
        raise ValueError("a line of one half")
    facts, verdicts, crashes, waivers = json.loads(head)
    kind, type_name, version, title, role, status, bound, has = facts
    entry = Entry(
        path,
        intern(kind),
        intern(type_name),
        intern(version),
        title,
        Role(role),
        status and intern(status),
        bound,
        _shared(tuple(has)),
        (keep or decode_details)(rest),
    )
    return Judged(
        entry,
        [_verdict(path, one) for one in verdicts] or (),
        [Crash(*one) for one in crashes] or (),
        [_waiver(one) for one in waivers] or (),
    )


def decode_details(text: str) -> Details:
    """Return the details of an entry from their half of the line.

    Raises ``ValueError`` or ``TypeError`` where the text is something else.
    """
    top, status_spot, demand, undated, anchors, links, mentions = json.loads(text)
    return Details(
        _new(Spot, top),
        _new(Spot, status_spot),
        _origin(tuple(demand)) if demand else None,
        _origin(tuple(undated)) if undated else None,
        frozenset(anchors),
        tuple(
            _new(Link, (intern(target), intern(fragment), _new(Spot, spot), intern(said), row, intern(status), field))
            for target, fragment, spot, said, row, status, field in links
        ),
        tuple(_new(Mention, (kind, said, _new(Spot, spot), label)) for kind, said, spot, label in mentions),
    )


@cache
def _shared(has: tuple[str, ...]) -> tuple[str, ...]:
    """Return one tuple for all that are equal: there are few different ones, and very many entries."""
    return has


@cache
def _origin(parts: tuple[Any, ...]) -> Origin:
    """Return one origin for all that are equal: a template has few lines."""
    return Origin(*parts)


def _waiver(value: list[Any]) -> Waiver:
    slugs, reason, start, end, spot, section = value
    return Waiver(tuple(slugs), reason, start, end, Spot(*spot), section)


def _verdict(path: str, value: list[Any]) -> Verdict:
    slug, outcome, severity, span, position, found, remedy, origin, sure, fix, others = value
    return Verdict(
        slug=intern(slug),
        outcome=Outcome(outcome),
        severity=Severity(severity),
        path=path,
        span=Span(*span),
        position=Position(*position),
        found=intern(found),
        remedy=intern(remedy),
        requirement=_origin(tuple(origin)) if origin else None,
        sure=sure,
        fix=Fix(tuple(Edit(Span(*at), text) for at, text in fix[0]), fix[1]) if fix else None,
        others=tuple(Span(*one) if len(one) == len(Span._fields) else _origin(tuple(one)) for one in others),
    )
