"""The state of a design on one screen, readable without colour."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from holdfast.formats import View
from holdfast.formats.escape import visible
from holdfast.formats.layout import columns, cut
from holdfast.formats.state.chart import chart
from holdfast.formats.state.document import at_length
from holdfast.formats.state.words import (
    Note,
    age,
    ago,
    called,
    day,
    label,
    need,
    notes,
    short,
    span,
    status_word,
    statuses,
)
from holdfast.formats.style import Paint
from holdfast.model.role import Role
from holdfast.model.state import DocumentState, State
from holdfast.plural import counted

ROLE_COLOR = {
    Role.ACTIVE: "green", Role.DRAFT: "yellow", Role.RESEARCH: "cyan",
    Role.DEPRECATED: "dim", Role.SUPERSEDED: "dim", Role.POINTER: "dim",
}  # fmt: skip
_WIDTH = 80
_ROWS = 12
"""So many documents are listed, those that want most; ``--all`` lists every one."""
_NOTES = 3
_BAR = 15
_STATUS = 12
_TITLE = 13
"""Columns that titles want for themselves; of the others those of :data:`_SPARED` make way, in this order."""
_SPARED = ("phases", "questions", "claims", "tasks", "broken")


def render(state: State, view: View) -> Iterator[str]:
    """Yield the screen; documents that were asked for are shown at length."""
    width = min(view.width, 120) if view.width else _WIDTH
    paint = Paint(color=view.color)
    if state.narrowed and len(state.documents) <= _NOTES:
        for number, one in enumerate(state.documents):
            yield from ("", "") if number else ()
            yield from at_length(one, state, view, width)
    else:
        yield from _head(state, paint, width)
        yield ""
        yield from _table(state, view, paint, width)
        yield from _notes(state, view, paint, width)
        yield from _lately(state, paint, width)
    if state.burns:
        yield from chart(state, paint, width)
    if state.unknown:
        yield ""
        yield paint(f" history: {state.unknown}", "dim")


def spread(left: str, right: str, width: int, paint: Paint, *styles: str) -> str:
    """Return two texts at the two ends of a line, the left one in some styles."""
    left = cut(left, max(20, width - columns(right) - 2))
    return f"{paint(left, *styles)}{' ' * max(2, width - columns(left) - columns(right))}{paint(right, 'dim')}"


def bar(done: int, total: int, width: int, paint: Paint, *, late: bool = False) -> str:
    """Return a bar of so many columns; only what is wholly done is full, and what was begun is never empty."""
    full = width * done // total if total else 0
    full = min(max(full, 1 if done else 0), width if done == total else max(width - 1, 1))
    if width == 1 and done < total:
        full = 0
    colour = "green" if done == total else "red" if late else "yellow"
    return f"{paint('█' * full, colour)}{paint('░' * (width - full), 'red' if late else 'dim')}"


def _head(state: State, paint: Paint, width: int) -> Iterator[str]:
    yield spread(f"Design of {visible(state.name)}", state.today.isoformat(), width, paint, "bold")
    counts = [(visible(word), f" {count}", ROLE_COLOR[role]) for word, count, role in statuses(state)]
    yield from _flow(counts, "   ", width, paint)
    yield from _flow([(text, "", style) for text, style in _figures(state)], " · ", width, paint)


def _flow(pieces: Sequence[tuple[str, str, str]], gap: str, width: int, paint: Paint) -> Iterator[str]:
    """Yield pieces side by side, on as many lines as they take; of each the first part is painted."""
    line, used = "", 1
    for painted, plain, style in pieces:
        size = columns(f"{painted}{plain}")
        if line and used + len(gap) + size > width:
            yield f" {line}"
            line, used = "", 1
        line += f"{gap if line else ''}{paint(painted, style) if style else painted}{plain}"
        used += size + len(gap)
    if line:
        yield f" {line}"


def _figures(state: State) -> Iterator[tuple[str, str]]:
    """Yield what is open, in a few words each, with a style."""
    counts = state.counts
    yield (f"{counts.broken} broken", "red") if counts.broken else ("nothing broken", "green")
    if counts.notes:
        yield counted(counts.notes, "note"), "dim"
    for count, word, style in (
        (counts.stale, "stale", "yellow"),
        (counts.unproven, "unproven", "yellow"),
        (counts.waived, "waived", "dim"),
    ):
        if count:
            yield f"{count} {word}", style
    claims = state.claims()
    if claims:
        names = ("broken", "stale", "unproven", "waived", "untried")
        rest = ", ".join(f"{claims[name]} {name}" for name in names if claims[name])
        yield f"claims {claims['holds']}/{claims.total()} hold{f' ({rest})' if rest else ''}", ""
    tasks = sum(len(one.tasks) for one in state.documents)
    if tasks:
        yield f"tasks {sum(one.done for one in state.documents)}/{tasks}", ""
    asked = [story for one in state.documents for story in one.open_questions]
    ages = [found for story in asked if (found := age(story, state.today)) is not None]
    if asked:
        yield f"{counted(len(asked), 'question')} open{f', oldest {span(max(ages))}' if ages else ''}", ""


def _table(state: State, view: View, paint: Paint, width: int) -> Iterator[str]:
    """Yield a row for each document; columns that no document fills are left out."""
    listed = sorted(state.documents, key=lambda one: (need(one, state.today), one.path))
    shown = listed if view.whole or len(listed) <= _ROWS + 2 else listed[:_ROWS]
    tasks, questions = any(one.tasks for one in shown), any(one.questions and one.followed for one in shown)
    claims = any(one.claims for one in shown)
    offered = (("phases", _BAR, tasks), ("tasks", 6, tasks), ("questions", 9, questions), ("claims", 7, claims), ("broken", 6, True))  # fmt: skip
    wide = min(_STATUS, max(9, *(columns(visible(status_word(one))) for one in shown)) if shown else 9)
    sizes, room = _fitting([(name, size) for name, size, there in offered if there], width - 2 - wide)
    names = "  ".join(f"{name:<{size}}" if name == "phases" else f"{name:>{size}}" for name, size in sizes)
    yield paint(f" {'document':<{room}} {'status':<{wide}}  {names}".rstrip(), "dim")
    for one in shown:
        yield _row(one, state, paint, room, wide, [name for name, _ in sizes])
    if len(shown) < len(listed):
        rest = listed[len(shown) :]
        broken = sum(one.broken for one in rest)
        yield paint(f" and {len(rest)} more, with {broken} broken: holdfast status --all", "dim")


def _fitting(sizes: list[tuple[str, int]], width: int) -> tuple[list[tuple[str, int]], int]:
    """Return the columns that fit, and what they leave to the titles."""
    for name in (None, *_SPARED):
        sizes = [one for one in sizes if one[0] != name]
        room = width - sum(size + 2 for _, size in sizes)
        if room >= _TITLE:
            break
    return sizes, max(room, _TITLE)


def _row(one: DocumentState, state: State, paint: Paint, room: int, wide: int, names: Sequence[str]) -> str:
    title = cut(visible(label(one)), room)
    word = cut(visible(status_word(one)), wide)
    cells = [
        f" {title}{' ' * (room - columns(title))} {paint(word, ROLE_COLOR[one.role])}{' ' * (wide - columns(word))}"
    ]
    questions, broken = len(one.open_questions), one.broken
    claims = one.claims.total()
    texts = {
        "tasks": (f"{one.done}/{len(one.tasks)}" if one.tasks else "", 6, ""),
        "questions": (str(questions) if questions else "", 9, "yellow" if one.role is Role.ACTIVE else ""),
        "claims": (f"{one.claims['holds']}/{claims}" if claims else "", 7, "red" if one.claims["broken"] else ""),
        "broken": (str(broken) if broken else "", 6, "red" if one.role is Role.ACTIVE else ""),
    }
    for name in names:
        if name == "phases":
            cells.append(_bars(one, state, paint))
        else:
            text, size, style = texts[name]
            padded = f"{text:>{size}}"
            cells.append(paint(padded, style) if style and text else padded)
    return "  ".join(cells).rstrip()


def _bars(one: DocumentState, state: State, paint: Paint) -> str:
    """Return a bar for each phase, side by side; of more phases than fit, one for all."""
    count = len(one.phases)
    if not count:
        return " " * _BAR
    late = one.overdue(state.today)
    if count * 2 - 1 > _BAR:
        return bar(one.done, len(one.tasks), _BAR, paint, late=bool(late))
    each = min(10, (_BAR - count + 1) // count)
    bars = " ".join(bar(phase.done, phase.total, each, paint, late=phase in late) for phase in one.phases)
    return bars + " " * (_BAR - each * count - count + 1)


def _notes(state: State, view: View, paint: Paint, width: int) -> Iterator[str]:
    """Yield what wants somebody's eye, a few of each kind."""
    named = {one.path: visible(short(one)) for one in state.documents}
    twice = {name for name in named.values() if list(named.values()).count(name) > 1}
    yield ""
    for kind, group in groupby(sorted(notes(state), key=_rank), key=lambda note: note.kind):
        listed = list(group)
        shown = listed if view.whole else listed[:_NOTES]
        for number, note in enumerate(shown):
            stem = called(note.path)
            name = cut(visible(stem) if named[note.path] in twice else named[note.path], 24)
            where = f"{name}:{note.line}" if note.line else name
            head = paint(f" {kind if not number else '':<12}", "red" if kind in ("overdue", "broken") else "yellow")
            tail = cut(visible(note.tail), max(20, width - 40))
            yield f"{head}{cut(f'{where}  {visible(note.what)}', width - 13 - columns(tail))}{tail}"
        if len(shown) < len(listed):
            yield paint(f"{'':13}and {len(listed) - len(shown)} more", "dim")


_KINDS = ("overdue", "broken", "stale", "conflict", "lineage", "no evidence", "no answer", "open")


def _rank(note: Note) -> int:
    return _KINDS.index(note.kind)


def _lately(state: State, paint: Paint, width: int) -> Iterator[str]:
    """Yield what the newest commits did."""
    left = 5
    for number, one in enumerate(state.recent):
        when = ago((state.today - day(one.time)).days)
        for place, (path, did) in enumerate(one.did[:left]):
            name = visible(called(path))
            head = paint(f" {'lately' if not number and not place else '':<12}", "dim")
            tail = f"{one.commit[:7]}, {when}"
            text = cut(f"{name}  {visible(did)}", width - 15 - columns(tail))
            yield f"{head}{text}{' ' * (width - 13 - columns(text) - columns(tail))}{paint(tail, 'dim')}"
        left -= len(one.did)
        if left <= 0:
            return
