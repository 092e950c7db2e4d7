"""The state of a design as a page of Markdown, for a wiki or a pull request; nothing of a document becomes a link."""

from collections.abc import Iterator

from holdfast.formats import View
from holdfast.formats.escape import code, markdown
from holdfast.formats.markdown import TITLE
from holdfast.formats.state.words import aged, ago, day, label, need, notes, status_word, statuses
from holdfast.model.state import DocumentState, State
from holdfast.plural import counted


def render(state: State, view: View) -> Iterator[str]:
    """Yield the page."""
    yield f"{TITLE}the design of {markdown(state.name)}, {state.today.isoformat()}"
    yield ""
    yield " · ".join(f"{markdown(word)} {count}" for word, count, _ in statuses(state))
    yield ""
    counts = list(state.counts.words)
    claims = state.claims()
    asked = sum(len(one.open_questions) for one in state.documents)
    counts += [f"claims {claims['holds']}/{claims.total()} hold"] if claims else []
    yield " · ".join([*counts, f"{counted(asked, 'question')} open"])
    yield ""
    yield "| document | status | tasks | questions | claims | broken |"
    yield "|---|---|---:|---:|---:|---:|"
    for one in sorted(state.documents, key=lambda one: (need(one, state.today), one.path)):
        yield _row(one)
    found = list(notes(state))
    if found:
        yield ""
        for note in found:
            where = code(f"{note.path}:{note.line}" if note.line else note.path)
            yield f"- **{note.kind}** {where} {markdown(f'{note.what}{note.tail}')}"
    if state.narrowed:
        for one in state.documents:
            yield from _at_length(one, state)
    if state.recent:
        yield ""
        yield "### Lately"
        yield ""
    for recent in state.recent:
        when = ago((state.today - day(recent.time)).days)
        for path, did in recent.did:
            yield f"- {code(path)} {markdown(did)} ({code(recent.commit[:7])}, {when})"
    for path, burns in state.burns.items():
        yield ""
        yield f"### Tasks over time{f': {code(path)}' if path else ''}"
        yield ""
        yield "| day | done | all |"
        yield "|---|---:|---:|"
        yield from (f"| {day(burn.time).isoformat()} | {burn.done} | {burn.total} |" for burn in burns)
    if state.unknown:
        yield ""
        yield f"History: {markdown(state.unknown)}"


def _row(one: DocumentState) -> str:
    claims = one.claims.total()
    cells = (
        f"{markdown(label(one))} {code(one.path)}",
        markdown(status_word(one)),
        f"{one.done}/{len(one.tasks)}" if one.tasks else "",
        str(len(one.open_questions) or ""),
        f"{one.claims['holds']}/{claims}" if claims else "",
        str(one.broken or ""),
    )
    return f"| {' | '.join(cells)} |"


def _at_length(one: DocumentState, state: State) -> Iterator[str]:
    yield ""
    yield f"### {markdown(label(one))}"
    lists = (
        ("To fill in", [(blank.line, f"{blank.where}: {blank.words}") for blank in one.blanks]),
        ("Open tasks", [(story.item.line, f"{story.item.group}: {story.item.text}") for story in one.tasks if not story.item.done]),
        ("Open questions", [(story.item.line, f"{story.item.text} ({aged(story, state.today)})") for story in one.open_questions]),
        ("Obligations", [(found.position.line, f"{found.word} {found.slug}: {found.found}") for found in one.verdicts]),
    )  # fmt: skip
    for title, lines in lists:
        if lines:
            yield ""
            yield f"{title}:"
            yield ""
            yield from (f"- {line} {markdown(text)}" for line, text in lines)
