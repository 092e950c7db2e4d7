"""What each page shows, for programs: the JSON that lies beside it, in the shapes that the command line prints."""

import json
from collections.abc import Mapping
from typing import Any

from holdfast.binding.typed import typed
from holdfast.formats import View
from holdfast.formats.escape import json_text, visible
from holdfast.formats.export import document_json
from holdfast.formats.graphed import as_json as graph_json
from holdfast.formats.json import verdict_record
from holdfast.formats.proofs import record as proof_record
from holdfast.formats.proofs import run_record
from holdfast.formats.schema.json import render as schemas_json
from holdfast.formats.state.json import render as state_json
from holdfast.records import replace
from holdfast.web.addresses import PAGES
from holdfast.web.measured import tables
from holdfast.web.pages.search import takes
from holdfast.web.site import Site


def exported(site: Site, address: str, asked: Mapping[str, str]) -> str | None:
    """Return the JSON beside the page at an address, or ``None`` where there is no such page."""
    view = View(base=site.panorama.root)
    if address == PAGES["corpus"]:
        return "\n".join(state_json(_without_root(site), view))
    if address == PAGES["graph"]:
        return _rootless("\n".join(graph_json(site.panorama.graph, view)))
    if address == PAGES["templates"]:
        return schemas_json([one.schema for one in site.templates.values()])
    if path := site.addresses.path(address):
        return (
            _document(site, path) if address.startswith("documents/") else schemas_json([site.templates[path].schema])
        )
    if address.startswith("claims/"):
        return _claim(site, address.removeprefix("claims/").removesuffix(".html"))
    return _single(site, address, asked)


def _single(site: Site, address: str, asked: Mapping[str, str]) -> str | None:
    if address == PAGES["search"]:
        return json_text({"version": 1, "documents": listed(site, asked)}, indent=2)
    if address == PAGES["timeline"]:
        return json_text({"version": 1, "phases": _phases(site)}, indent=2)
    if address == PAGES["metrics"]:
        found = [(one.path, row) for one in site.state.documents for _, rows in tables(site, one.path) for row in rows]
        return json_text({"version": 1, "targets": [_target(path, row) for path, row in found]}, indent=2)
    if address == PAGES["changes"]:
        return json_text(
            {"version": 1, "recent": json.loads("\n".join(state_json(_without_root(site), View(base=""))))["recent"]},
            indent=2,
        )
    return None


def listed(site: Site, asked: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return each document as a list shows it."""
    from holdfast.web.pages.corpus import row

    found = []
    for one in site.state.documents:
        if takes(one, asked, site):
            shown = row(site, one)
            record = {
                name: visible(value) if isinstance(value, str) else value
                for name, value in shown.items()
                if name != "claims"
            }
            found.append(record | {"type": one.type, "claims": dict(one.claims)})
    return found


def _without_root(site: Site) -> Any:
    """Return the state without the folder it lies in here, which is nobody's business elsewhere."""
    return replace(site.state, root=site.state.name)


def _rootless(text: str) -> str:
    record = json.loads(text)
    record["root"] = ""
    return json_text(record, indent=2)


def _document(site: Site, path: str) -> str:
    record: dict[str, Any] = {"version": 1, "path": visible(path), "title": visible(site.title(path))}
    if path in site.panorama.documents:
        record["document"] = document_json(typed(site.panorama.bound(path)))
        record["claims"] = [proof_record(one) for one in site.panorama.proofs(lambda one: one == path)]
    record["verdicts"] = [verdict_record(one) for one in site.verdicts.get(path, [])]
    record["backlinks"] = [visible(other) for other, _ in site.panorama.backlinks.get(path, [])]
    return json_text(record, indent=2)


def _claim(site: Site, identity: str) -> str | None:
    proof = site.panorama.claims.get(identity)
    if proof is None:
        return None
    runs = [run_record(one) for one in site.panorama.runs(identity)]
    return json_text({"version": 1, "runs": runs, "proof": proof_record(proof)}, indent=2)


def _phases(site: Site) -> list[dict[str, Any]]:
    return [
        {
            "path": visible(one.path),
            "title": visible(phase.title),
            "done": phase.done,
            "total": phase.total,
            "starts": [day.isoformat() for day in phase.days.starts] if phase.days and phase.days.starts else None,
            "ends": [day.isoformat() for day in phase.days.ends] if phase.days else None,
            "late": phase in one.overdue(site.state.today),
        }
        for one in site.state.documents
        for phase in one.phases
    ]


def _target(path: str, row: Any) -> dict[str, Any]:
    return {
        "path": visible(path),
        "line": row.line,
        "name": visible(row.name),
        "target": visible(row.target),
        "actual": visible(row.actual),
        "state": row.state or None,
        "samples": [{"time": one.time, "value": one.value} for one in row.samples],
    }
