"""A burn-up of tasks in text: all tasks over those that are done, from the first commit to today."""

from collections.abc import Iterator, Sequence

from holdfast.formats.escape import visible
from holdfast.formats.layout import cut
from holdfast.formats.state.words import day
from holdfast.formats.style import Paint
from holdfast.model.state import Burn, State

_HEIGHT = 8
_EIGHTHS = " ▁▂▃▄▅▆▇█"


def chart(state: State, paint: Paint, width: int) -> Iterator[str]:
    """Yield a chart for all documents together, or one for each that was asked for."""
    named = {one.path: one.title for one in state.documents}
    chosen = {path: burns for path, burns in state.burns.items() if burns and (bool(path) == state.narrowed)}
    if not chosen:
        yield ""
        yield " no task was ever committed"
    for path, burns in chosen.items():
        yield ""
        now = burns[-1]
        title = visible(named[path]) if path else "all documents"
        yield paint(cut(f"tasks over time   {title}   {now.done} of {now.total} done", width), "bold")
        yield from _drawn(burns, state, paint, width - 8)


def _drawn(burns: Sequence[Burn], state: State, paint: Paint, width: int) -> Iterator[str]:
    """Yield the rows from the top; in each column stands how it was at the end of its stretch of time."""
    from datetime import UTC, datetime, time

    first = burns[0].time
    last = max(int(datetime.combine(state.today, time.max, UTC).timestamp()), burns[-1].time)
    moments = [first + (last - first) * (place + 1) // width for place in range(width)]
    sampled = [_at(burns, moment) for moment in moments]
    top = max(1, *(one.total for one in burns))
    for row in range(_HEIGHT, 0, -1):
        cells = [_cell(one, row, top) for one in sampled]
        mark = f"{top:>5} " if row == _HEIGHT else f"{0:>5} " if row == 1 else " " * 6
        yield f"{paint(mark, 'dim')}│{_painted(cells, paint)}".rstrip()
    start, end = day(first).isoformat(), state.today.isoformat()
    yield f"{' ' * 6}└{'─' * width}"
    yield paint(f"{' ' * 7}{start}{' ' * max(1, width - len(start) - len(end))}{end}", "dim")
    yield paint(f"{' ' * 7}█ done   ░ open", "dim")


def _at(burns: Sequence[Burn], moment: int) -> Burn:
    return next((one for one in reversed(burns) if one.time <= moment), burns[0])


def _cell(one: Burn, row: int, top: int) -> str:
    """Return what stands in one row of a column: done, begun, open or nothing."""
    done, total = one.done * _HEIGHT * 8 // top, one.total * _HEIGHT * 8 // top
    full = done - (row - 1) * 8
    if full >= 8:
        return "█"
    if full > 0:
        return _EIGHTHS[full]
    return "░" if total - (row - 1) * 8 >= 4 else " "


def _painted(cells: Sequence[str], paint: Paint) -> str:
    text = ""
    for cell in cells:
        text += paint(cell, "dim") if cell == "░" else paint(cell, "green") if cell != " " else cell
    return text
