"""What differs between two states of a corpus, as Markdown for a pull request."""

from collections.abc import Iterator

from holdfast.formats import View
from holdfast.formats.difference.words import between, fate, folded, rest, said, summed
from holdfast.formats.escape import code, markdown
from holdfast.formats.markdown import TITLE
from holdfast.formats.state.words import titled
from holdfast.model.contrast import Comparison

_SHOWN = 20


def render(found: Comparison, view: View) -> Iterator[str]:
    """Yield a list of documents, each with what differs."""
    yield f"{TITLE}what changed in the design, {markdown(between(found))}"
    yield ""
    if not found.different:
        yield "Nothing."
    for one in found.documents:
        if one.folded and not view.whole:
            continue
        status = fate(one)
        yield f"- **{markdown(titled(one.path, one.title))}** {code(one.path)}{f': {markdown(status)}' if status else ''}"
        changes = rest(one)
        shown = changes if view.whole or len(changes) <= _SHOWN + 1 else changes[:_SHOWN]
        for change in shown:
            sign, what, tail = said(change)
            yield f"  - {sign if sign in '✓✗−' else markdown(sign)} {markdown(f'{what}{tail}')}"
        if len(shown) < len(changes):
            yield f"  - and {len(changes) - len(shown)} more"
    hidden = [] if view.whole else folded(found)
    if hidden:
        yield f"- {len(hidden)} no longer in force changed"
    if found.links:
        yield ""
        yield f"{', '.join(summed(found))}"
        yield ""
        for link in found.links:
            yield f"- {link.did}: {code(f'{link.path}:{link.line}')} {markdown(link.found)}"
