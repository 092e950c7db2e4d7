"""For test reports: JUnit XML with one test case a document or, of a run that tried some, one a claim.

There is no standard; this is what the schema of Jenkins' xUnit plug-in (junit-10.xsd) and pytest's own reports agree on:
https://github.com/jenkinsci/xunit-plugin. Times are left out, so that equal results are equal files.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from holdfast.formats import View
from holdfast.formats.escape import xml
from holdfast.formats.location import Places
from holdfast.model.outcome import Outcome
from holdfast.model.result import Result
from holdfast.model.verdict import Verdict


class _Case(NamedTuple):
    path: str
    group: str
    kind: str
    """``failure``, ``error``, ``skipped``, or nothing where it passes."""
    message: str
    lines: list[str]


def render(result: Result, view: View) -> Iterator[str]:
    """Yield one test suite; a document that was not proven to hold is skipped, never passed."""
    cases = _tried_cases(result) if result.tried else _cases(result, view)
    counts = {kind: sum(case.kind == kind for case in cases) for kind in ("failure", "error", "skipped")}
    totals = f'tests="{len(cases)}" failures="{counts["failure"]}" errors="{counts["error"]}"'
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<testsuites name="holdfast" {totals}>'
    yield f'  <testsuite name="holdfast {"verify" if result.tried else "check"}" {totals} skipped="{counts["skipped"]}">'
    for case in cases:
        yield from _lines(case)
    yield "  </testsuite>"
    yield "</testsuites>"


def _cases(result: Result, view: View) -> list[_Case]:
    """Return a case for each document, and for each other file that something is said of."""
    places = Places(result)
    types = {one.path: one.type for one in result.documents}
    unproven = {one.path for one in result.documents if not one.proven}
    said = {path: list(group) for path, group in groupby(result.verdicts, key=lambda verdict: verdict.path)}
    return [
        _case(
            places.path(path), types.get(path) or "page", said.get(path, []), result, view, proven=path not in unproven
        )
        for path in sorted({*types, *said})
    ]


def _tried_cases(result: Result) -> list[_Case]:
    """Return a case for each claim of which something is asked."""
    places = Places(result)
    kinds = {Outcome.BROKEN: "failure", Outcome.UNPROVEN: "error", Outcome.STALE: "skipped", Outcome.WAIVED: "skipped"}
    return [
        _Case(
            f"{one.position.line}: {one.name or one.kind}",
            places.path(one.path),
            kinds.get(one.outcome, ""),
            one.found,
            [one.found] if one.found else [],
        )
        for one in (result.tried.proofs if result.tried else ())
        if one.outcome
    ]


def _case(path: str, group: str, verdicts: list[Verdict], result: Result, view: View, *, proven: bool) -> _Case:
    limit = view.fail_on or result.fail_on
    grave = [one for one in verdicts if one.severity >= limit and one.outcome is not Outcome.WAIVED and not one.known]
    broken = [one for one in grave if one.outcome is Outcome.BROKEN]
    doubts = [one for one in verdicts if one.outcome in (Outcome.UNPROVEN, Outcome.STALE)]
    lines = [line for one in verdicts for line in _told(one)]
    if broken:
        return _Case(path, group, "failure", _headline(broken), lines)
    if grave:
        return _Case(path, group, "error", _headline(grave), lines)
    if doubts or not proven:
        message = _headline(doubts) if doubts else "the version of its template is not known"
        return _Case(path, group, "skipped", f"unproven: {message}", lines)
    return _Case(path, group, "", "", lines)


def _headline(verdicts: list[Verdict]) -> str:
    more = f" (and {len(verdicts) - 1} more)" if len(verdicts) > 1 else ""
    return f"{verdicts[0].slug}: {verdicts[0].found}{more}"


def _told(verdict: Verdict) -> Iterator[str]:
    known = "; in the baseline" if verdict.known else ""
    reason = f"; waived because {verdict.reason}" if verdict.outcome is Outcome.WAIVED else known
    place = f"{verdict.position.line}:{verdict.position.column}"
    yield f"{place} {verdict.word} {verdict.slug}: {verdict.found}; {verdict.remedy}{reason}"
    yield from (f"    {line}" for line in verdict.detail)


def _lines(case: _Case) -> Iterator[str]:
    opened = f'    <testcase classname="{xml(case.group)}" name="{xml(case.path)}"'
    if not case.lines and not case.kind:
        yield f"{opened}/>"
        return
    yield f"{opened}>"
    body = "\n".join(map(xml, case.lines))
    if case.kind == "skipped":
        yield f'      <skipped message="{xml(case.message)}"/>'
    elif case.kind:
        kind = "broken" if case.kind == "failure" else "unproven"
        yield f'      <{case.kind} type="{kind}" message="{xml(case.message)}">{body}</{case.kind}>'
    if case.kind in ("", "skipped") and body:
        yield f"      <system-out>{body}</system-out>"
    yield "    </testcase>"
