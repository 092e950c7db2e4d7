"""What is said of a review, whatever shows it: a headline, a sentence, and sections of one line for each finding."""

from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol

from holdfast.formats.difference.words import fate, rest, said, summed
from holdfast.formats.governing import governor_status, governor_title, reasons
from holdfast.formats.state.words import titled
from holdfast.model.verdict import Verdict
from holdfast.plural import counted

_CHANGES = 3
"""So many changes of one document are named."""
_LINES = 6
_HEIRS = 3


class Ink(Protocol):
    """How words are shown: each takes text of strangers, and returns it harmless and not too long."""

    def text(self, words: str) -> str:
        """Return prose."""

    def code(self, words: str) -> str:
        """Return a path, or what a document says."""

    def strong(self, words: str) -> str:
        """Return what catches the eye first."""

    def rule(self, slug: str) -> str:
        """Return the name of a rule, with the way to its page."""

    def remedy(self, found: str, words: str) -> str:
        """Return what to do, with what stands between it and the finding."""


class Section(NamedTuple):
    """Findings of one kind."""

    title: str
    lines: list[str]
    """One for each."""
    command: str
    """What lists them all."""


def headline(found: Any) -> str:
    """Return all the counts; what nobody knows is said so."""
    stale = f"{len(found.stale)} stale" if found.evidence else "stale not known"
    counts = (
        f"{len(found.broken)} broken",
        counted(len(found.notes), "note"),
        f"{len(found.loosened)} loosened",
        stale,
        f"{len(found.unproven)} unproven",
    )
    return " · ".join(counts)


def sentences(found: Any, ink: Ink) -> Iterator[str]:
    """Yield what the review compared, and what keeps it from being the whole truth."""
    parts = [f"{counted(len(found.comparison.documents), 'document')} changed"]
    if found.governed.targets.files:
        count = len(found.governed.governors)
        parts.insert(0, f"{counted(count, 'document')} {'governs' if count == 1 else 'govern'} the change")
    parts += summed(found.comparison)
    if found.mended:
        parts.append(f"{counted(found.mended, 'finding')} mended")
    yield f"Against {ink.code(found.revision)} ({found.commit[:7]}): {', '.join(parts)}."
    if found.behind:
        yield f"{ink.code(found.revision)} has commits that are missing here, and its rules of today hold: bring them in for a fair review."
    if not found.evidence:
        yield f"No evidence is kept here, so nobody knows which examples went stale: {ink.code('holdfast verify')} keeps it."


def sections(found: Any, ink: Ink) -> list[Section]:
    """Return the findings that there are, what a reviewer has to act on first."""
    new = f"holdfast check --policy-from {found.revision}"
    made = [
        Section("Broken", [_verdict(one, ink) for one in found.broken], f"{new} --new-since {found.revision}"),
        Section("Loosened, and not in force here", [_loosened(one, ink) for one in found.loosened], new),
        Section("Went stale", list(_stale(found, ink)), "holdfast check"),
        Section("Could not be found out", [_verdict(one, ink) for one in found.unproven], new),
        Section("Notes", [_verdict(one, ink) for one in found.notes], f"{new} --new-since {found.revision}"),
        Section("Governs the change", list(_governing(found, ink)), f"holdfast for --diff {found.revision}"),
        Section("Changed in the design", list(_changed(found, ink)), f"holdfast diff {found.commit[:7]}"),
    ]
    return [one for one in made if one.lines]


def _place(path: str, line: int, ink: Ink) -> str:
    return ink.code(f"{path}:{line}")


def _verdict(one: Verdict, ink: Ink) -> str:
    words = f"{ink.text(one.found)}{ink.remedy(one.found, one.remedy)}"
    return f"{_place(one.path, one.position.line, ink)} {ink.strong(one.word)} {ink.rule(one.slug)}: {words}"


def _loosened(one: Verdict, ink: Ink) -> str:
    return f"{_place(one.path, one.position.line, ink)} {ink.text(one.found)}"


def _stale(found: Any, ink: Ink) -> Iterator[str]:
    """Yield the examples of each document that went stale for one reason."""
    grouped: dict[tuple[str, str], list[int]] = {}
    for one in found.stale:
        grouped.setdefault((one.path, one.why), []).append(one.line)
    for (path, why), lines in grouped.items():
        listed = ", ".join(map(str, lines[:_LINES])) + (
            f" and {len(lines) - _LINES} more" if len(lines) > _LINES else ""
        )
        yield f"{ink.code(path)} {'example' if len(lines) == 1 else 'examples'} on line {listed}: {ink.text(why)}"


def _governing(found: Any, ink: Ink) -> Iterator[str]:
    several = len(found.governed.targets.files) > 1
    for one in found.governed.governors:
        heirs = ", ".join(titled(heir.path, heir.title) for heir in one.heirs[:_HEIRS])
        status = ink.text(governor_status(one) + (f", superseded by {heirs}" if heirs else ""))
        why = reasons(one, ink.code, several=several)
        yield f"{ink.strong(governor_title(one))} ({status}) {ink.code(one.entry.path)}: {why}"


def _changed(found: Any, ink: Ink) -> Iterator[str]:
    for one in found.comparison.documents:
        changes = rest(one)
        words = [fate(one), *(f"{sign} {what}{tail}" for sign, what, tail in map(said, changes[:_CHANGES]))]
        more = f" · and {len(changes) - _CHANGES} more" if len(changes) > _CHANGES else ""
        listed = " · ".join(ink.text(word) for word in words if word)
        yield f"{ink.strong(titled(one.path, one.title))} {ink.code(one.path)}: {listed}{more}"
