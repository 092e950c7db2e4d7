"""One document in, its facts and its verdicts out: nothing else is needed, so it can run in any process."""

import os
from collections.abc import Sequence
from functools import cache

from holdfast.binding.document import Document
from holdfast.binding.facts import document_entry, page_entry
from holdfast.binding.waivers import Waiver, read_waivers
from holdfast.config import Config
from holdfast.engine.fit import lacking, score
from holdfast.engine.plan import DocumentSet, Plan
from holdfast.engine.versions import Versions
from holdfast.errors import UsageError
from holdfast.markdown.frontmatter import read_fields
from holdfast.markdown.outline import outline
from holdfast.markdown.parser import parse as parse_markdown
from holdfast.markdown.rawfield import RawField
from holdfast.model.edit import Fix
from holdfast.model.entry import Entry
from holdfast.model.outcome import Outcome
from holdfast.model.result import Crash
from holdfast.model.role import Role
from holdfast.model.severity import Severity
from holdfast.model.span import Position, Span
from holdfast.model.verdict import Origin, Verdict
from holdfast.records import mutable
from holdfast.rules import Rule, all_rules
from holdfast.world.files import Problem, Tree, read

_ALONE = ("document-unfilled", "document-unbound")
"""Rules that answer for the whole document; where one speaks, no other rule about structure does."""


@mutable
class Judged:
    """What came of one file."""

    entry: Entry
    verdicts: Sequence[Verdict] = ()
    crashes: Sequence[Crash] = ()
    waivers: Sequence[Waiver] = ()


def severity_of(rule: Rule, config: Config, role: Role, status: str | None = None) -> Severity:
    """Return the severity of a rule for a document of a role, the configuration's word before the rule's own.

    ``status`` is the document's own word, which can name a state of the project's own.
    """
    # Most projects say nothing of severities, and this is asked of every rule and document.
    said = config.severity_of(rule.slug, config.state_of(status, role)) if config.severity else None
    return rule.obligation.severity(role) if said is None else said


def judge_document(tree: Tree, path: str, found: DocumentSet, config: Config) -> Judged | Problem:
    """Bind a file to the best of its set's templates and ask every rule about it."""
    raw = read(tree, path)
    return raw if isinstance(raw, Problem) else judge_text(tree, path, raw, found, config)


def judge_text(tree: Tree, path: str, raw: bytes, found: DocumentSet, config: Config) -> Judged:
    """Judge the bytes of a document, whatever its file holds."""
    document = bind(tree, path, raw, found, config)
    entry, waivers = document_entry(document), read_waivers(document.parse, document.headings)
    verdicts: list[Verdict] = []
    crashes: list[Crash] = []
    unsure = found.unsure(path)
    role, status = document.role, document.status
    for rule in _asked(document):
        if rule.judge is None or (rule.living and not found.living):
            continue
        severity = severity_of(rule, config, role, status)
        if path in found.held:
            severity = max(severity, severity_of(rule, config, *found.held[path]))
        if severity is Severity.OFF:
            continue
        report = Reporting(rule.slug, severity, document, verdicts, doubtful=rule.versioned and unsure)
        try:
            rule.judge(document, report)
        except Exception as error:  # A rule that fails must not take the findings of the others with it.
            crashes.append(crash_of(rule, path, error))
            verdicts.append(crashed(crashes[-1]))
    return Judged(entry, verdicts, crashes, waivers)


def judge_page(tree: Tree, path: str) -> Judged | Problem:
    """Read a page for its links and its waivers only."""
    raw = read(tree, path)
    if isinstance(raw, Problem):
        return raw
    parse = parse_markdown(raw)
    return Judged(page_entry(path, parse), waivers=read_waivers(parse, outline(parse)))


def bind(tree: Tree, path: str, raw: bytes, found: DocumentSet, config: Config) -> Document:
    """Bind bytes to the template they fit best; the first of equals wins."""
    parse = parse_markdown(raw)
    documents = [
        Document(
            path,
            raw,
            version.lookup,
            words=config.roles,
            default_role=config.default_role,
            side=side_fields(tree, path, version.lookup.schema.side_file),
            unbound_below=config.unbound_below,
            parse=parse,
            blank=raw == version.raw,
            held=found.held[path].status or "" if path in found.held else None,
        )
        for version in found.candidates(path)
    ]
    if len(documents) == 1:
        return documents[0]
    return min(documents, key=lacking) if config.template_version == "best" else max(documents, key=score)


