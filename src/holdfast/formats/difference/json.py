"""What differs between two states of a corpus, for programs; see ``schemas/diff-v1.json``."""

from collections.abc import Iterator
from typing import Any

from holdfast.formats import View
from holdfast.formats.escape import json_text, visible
from holdfast.model.contrast import Comparison, DocumentContrast, LinkContrast
from holdfast.version import __version__

SCHEMA = "https://holdfast-docs.github.io/schemas/diff-v1.json"


def render(found: Comparison, view: View) -> Iterator[str]:
    """Yield one document, indented; always everything, whatever the view."""
    record = {
        "$schema": SCHEMA,
        "version": 1,
        "holdfast": __version__,
        "root": visible(found.root),
        "before": visible(found.before),
        "after": visible(found.after) or None,
        "different": found.different,
        "documents": [document_record(one) for one in found.documents],
        "links": [link_record(one) for one in found.links],
    }
    yield json_text(record, indent=2)


def link_record(one: LinkContrast) -> dict[str, Any]:
    """Return one link that differs as JSON knows it."""
    return {"did": one.did, "path": visible(one.path), "line": one.line, "found": visible(one.found)}


def document_record(one: DocumentContrast) -> dict[str, Any]:
    """Return one document that differs as JSON knows it."""
    return {
        "path": visible(one.path),
        "title": visible(one.title),
        "fate": one.fate,
        "role": one.role.value,
        "status": None if one.status is None else visible(one.status),
        "older": visible(one.older) or None,
        "blanks": one.blanks,
        "changes": [
            {
                "kind": change.kind,
                "did": change.did,
                "what": visible(change.what),
                "before": visible(change.before) or None,
                "after": visible(change.after) or None,
                "note": visible(change.note) or None,
                "line": change.line or None,
            }
            for change in one.contrasts
        ],
    }
