"""For programs: one JSON document whose shape is versioned, see ``schemas/check-v1.json``.

Fields are copied one by one, so that the inside of Holdfast can change while this stays as it is.
"""

import json as encoder
from collections.abc import Iterator
from typing import Any

from holdfast.formats import View
from holdfast.formats.escape import visible
from holdfast.model.outcome import Outcome
from holdfast.model.result import Result
from holdfast.model.verdict import Origin, Verdict
from holdfast.version import __version__

SCHEMA = "https://holdfast-docs.github.io/schemas/check-v1.json"


def render(result: Result, view: View) -> Iterator[str]:
    """Yield one document, indented; always everything, whatever the view."""
    counts = result.outcomes()
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
        "documents": [
            {
                "path": visible(one.path),
                "type": one.type,
                "title": visible(one.title),
                "status": None if one.status is None else visible(one.status),
                "role": one.role.value,
                "bound": one.bound,
                "version": one.version,
                "proven": one.proven,
            }
            for one in result.documents
        ],
        "verdicts": [_verdict(one) for one in result.verdicts],
        "summary": {outcome.value: counts[outcome] for outcome in Outcome},
    }
    yield encoder.dumps(document, indent=2)


def _verdict(verdict: Verdict) -> dict[str, Any]:
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
    }


def _origin(origin: Origin | None) -> dict[str, Any] | None:
    if origin is None:
        return None
    return {"path": visible(origin.path), "line": origin.line, "text": visible(origin.text)}
