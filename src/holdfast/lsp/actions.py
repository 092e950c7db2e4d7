"""Code actions: every fix that a verdict has, a waiver with a place for its reason, a section that is missing."""

from collections.abc import Iterable, Iterator

from lsprotocol import types

from holdfast.edits.apply import apply
from holdfast.edits.waive import waiving
from holdfast.engine.excuses import NEVER
from holdfast.engine.ripple import Ripple
from holdfast.formats.escape import visible
from holdfast.lsp.desk import Desk, Page
from holdfast.lsp.diagnostics import diagnostic
from holdfast.model.edit import Edit
from holdfast.model.outcome import Outcome
from holdfast.model.verdict import Verdict
from holdfast.plural import counted

FIX_ALL = "source.fixAll.holdfast"
_SHORT = 100
"""So many characters of old and new text fit into a title."""
KINDS = [types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll]


def actions(desk: Desk, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Return what can be done about what does not hold in a range, and about the whole text."""
    page = desk.page(params.text_document.uri)
    if page is None or page.live is None or page.live.of(page.path) is None:
        return []
    wanted = params.context.only
    found: list[types.CodeAction] = []
    if _asked(wanted, types.CodeActionKind.QuickFix):
        found += _quick(desk, page, params.range)
    if _asked(wanted, FIX_ALL):
        found += _all(desk, page)
    return found


def _asked(wanted: Iterable[str] | None, kind: str) -> bool:
    """Tell whether a kind is asked for, by itself or by one of the kinds above it."""
    return wanted is None or any(kind == one or kind.startswith(f"{one}.") for one in map(_word, wanted))


def _word(kind: object) -> str:
    return str(getattr(kind, "value", kind))


def _quick(desk: Desk, page: Page, range: types.Range) -> Iterator[types.CodeAction]:
    lines = (range.start.line, range.end.line)
    near = []
    for one in page.live.verdicts(page.path) if page.live else ():
        line = page.ruler.position(one.span.start).line
        if lines[0] <= line <= lines[1] and one.outcome is Outcome.BROKEN:
            near.append(one)
    for one in near:
        if one.fixable:
            yield _fix(desk, page, one)
    seen = set()
    for one in near:
        if one.slug not in NEVER and one.slug not in seen:
            seen.add(one.slug)
            yield _waiver(desk, page, one)


def _fix(desk: Desk, page: Page, verdict: Verdict) -> types.CodeAction:
    edits = verdict.fix.edits if verdict.fix else ()
    safe = verdict.fixable == "safe"
    return types.CodeAction(
        title=_title(page, verdict),
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[diagnostic(desk, page.live, page.ruler, verdict)] if page.live else None,
        is_preferred=safe or None,
        edit=_edit(desk, page, edits),
    )


def _title(page: Page, verdict: Verdict) -> str:
    """Name a fix by what it does: what is added, or what becomes what, or else the remedy."""
    if verdict.slug == "section-missing":
        return visible(f"Add missing section: {verdict.found.split('; ')[0]}")
    says = "" if verdict.fixable == "safe" else " (changes what the document says)"
    edits = verdict.fix.edits if verdict.fix else ()
    if len(edits) == 1:
        old, new = page.parse.slice(*edits[0].span).strip(), edits[0].text.strip()
        if old and new and len(old) + len(new) <= _SHORT and "\n" not in f"{old}{new}":
            return visible(f"Fix {verdict.slug}: {old} → {new}{says}")
    return visible(f"Fix {verdict.slug}: {verdict.remedy}{says}")


def _waiver(desk: Desk, page: Page, verdict: Verdict) -> types.CodeAction:
    """Return the action that writes a waiver, whose reason the author then has to give: without one it is void."""
    made = waiving(page.parse, page.headings, verdict.slug, verdict.span.start)
    where = f"in {made.section}" if made.section else "in this document"
    return types.CodeAction(
        title=visible(f"Waive {verdict.slug} {where}, with a reason"),
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[diagnostic(desk, page.live, page.ruler, verdict)] if page.live else None,
        edit=_snippet(desk, page, made.edit, made.reason.start),
    )


def _all(desk: Desk, page: Page) -> Iterator[types.CodeAction]:
    """Yield the action that makes every safe fix that is in the way of none before it, as ``holdfast fix`` does first."""
    live = page.live
    settled = live.settled if live else None
    if live is None or settled is None:
        return
    ripple = Ripple(settled.result)
    verdicts = [one for one in live.verdicts(page.path) if one.fixable == "safe"]
    fixes = [one.fix for one in verdicts if one.fix and ripple.stays(page.path, page.raw, one.fix)]
    made = apply(page.raw, fixes).made
    if made:
        count = counted(len(made), "fix", "fixes")
        edits = [edit for number in made for edit in fixes[number].edits]
        yield types.CodeAction(
            title=f"Holdfast: make {count} that {'is' if len(made) == 1 else 'are'} safe",
            kind=FIX_ALL,
            edit=_edit(desk, page, edits),
        )


def _edit(desk: Desk, page: Page, edits: Iterable[Edit]) -> types.WorkspaceEdit:
    made = [types.TextEdit(range=page.ruler.range(one.span), new_text=one.text) for one in edits]
    if desk.can("workspace", "workspace_edit", "document_changes"):
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(_name(desk, page), list(made))])
    return types.WorkspaceEdit(changes={page.uri: made})


def _snippet(desk: Desk, page: Page, edit: Edit, reason: int) -> types.WorkspaceEdit:
    """Return an edit after which the cursor stands where the reason goes, in editors that can do that."""
    if not desk.can("workspace", "workspace_edit", "snippet_edit_support"):
        return _edit(desk, page, [edit])
    before, after = (
        part.replace("\\", "\\\\").replace("$", "\\$") for part in (edit.text[:reason], edit.text[reason:])
    )
    text = types.StringValue(value=f"{before}${{1:reason}}{after}")
    made = types.SnippetTextEdit(range=page.ruler.range(edit.span), snippet=text)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(_name(desk, page), [made])])


def _name(desk: Desk, page: Page) -> types.OptionalVersionedTextDocumentIdentifier:
    text = desk.texts.get(page.uri)
    return types.OptionalVersionedTextDocumentIdentifier(uri=page.uri, version=text.version if text else None)