def named_document(plan: Plan, config: Config, start: str, path: str) -> tuple[DocumentSet, Document]:
    """Return a document of the plan, bound, with its set; ``path`` is as typed in the folder ``start``.

    Raises :class:`~holdfast.errors.UsageError` for a file that is no document or cannot be read.
    """
    relative = os.path.relpath(os.path.join(start, path), plan.tree.root).replace(os.sep, "/")
    found = next((one for one in plan.sets if relative in one.documents), None)
    if found is None:
        raise UsageError("is no document of a template", where=path, remedy="name one that holdfast check lists")
    raw = read(plan.tree, relative)
    if isinstance(raw, Problem):
        raise UsageError(raw.found, where=path, remedy=raw.remedy)
    return found, bind(plan.tree, relative, raw, found, config)


def side_fields(tree: Tree, path: str, name: str) -> list[RawField] | None:
    """Return the fields of the YAML file beside a document; ``None`` where it has none or is not there."""
    if not name:
        return None
    raw = read(tree, f"{path.rpartition('/')[0]}/{name}".lstrip("/"))
    if isinstance(raw, Problem):
        return None
    nowhere = Span(0, 0)
    return [one._replace(span=nowhere, name_span=nowhere) for one in read_fields(raw.decode("utf-8", "replace"))]


def crash_of(rule: Rule, path: str, error: Exception) -> Crash:
    """Return what is known of a rule's failure; called while the exception is being handled."""
    import traceback  # Only our own bugs want it.

    return Crash(rule.slug, path, f"{type(error).__name__}: {error}", traceback.format_exc())


def crashed(crash: Crash) -> Verdict:
    """Return the verdict of a rule that failed: unproven, and it names itself."""
    remedy = "this is our bug; please report it, the other findings stand"
    return _unproven(crash.slug, Severity.ERROR, crash.path, f"this rule failed: {crash.error}", remedy)


def unreadable(problem: Problem) -> Verdict:
    """Return the verdict about a file that could not be looked at."""
    return _unproven("file-unreadable", Severity.ERROR, problem.path, problem.found, problem.remedy)


def version_unknown(versions: Versions, verdicts: list[Verdict]) -> Verdict:
    """Return the one verdict for all that an unknown version of a template leaves open."""
    documents = len({verdict.path for verdict in verdicts})
    found = f"{versions.timeline.reason}: {len(verdicts)} demands on {documents} documents cannot be judged"
    return _unproven("version-unknown", Severity.NOTE, versions.template.path, found, versions.timeline.remedy)


def _unproven(slug: str, severity: Severity, path: str, found: str, remedy: str) -> Verdict:
    """Return a verdict about a whole file of which something could not be found out."""
    return Verdict(slug, Outcome.UNPROVEN, severity, path, Span(0, 0), Position(1, 1), found, remedy)


def _asked(document: Document) -> tuple[Rule, ...]:
    """Choose the rules: one where the document is blank or never used its template, else all."""
    return _rules_for("document-unfilled" if document.unfilled else "document-unbound" if document.unbound else "")


@cache
def _rules_for(alone: str) -> tuple[Rule, ...]:
    """Return the rules that judge documents: the one that answers alone, or without such all the others."""
    return tuple(
        rule for rule in all_rules() if rule.judge and (rule.slug == alone if alone else rule.slug not in _ALONE)
    )


class Reporting:
    """What a rule reports to: it fills in what a rule need not know. ``doubtful`` makes each verdict an unproven note."""

    def __init__(
        self, slug: str, severity: Severity, document: Document, verdicts: list[Verdict], *, doubtful: bool
    ) -> None:
        self.slug = slug
        self.severity = severity
        self.document = document
        self.verdicts = verdicts
        self.doubtful = doubtful

    def __call__(
        self,
        span: Span,
        found: str,
        remedy: str,
        *,
        requirement: Origin | None = None,
        sure: bool = True,
        cap: Severity | None = None,
        fix: Fix | None = None,
        others: tuple[Origin | Span, ...] = (),
    ) -> None:
        severity = self.severity if cap is None else min(self.severity, cap)
        self.verdicts.append(
            Verdict(
                slug=self.slug,
                outcome=Outcome.UNPROVEN if self.doubtful else Outcome.BROKEN,
                severity=Severity.NOTE if self.doubtful else severity,
                path=self.document.path,
                span=span,
                position=self.document.parse.position(span.start),
                found=found,
                remedy=remedy,
                requirement=requirement,
                sure=sure,
                fix=None if self.doubtful else fix,
                others=others,
            )
        )
