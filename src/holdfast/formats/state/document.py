"""One document at length: what is left to fill in, to do, to decide and to mend."""

from collections.abc import Iterator

from holdfast.formats import View
from holdfast.formats.escape import visible
from holdfast.formats.layout import columns, cut
from holdfast.formats.state.words import aged, day, ended, label, span
from holdfast.formats.style import SEVERITY_COLOR, Paint
from holdfast.model.outcome import Outcome
from holdfast.model.progress import Phase, Story
from holdfast.model.state import DocumentState, State
from holdfast.plural import counted

_SHOWN = 12
"""So many lines of each kind are shown; ``--all`` shows every one."""


def at_length(one: DocumentState, state: State, view: View, width: int) -> Iterator[str]:
    """Yield everything that is known of a document."""
    from holdfast.formats.state.text import ROLE_COLOR, spread

    paint = Paint(color=view.color)
    yield spread(visible(label(one)), view.shown(state.root, one.path), width, paint, "bold")
    word = visible(one.status or "no status")
    yield f" {paint(word, ROLE_COLOR[one.role])}{visible(_lifetime(one, state))}"
    yield from _part("to fill in", len(one.blanks), "place", paint)
    yield from _few(
        view, [f" {blank.line:>5}  {cut(visible(f'{blank.where}  {blank.words}'), width - 9)}" for blank in one.blanks]
    )
    yield from _tasks(one, state, view, paint, width)
    asked = one.open_questions
    yield from _part("open questions", len(asked), "question", paint)
    yield from _few(view, _items(asked, state, paint, width))
    lines = [
        f" {lost.line:>5}  {paint('no evidence', 'yellow')}  {cut(visible(f'{lost.why}: {lost.name}'), width - 22)}"
        for lost in one.missing
    ]
    lines += [
        f" {story.item.line:>5}  {paint('no answer', 'yellow')}  {cut(visible(story.item.text), width - 20)}"
        for story in one.unanswered
    ]
    yield from _part("ticked, and not shown", len(lines), "place", paint)
    yield from _few(view, lines)
    yield from _claims(one, view, paint, width)
    yield from _verdicts(one, view, paint, width)


def _lifetime(one: DocumentState, state: State) -> str:
    """Return how long the document has its status, and what it was before."""
    if not one.stays:
        return ""
    now, *earlier = one.stays
    text = f" since {day(now.since).isoformat()} ({span((state.today - day(now.since)).days)})"
    for stay in earlier[:3]:
        text += f", {status_word_of(stay.status)} before for {span((day(stay.until) - day(stay.since)).days).replace('today', 'less than a day')}"
    return text


def status_word_of(status: str) -> str:
    """Return a status, or that there was none."""
    return status or "without a status"


def _part(title: str, count: int, word: str, paint: Paint) -> Iterator[str]:
    if count:
        yield ""
        yield f"{paint(title, 'bold')}   {counted(count, word)}"


def _few(view: View, lines: list[str]) -> Iterator[str]:
    shown = lines if view.whole or len(lines) <= _SHOWN + 1 else lines[:_SHOWN]
    yield from shown
    if len(shown) < len(lines):
        yield f"        and {len(lines) - len(shown)} more: --all"


def _tasks(one: DocumentState, state: State, view: View, paint: Paint, width: int) -> Iterator[str]:
    from holdfast.formats.state.text import bar

    if not one.tasks:
        return
    yield ""
    yield f"{paint('tasks', 'bold')}   {one.done}/{len(one.tasks)}"
    late = one.overdue(state.today)
    for phase in one.phases:
        said = _timeline(phase, late=phase in late)
        title = cut(visible(phase.title), width - 22 - columns(said))
        gap = " " * max(2, width - 20 - columns(title) - columns(said))
        tail = paint(said, "red" if phase in late else "dim")
        yield f" {bar(phase.done, phase.total, 10, paint, late=phase in late)} {f'{phase.done}/{phase.total}':>6}  {title}{gap}{tail}".rstrip()
        left = [story for story in one.tasks if story.item.group == phase.title and not story.item.done]
        yield from _few(view, _items(left, state, paint, width, box="[ ] "))


def _timeline(phase: Phase, *, late: bool) -> str:
    if phase.days is None:
        return "" if not phase.timeline else "time unknown"
    if late:
        return ended(phase.days)
    early, last = phase.days.ends
    return f"until {last.isoformat()}" if early == last else f"until {last.isoformat()} at the latest"


def _items(stories: list[Story], state: State, paint: Paint, width: int, box: str = "") -> list[str]:
    """Return a line for each item; an age and an author that are those of the line above are not said again."""
    lines, above = [], ""
    for story in stories:
        tail = visible(aged(story, state.today))
        if story.happened and story.happened[0].kind == "unticked":
            tail = f"un-ticked, {tail}"
        lines.append(_item(story, "" if tail == above else tail, paint, width, box))
        above = tail
    return lines


def _item(story: Story, tail: str, paint: Paint, width: int, box: str) -> str:
    text = cut(f"{box}{visible(story.item.text)}", width - 10 - columns(tail))
    return f" {story.item.line:>5}  {text}{' ' * max(2, width - 8 - columns(text) - columns(tail))}{paint(tail, 'dim')}".rstrip()


def _claims(one: DocumentState, view: View, paint: Paint, width: int) -> Iterator[str]:
    if not one.claims:
        return
    rest = [
        f"{one.claims[name]} {name}"
        for name in ("broken", "stale", "unproven", "waived", "untried")
        if one.claims[name]
    ]
    yield ""
    yield f"{paint('claims', 'bold')}   {one.claims['holds']}/{one.claims.total()} hold{', ' if rest else ''}{', '.join(rest)}"
    lines = [
        f" {doubt.line:>5}  {paint(doubt.outcome.value, 'red' if doubt.outcome is Outcome.BROKEN else 'yellow')}"
        f"  {cut(visible(': '.join(filter(None, (doubt.name, doubt.why)))), width - 18)}"
        for doubt in one.doubts
    ]
    yield from _few(view, lines)


def _verdicts(one: DocumentState, view: View, paint: Paint, width: int) -> Iterator[str]:
    waived = f", {one.waived} waived" if one.waived else ""
    if not one.verdicts:
        yield ""
        yield f"{paint('obligations', 'bold')}   all met{waived}"
        return
    yield ""
    yield f"{paint('obligations', 'bold')}   {len(one.verdicts)} open{waived}"
    listed = sorted(one.verdicts, key=lambda found: (-found.severity, found.position))
    lines = [
        f" {found.position.line:>5}  {paint(f'{found.word:<8}', SEVERITY_COLOR[found.severity])} {cut(visible(f'{found.slug}  {found.found}'), width - 17)}"
        for found in listed
    ]
    yield from _few(view, lines)
