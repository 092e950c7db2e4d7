"""What a change means to the design, for programs; see ``schemas/review-v1.json``."""

from collections.abc import Iterator
from typing import Any

from holdfast.formats import View
from holdfast.formats.difference.json import document_record, link_record
from holdfast.formats.escape import json_text, visible
from holdfast.formats.governing import governor_record
from holdfast.formats.json import baseline_record, verdict_record
from holdfast.version import __version__

SCHEMA = "https://holdfast-docs.github.io/schemas/review-v1.json"


def render(found: Any, view: View) -> Iterator[str]:
    """Yield one document, indented; always everything, whatever the view."""
    record = {
        "$schema": SCHEMA,
        "version": 1,
        "holdfast": __version__,
        "root": visible(found.root),
        "revision": visible(found.revision),
        "commit": found.commit,
        "behind": found.behind,
        "counts": {
            "broken": len(found.broken),
            "notes": len(found.notes),
            "loosened": len(found.loosened),
            "stale": len(found.stale) if found.evidence else None,
            "unproven": len(found.unproven),
            "mended": found.mended,
        },
        "broken": [verdict_record(one) for one in found.broken],
        "notes": [verdict_record(one) for one in found.notes],
        "loosened": [verdict_record(one) for one in found.loosened],
        "stale": [{"path": visible(one.path), "line": one.line, "why": visible(one.why)} for one in found.stale],
        "unproven": [verdict_record(one) for one in found.unproven],
        "baseline": baseline_record(found.result),
        "governs": [governor_record(one) for one in found.governed.governors],
        "ungoverned": [visible(one) for one in found.governed.ungoverned],
        "changes": [document_record(one) for one in found.comparison.documents],
        "links": [link_record(one) for one in found.comparison.links],
    }
    yield json_text(record, indent=2)
