"""The state of a design for programs: one JSON document whose shape is versioned, see ``schemas/status-v1.json``."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from holdfast.formats import View
from holdfast.formats.escape import json_text, visible
from holdfast.formats.json import verdict_record
from holdfast.formats.state.words import age, notes
from holdfast.model.progress import Days, Happening, Phase, Story
from holdfast.model.state import Burn, DocumentState, State
from holdfast.version import __version__

SCHEMA = "https://holdfast-docs.github.io/schemas/status-v1.json"


def render(state: State, view: View) -> Iterator[str]:
    """Yield one document, indented; always everything, whatever the view."""
    claims = state.claims()
    record = {
        "$schema": SCHEMA,
        "version": 1,
        "holdfast": __version__,
        "root": visible(state.root),
        "today": state.today.isoformat(),
        "history": {"known": not state.unknown, "reason": visible(state.unknown) or None},
        "summary": {
            "documents": len(state.documents),
            "verdicts": state.counts.record,
            "claims": {name: claims[name] for name in ("holds", "broken", "stale", "unproven", "waived", "untried")},
            "tasks": {"done": sum(one.done for one in state.documents), "total": sum(len(one.tasks) for one in state.documents)},
            "open_questions": sum(len(one.open_questions) for one in state.documents),
        },
        "documents": [_document(one, state) for one in state.documents],
        "attention": [
            {"kind": one.kind, "path": visible(one.path), "line": one.line or None, "text": visible(f"{one.what}{one.tail}")}
            for one in notes(state)
        ],
        "recent": [
            {
                "commit": one.commit,
                "time": _moment(one.time),
                "author": visible(one.author),
                "did": [{"path": visible(path), "what": visible(did)} for path, did in one.did],
            }
            for one in state.recent
        ],
        "burn_up": [{"path": visible(path) or None, "points": [_burn(one) for one in many]} for path, many in state.burns.items()],
    }  # fmt: skip
    yield json_text(record, indent=2)


def _document(one: DocumentState, state: State) -> dict[str, Any]:
    late = one.overdue(state.today)
    record = {
        "path": visible(one.path),
        "type": one.type,
        "title": visible(one.title),
        "status": None if one.status is None else visible(one.status),
        "role": one.role.value,
        "corpus": "living" if one.living else "record",
        "phases": [_phase(phase, late=phase in late) for phase in one.phases],
        "tasks": [_story(story, state) for story in one.tasks],
        "questions": [_story(story, state) | {"answered": story.item.answered} for story in one.questions] if one.followed else [],
        "no_evidence": [{"line": lost.line, "task": visible(lost.text), "name": visible(lost.name), "why": lost.why} for lost in one.missing],
        "claims": dict(one.claims),
        "doubts": [{"line": doubt.line, "name": visible(doubt.name), "outcome": doubt.outcome.value, "why": visible(doubt.why)} for doubt in one.doubts],
        "broken": one.broken,
        "waived": one.waived,
    }  # fmt: skip
    if state.narrowed:
        record |= {
            "updated": _moment(one.updated) if one.updated else None,
            "statuses": [
                {
                    "status": visible(stay.status) or None,
                    "role": stay.role or None,
                    "commit": stay.commit,
                    "author": visible(stay.author) or None,
                    "since": _moment(stay.since),
                    "until": _moment(stay.until) if stay.until else None,
                    "days": (_day(stay.until) if stay.until else state.today).toordinal()
                    - _day(stay.since).toordinal(),
                }
                for stay in one.stays
            ],
            "blanks": [
                {"line": blank.line, "where": visible(blank.where), "words": visible(blank.words)}
                for blank in one.blanks
            ],
            "verdicts": [verdict_record(verdict) for verdict in one.verdicts],
        }
    return record


def _phase(phase: Phase, *, late: bool) -> dict[str, Any]:
    return {
        "title": visible(phase.title),
        "done": phase.done,
        "total": phase.total,
        "timeline": visible(phase.timeline) or None,
        "days": _days(phase.days) if phase.days else None,
        "overdue": late,
    }


def _days(days: Days) -> dict[str, Any]:
    """Return the earliest and the latest day on which a stretch begins and on which it ends."""
    return {
        "starts": [one.isoformat() for one in days.starts] if days.starts else None,
        "ends": [one.isoformat() for one in days.ends],
    }


def _story(story: Story, state: State) -> dict[str, Any]:
    item, since = story.item, story.since
    return {
        "line": item.line,
        "text": visible(item.text),
        "section": visible(item.group),
        "done": item.done,
        "since": _happening(since) if since else None,
        "before": _moment(story.before) if story.before else None,
        "age": age(story, state.today),
        "happened": [_happening(one) for one in story.happened],
    }


def _happening(one: Happening) -> dict[str, Any]:
    return {
        "what": one.kind,
        "commit": one.commit or None,
        "time": _moment(one.time) if one.commit else None,
        "author": visible(one.author) or None,
        "before": visible(one.before) or None,
    }


def _burn(one: Burn) -> dict[str, Any]:
    return {"time": _moment(one.time), "done": one.done, "total": one.total}


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _day(seconds: int) -> Any:
    return datetime.fromtimestamp(seconds, UTC).date()
