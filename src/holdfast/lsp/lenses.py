"""Code lenses: above each claim that went stale, or was broken when it was last tried. Nothing is tried from here."""

from lsprotocol import types

from holdfast.engine.tested import tested
from holdfast.formats.escape import visible
from holdfast.lsp.claims import when, why
from holdfast.lsp.desk import Desk
from holdfast.model.outcome import Outcome

SHOW = "holdfast.evidence"
"""The command of a lens: it shows the evidence, and runs nothing."""


def lenses(desk: Desk, params: types.CodeLensParams) -> list[types.CodeLens]:
    """Return a lens for every stale and every broken claim of a document."""
    page = desk.page(params.text_document.uri)
    if page is None or page.live is None or page.live.of(page.path) is None:
        return []
    found = []
    for one in tested(page.live.plan, page.live.config, page.path):
        if one.outcome in (Outcome.STALE, Outcome.BROKEN):
            title = visible(f"{one.outcome.value}: {why(one) or 'it did not hold when it was tried'}")
            command = types.Command(title=title, command=SHOW, arguments=[page.uri, one.claim.id])
            found.append(types.CodeLens(range=page.ruler.first_line(one.claim.of.span), command=command))
    return found


def evidence(desk: Desk, uri: str, claim: str) -> str:
    """Return what is known of a claim, in a few lines; empty where nothing is."""
    page = desk.page(uri)
    if page is None or page.live is None:
        return ""
    for one in tested(page.live.plan, page.live.config, page.path):
        if one.claim.id == claim and one.evidence:
            trial = one.evidence.trial
            parts = [
                f"{page.path}:{one.claim.position.line} {one.outcome.value if one.outcome else ''}: {why(one) or 'it did not hold when it was tried'}"
            ]
            parts += [f"tried {when(one.evidence.moment)}", *trial.detail, *trial.output.splitlines()[-3:]]
            return "\n".join(visible(part) for part in [*parts, f"try it again: holdfast verify {page.path}"])
    return ""
