"""For programs: one JSON document whose shape is versioned, see ``schemas/check-v1.json``.

Fields are copied one by one, so that the inside of Holdfast can change while this stays as it is.
"""

import json as encoder
from collections.abc import Iterator
from typing import Any

from holdfast.formats import View
from holdfast.formats.escape import visible
from holdfast.formats.proofs import record as claim_record
from holdfast.model.result import Examined, Result
from holdfast.model.verdict import Origin, Verdict
from holdfast.version import __version__

SCHEMA = "https://holdfast-docs.github.io/schemas/check-v1.json"


def render(result: Result, view: View) -> Iterator[str]:
    """Yield one document, indented; always everything, whatever the view."""
    document = {
        "$schema": SCHEMA,
        "version": 1,
        "holdfast": __version__,
        "root": visible(result.root),
        "configured": visible(result.configured) or None,
        "understood": [
            {
                "folder": visible(one.folder),
                "templates": [
                    {"path": visible(path), "type": type_name, "version": version}
                    for path, type_name, version in zip(one.templates, one.types, one.versions, strict=True)
                ],
                "documents": one.documents,
                "indexes": [visible(path) for path in one.indexes],
                "settled": one.settled,
                "corpus": "living" if one.living else "record",
                "policy": one.policy,
            }
            for one in result.understood
        ],
        "unused_templates": [visible(path) for path in result.unused],
        "documents": [document_record(one) for one in result.documents],
        "verdicts": [verdict_record(one) for one in result.verdicts],
        "summary": summary_record(result),
        **tried_record(result),
        "baseline": baseline_record(result),
        "narrowed": [visible(phrase) for phrase in result.narrowed],
    }
    yield encoder.dumps(document, indent=2)


def document_record(document: Examined) -> dict[str, Any]:
    """Return a document that was looked at as JSON knows it."""
    return {
        "path": visible(document.path),
        "type": document.type,
        "title": visible(document.title),
        "status": None if document.status is None else visible(document.status),
        "role": document.role.value,
        "bound": document.bound,
        "version": document.version,
        "proven": document.proven,
    }


def summary_record(result: Result) -> dict[str, int]:
    """Return how many documents hold, and how many verdicts there are of each kind."""
    return {"holds": result.standing()[0], **result.tally().record}


def baseline_record(result: Result) -> dict[str, Any] | None:
    """Return how the run compares with the baseline; ``None`` where there is none."""
    found = result.baseline
    return {"path": visible(found.path), "known": found.known, "gone": found.gone} if found else None


def verdict_record(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as JSON knows it."""
    return {
        "slug": verdict.slug,
        "outcome": verdict.outcome.value,
        "severity": verdict.severity.word,
        "path": visible(verdict.path),
        "line": verdict.position.line,
        "column": verdict.position.column,
        "start": verdict.span.start,
        "end": verdict.span.end,
        "found": visible(verdict.found),
        "remedy": visible(verdict.remedy),
        "requirement": _origin(verdict.requirement),
        "reason": visible(verdict.reason) or None,
        "detail": [visible(line) for line in verdict.detail],
        "baseline": verdict.known,
        "fixable": verdict.fixable or None,
    }


def _origin(origin: Origin | None) -> dict[str, Any] | None:
    if origin is None:
        return None
    return {"path": visible(origin.path), "line": origin.line, "text": visible(origin.text)}


def tried_record(result: Result) -> dict[str, Any]:
    """Return the claims of a run that tried some, with the sandbox they were tried in; else nothing."""
    if result.tried is None:
        return {}
    refused = visible(result.tried.refused) or None
    return {
        "claims": [claim_record(one) for one in result.tried.proofs],
        "sandbox": {"level": result.tried.sandbox or None, "refused": refused},
    }
