"""Verdicts as diagnostics: word for word what ``check`` says, pushed to the editor or pulled by it."""

from collections.abc import Sequence

from lsprotocol import types

from holdfast.digest import blake2b
from holdfast.engine.live import Live
from holdfast.errors import HoldfastError
from holdfast.formats.escape import visible
from holdfast.formats.json import verdict_record
from holdfast.formats.location import rule_page
from holdfast.lsp.desk import Desk, Page
from holdfast.lsp.ruler import Ruler
from holdfast.lsp.uris import uri_of
from holdfast.model.outcome import Outcome
from holdfast.model.severity import Severity
from holdfast.model.verdict import Origin, Verdict

SOURCE = "holdfast"
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}


def diagnostics(desk: Desk, page: Page) -> list[types.Diagnostic]:
    """Return all that is known now of what does not hold in a file."""
    if page.live is None:
        return []
    return [diagnostic(desk, page.live, page.ruler, one) for one in page.live.verdicts(page.path)]


def diagnostic(desk: Desk, live: Live, ruler: Ruler, verdict: Verdict) -> types.Diagnostic:
    """Return one verdict as an editor shows it; ``data`` is the record of ``check --format json``."""
    page = rule_page(verdict.slug)
    origin = verdict.requirement
    related = desk.can("text_document", "publish_diagnostics", "related_information")
    return types.Diagnostic(
        range=ruler.first_line(verdict.span),
        severity=_severity(verdict),
        code=verdict.slug,
        code_description=types.CodeDescription(href=page) if page else None,
        source=SOURCE,
        message=message(verdict),
        related_information=_related(live, origin) if origin and related else None,
        data=verdict_record(verdict),
    )


def message(verdict: Verdict) -> str:
    """Return what is said of a verdict: the finding, the template line behind it, what to do."""
    said = verdict.found
    if verdict.outcome is Outcome.WAIVED:
        said = f"waived: {said}"
    elif verdict.outcome is not Outcome.BROKEN:
        said = f"{verdict.outcome.value}: {said}"
    elif verdict.known:
        said = f"in the baseline: {said}"
    lines = [said]
    if verdict.requirement:
        origin = verdict.requirement
        lines.append(f"template: {origin.path.rpartition('/')[2]}:{origin.line}  {origin.text}")
    lines.append(
        f"waived because {verdict.reason}" if verdict.outcome is Outcome.WAIVED else f"remedy: {verdict.remedy}"
    )
    return "\n".join(visible(line) for line in lines)


def failure(error: HoldfastError) -> types.Diagnostic:
    """Return why a project cannot be opened, at its place in the configuration."""
    _, _, number = error.where.rpartition(":")
    line = max(int(number) - 1, 0) if number.isdigit() else 0
    here = types.Position(line=line, character=0)
    text = f"{error.found}\nremedy: {error.remedy}" if error.remedy else error.found
    return types.Diagnostic(
        range=types.Range(start=here, end=types.Position(line=line, character=1000)),
        severity=types.DiagnosticSeverity.Error,
        source=SOURCE,
        message="\n".join(map(visible, text.split("\n"))),
    )


def name_of(found: Sequence[types.Diagnostic]) -> str:
    """Return a name for a list of diagnostics that changes when any of it does."""
    return blake2b(repr(found).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()


def _severity(verdict: Verdict) -> types.DiagnosticSeverity:
    """What is excused, or known, is there for those who look for it and in nobody's way."""
    if verdict.known or verdict.outcome is Outcome.WAIVED:
        return types.DiagnosticSeverity.Hint
    return _SEVERITIES.get(verdict.severity, types.DiagnosticSeverity.Information)


def _related(live: Live, origin: Origin) -> list[types.DiagnosticRelatedInformation] | None:
    location = origin_location(live, origin)
    if location is None:
        return None
    return [
        types.DiagnosticRelatedInformation(
            location=location, message=f"the template asks for it: {visible(origin.text)}"
        )
    ]


def origin_location(live: Live, origin: Origin) -> types.Location | None:
    """Return where a demand stands; ``None`` where its file is built in, or of another time."""
    if origin.path.startswith("builtin:") or "@" in origin.path or not live.plan.tree.exists(origin.path):
        return None
    start = types.Position(line=origin.line - 1, character=0)
    end = types.Position(line=origin.line, character=0)
    return types.Location(uri=uri_of(live.plan.tree.absolute(origin.path)), range=types.Range(start=start, end=end))
