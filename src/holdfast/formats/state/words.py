"""How the state of a design is said, whatever shows it: names of documents, ages, and what wants somebody's eye."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

from holdfast.binding.numbers import own_name
from holdfast.markdown.outline import split_number
from holdfast.model.outcome import Outcome
from holdfast.model.progress import Days, Phase, Story
from holdfast.model.role import WORDS, Role
from holdfast.model.state import DocumentState, State
from holdfast.plural import counted

_NUMBERED = re.compile(
    r"(?!(?:19|20)\d\d(?:-\d\d(?:-\d\d)?|\d{4})(?:\D|\Z))(?:[A-Za-z]{2,6}-)?0*(?P<number>\d{1,6}(?:[a-z](?=[-_.]|\Z))?)(?=\D|\Z)"
)
"""A name that begins with a day or a month carries no number."""
_LINKING = frozenset({"status-disagrees", "successor-missing", "successor-silent", "transition-forbidden"})
_ORDER = ("active", "draft", "research", "deprecated", "superseded", "pointer")
_BEFORE = re.compile(r"\A(?:[^\w]|\d[\d./-]+\s)+")
"""Signs, and the day since when."""
_DETAIL = re.compile(r"[^\w\s'’/-]")
_ROLES = tuple(Role(one) for one in _ORDER)


class Note(NamedTuple):
    """One thing that wants somebody's eye."""

    kind: str
    path: str
    line: int
    """0 where it is about the document as a whole."""
    what: str
    tail: str = ""
    """What is never cut short."""


def label(one: DocumentState) -> str:
    """Return the number of a document's file and its title: ``03 API design``."""
    return titled(one.path, one.title)


def titled(path: str, title: str) -> str:
    """Return the number of a document's own name and its title, whose own number is left out."""
    found = _NUMBERED.match(own_name(path))
    number = found[0] if found else ""
    words = split_number(title)[1] or path.rpartition("/")[2]
    for lead in (number, number.lstrip("0")):
        if lead and words.casefold().startswith(lead.casefold()):
            words = words[len(lead) :].lstrip(" :.-–—")
    if found:
        words = re.sub(rf"\A[A-Za-z]{{2,6}}[-_ #]{{0,2}}0*{found['number']}(?!\d)[\s:.–—-]+(?=\S)", "", words)
    return f"{number} {words}".strip()


def short(one: DocumentState) -> str:
    """Return the number in a document's own name, else that name."""
    found = _NUMBERED.match(own_name(one.path))
    return found[0] if found else called(one.path)


def called(path: str) -> str:
    """Return a document's own name, behind that of its folder where only the folder carries a number: ``012-search/plan``."""
    name = own_name(path)
    above = path.rpartition("/")[0].rpartition("/")[2]
    return f"{above}/{name}" if name != above and _NUMBERED.match(above) and not _NUMBERED.match(name) else name


def status_word(one: DocumentState) -> str:
    """Return the status as people read it in a table: its first word, or two that belong together, without signs.

    Two belong together where they are a known phrase, and where they are all there is and the first says nothing by itself,
    as in "Awaiting review".
    """
    words = _DETAIL.split(_BEFORE.sub("", one.status), maxsplit=1)[0].split() if one.status else []
    both = " ".join(words[:2])
    together = both.casefold() in WORDS or (len(words) == 2 and words[0].casefold() not in WORDS)
    word = both if together else "".join(words[:1])
    return word[:1].upper() + word[1:] if word else "none"


def statuses(state: State) -> list[tuple[str, int, Role]]:
    """Return the statuses with how many documents have each, what is in force first."""
    counts: dict[str, tuple[int, Role]] = {}
    for one in state.documents:
        word = "no status" if one.status is None else status_word(one)
        counts[word] = (counts.get(word, (0, one.role))[0] + 1, one.role)
    listed = [(word, count, role) for word, (count, role) in counts.items()]
    return sorted(listed, key=lambda one: (one[0] == "no status", _ROLES.index(one[2]), -one[1], one[0]))


def day(seconds: int) -> date:
    """Return the day of a moment, in UTC."""
    return datetime.fromtimestamp(seconds, UTC).date()


def age(story: Story, today: date) -> int | None:
    """Return for how many days an item is there, at least; ``None`` where nobody knows."""
    time = story.since.time if story.since and story.since.commit else story.before
    return max(0, (today - day(time)).days) if time else None


def aged(story: Story, today: date) -> str:
    """Return the age and the author of an item in words."""
    if story.since and not story.since.commit:
        return "not committed"
    days = age(story, today)
    if days is None:
        return "age unknown"
    if story.since is None:
        return f"since before {day(story.before).isoformat()}"
    who = f", {story.since.author}" if story.since.author else ""
    return f"{span(days)}{who}"


def span(days: int) -> str:
    """Return a number of days in words."""
    return "today" if days == 0 else counted(days, "day") if days < 730 else f"{days // 365} years"


def ago(days: int) -> str:
    """Return how long something is past in words."""
    return "today" if days <= 0 else f"{span(days)} ago"


def ended(days: Days) -> str:
    """Return when a phase ended, with no day that nobody wrote."""
    early, late = days.ends
    return f"ended {late.isoformat()}" if early == late else f"ended {late.isoformat()} at the latest"


def notes(state: State) -> Iterator[Note]:
    """Yield what wants somebody's eye, the gravest kind first."""
    for one in state.documents:
        for phase in one.overdue(state.today):
            yield Note("overdue", one.path, 0, f'"{phase.title}"', _overdue(phase))
    for one in state.documents:
        for doubt in one.doubts:
            yield Note(doubt.outcome.value, one.path, doubt.line, ": ".join(filter(None, (doubt.name, doubt.why))))
    for one in state.documents:
        for verdict in one.verdicts:
            if verdict.slug in _LINKING and verdict.outcome is Outcome.BROKEN:
                kind = "lineage" if verdict.slug.startswith("successor") else "conflict"
                yield Note(kind, one.path, verdict.position.line, verdict.found)
    for one in state.documents:
        for lost in one.missing:
            yield Note("no evidence", one.path, lost.line, f'"{lost.text}"', f" is ticked; {lost.why}: {lost.name}")
    for one in state.documents:
        for story in one.unanswered:
            yield Note("no answer", one.path, story.item.line, f'"{story.item.text}"', " is ticked, without an answer")
    asked = [(one, story) for one in state.documents if one.role is Role.ACTIVE for story in one.open_questions]
    asked.sort(key=lambda pair: (-(age(pair[1], state.today) or 0), pair[0].path, pair[1].item.line))
    for one, story in asked:
        days = age(story, state.today)
        yield Note(
            "open", one.path, story.item.line, f'"{story.item.text}"', f" {span(days)}" if days is not None else ""
        )


def _overdue(phase: Phase) -> str:
    left = counted(phase.total - phase.done, "task")
    assert phase.days is not None  # noqa: S101 - For the type checker: only phases with an end are overdue.
    return f" {ended(phase.days)}, {left} open"


def need(one: DocumentState, today: date) -> tuple[int, ...]:
    """Return what orders documents: those that want most first."""
    return (
        -len(one.overdue(today)),
        -sum(one.claims[name] for name in ("broken", "stale")),
        -(len(one.open_questions) if one.role is Role.ACTIVE else 0),
        -one.broken,
        -(len(one.tasks) - one.done),
        _ROLES.index(one.role),
    )
