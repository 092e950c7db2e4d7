"""What a document still owes: what does not hold about it, what is to be filled in, done, decided, and tried again."""

import os
from typing import NamedTuple

from holdfast.binding.boxes import read_items
from holdfast.engine.blanks import blanks_left
from holdfast.engine.excerpt import document_of
from holdfast.engine.proving import verdicts_of
from holdfast.engine.session import Session
from holdfast.engine.staleness import stale_claims
from holdfast.engine.status import headings_of_questions
from holdfast.engine.trials import ClaimTrial
from holdfast.markdown.outline import outline
from holdfast.markdown.parser import parse
from holdfast.model.outcome import Outcome
from holdfast.model.severity import Severity
from holdfast.model.verdict import Verdict
from holdfast.world.ledger.glance import newest
from holdfast.world.ledger.place import ledger_path


class Left(NamedTuple):
    """One thing that is left."""

    kind: str
    """``fault``, ``unproven``, ``stale``, ``blank``, ``task`` or ``question``."""
    line: int
    what: str
    remedy: str
    slug: str = ""
    """Of the rule, where one says so."""
    severity: str = ""


def left(session: Session, path: str) -> list[Left]:
    """Return what is left in a document, what fails a run first.

    Raises :class:`~holdfast.errors.UsageError` for a file that is no document.
    """
    entry, raw = document_of(session, path)
    found = next(one for one in session.plan.sets if path in one.documents)
    kinds = {Outcome.BROKEN: "fault", Outcome.UNPROVEN: "unproven", Outcome.STALE: "stale"}
    verdicts = [*session.verdicts(path), *_tried(session, path)]
    made = [
        Left(kinds[one.outcome], one.position.line, one.found, one.remedy, one.slug, one.severity.word)
        for one in sorted(verdicts, key=lambda one: (-one.severity, one.position))
        if one.outcome in kinds and one.severity > Severity.OFF
    ]
    told = {one.line for one in made if one.slug == "placeholder-left"}
    made += [
        Left("blank", one.line, f"{one.where}: {one.words}", "write what the template asks for")
        for one in blanks_left(raw, entry, found)
        if one.line not in told
    ]
    parsed = parse(raw)
    items = read_items(parsed, outline(parsed), frozenset(headings_of_questions(session.plan)))
    remedies = {"task": "do it, then tick it", "question": "decide it, and write the answer behind it"}
    made += [Left(one.kind, one.line, one.text, remedies[one.kind]) for one in items if not one.done]
    return made


def _tried(session: Session, path: str) -> list[Verdict]:
    """Return which claims went stale, and which did not hold when they were last tried."""
    root = session.plan.tree.root
    if not os.path.exists(ledger_path(root)):
        return []
    aged = stale_claims(session.plan, session.config)
    failing = [one for one in aged.failing if one.document == path]
    known = newest(root, path) if failing else {}
    answers = {one.id: ClaimTrial(one, known[one.id].trial, known=True) for one in failing if one.id in known}
    return [*verdicts_of(session.plan, failing, answers), *(one for one in aged.verdicts if one.path == path)]
