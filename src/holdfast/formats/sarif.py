"""For code scanning: SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.

Paths are relative to the root of the repository. What is waived is a suppressed result; what could not be found out is of
kind ``open``, which the standard shows without a level; a crash of ours is a notification of the run.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from holdfast.binding.identity import identities
from holdfast.formats import View
from holdfast.formats.escape import visible
from holdfast.formats.location import SITE, Places, rule_page
from holdfast.model.edit import Fix
from holdfast.model.outcome import Outcome
from holdfast.model.result import Crash, Result
from holdfast.model.severity import Severity
from holdfast.model.verdict import Verdict
from holdfast.version import __version__

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note", Severity.OFF: "none"}
_PLACEHOLDER = re.compile(r"\{(\d+)\}")


def render(result: Result, view: View) -> Iterator[str]:
    """Yield one log with one run; always everything, whatever the view."""
    places = Places(result, view.given)
    slugs = sorted({verdict.slug for verdict in result.verdicts} | {crash.slug for crash in result.crashes})
    numbers = {slug: number for number, slug in enumerate(slugs)}
    names = [identity.fingerprint for identity in identities(result.verdicts, places.read)]
    run = {
        "tool": {"driver": _driver([_rule(slug, view.pages.get(slug, "")) for slug in slugs])},
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(result.crashes, numbers)],
        "results": [
            _result(verdict, numbers[verdict.slug], name, places)
            for verdict, name in zip(result.verdicts, names, strict=True)
        ],
    }
    yield json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _driver(rules: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": "Holdfast",
        "version": __version__,
        "semanticVersion": __version__,
        "informationUri": SITE,
        "rules": rules,
    }


def _rule(slug: str, page: str) -> dict[str, Any]:
    summary, _, why = page.strip().partition("\n\n")
    short = visible(" ".join(summary.split())) or slug
    full = visible(" ".join(why.partition("\n\n")[0].split())) or short
    rule: dict[str, Any] = {
        "id": slug,
        "shortDescription": {"text": short},
        "fullDescription": {"text": full},
        "help": {"text": f"{full} holdfast explain {slug}"},
    }
    address = rule_page(slug)
    return {**rule, "helpUri": address} if address else rule


def _invocation(crashes: tuple[Crash, ...], numbers: dict[str, int]) -> dict[str, Any]:
    """Tell whether the run itself went well; that something does not hold is no failure of the run."""
    if not crashes:
        return {"executionSuccessful": True}
    notes = [
        {
            "level": "error",
            "message": _message(f"{crash.slug} failed on {crash.path}: {crash.error}"),
            "associatedRule": {"id": crash.slug, "index": numbers[crash.slug]},
        }
        for crash in crashes
    ]
    return {"executionSuccessful": False, "exitCode": 70, "toolExecutionNotifications": notes}


def _result(verdict: Verdict, index: int, name: str, places: Places) -> dict[str, Any]:
    known = verdict.outcome in (Outcome.BROKEN, Outcome.WAIVED)
    found: dict[str, Any] = {
        "ruleId": verdict.slug,
        "ruleIndex": index,
        "kind": "fail" if known else "open",
        "level": _LEVELS[verdict.severity] if known else "none",
        "message": _message(f"{verdict.found}; {verdict.remedy}"),
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": _artifact(places, verdict.path),
                    "region": _region(verdict, places),
                }
            }
        ],
        "partialFingerprints": {"holdfastFinding/v1": name},
    }
    origin = verdict.requirement
    if origin and not origin.path.startswith("builtin:"):
        found["relatedLocations"] = [
            {
                "id": 1,
                "message": _message(f"the template asks: {origin.text}"),
                "physicalLocation": {
                    "artifactLocation": _artifact(places, origin.path),
                    "region": {"startLine": origin.line},
                },
            }
        ]
    if verdict.outcome is Outcome.WAIVED:
        found["suppressions"] = [{"kind": "inSource", "status": "accepted", "justification": visible(verdict.reason)}]
    elif verdict.known:
        found["suppressions"] = [{"kind": "external", "status": "accepted", "justification": "it is in the baseline"}]
    fix = _fix(verdict.fix, verdict, places) if verdict.fix else None
    return {**found, "fixes": [fix]} if fix else found


def _region(verdict: Verdict, places: Places) -> dict[str, int]:
    region = places.region(verdict.path, verdict.span)
    start = {"startLine": verdict.position.line, "startColumn": verdict.position.column}
    if region is None or (region.line, region.column) != verdict.position or verdict.span.start == verdict.span.end:
        return start
    return {**start, "endLine": region.end_line, "endColumn": region.end_column}


def _fix(fix: Fix, verdict: Verdict, places: Places) -> dict[str, Any] | None:
    """Return the edits that mend a fault; ``None`` where the file is no longer the one they were made for."""
    replacements = []
    for edit in fix.edits:
        region = places.region(verdict.path, edit.span)
        if region is None:
            return None
        text = edit.text.replace("\n", places.line_end(verdict.path))
        deleted = {
            "startLine": region.line,
            "startColumn": region.column,
            "endLine": region.end_line,
            "endColumn": region.end_column,
        }
        replacements.append({"deletedRegion": deleted, "insertedContent": {"text": text}})
    change = {"artifactLocation": _artifact(places, verdict.path), "replacements": replacements}
    return {"description": _message(verdict.remedy), "artifactChanges": [change], "properties": {"safe": fix.safe}}


def _artifact(places: Places, path: str) -> dict[str, str]:
    return {"uri": places.uri(path), "uriBaseId": _ROOT}


def _message(text: str) -> dict[str, str]:
    """Return a message that holds no link and no placeholder, whatever the text is (sections 3.11.5 and 3.11.6)."""
    return {"text": _PLACEHOLDER.sub(r"{{\1}}", visible(text).replace("](", "] ("))}
