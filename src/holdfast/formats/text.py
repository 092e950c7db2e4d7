"""For people at a terminal: what was understood, then each document with what does not hold and what to do."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from holdfast.formats import View
from holdfast.formats.escape import visible
from holdfast.formats.style import SEVERITY_COLOR, Paint
from holdfast.model.outcome import Outcome
from holdfast.model.result import Examined, Result, Understood
from holdfast.model.severity import Severity
from holdfast.model.verdict import Verdict

_SUREST = 10
_FOLD = 3
"""From so many answers of one rule about one place on, they share a headline."""


def render(result: Result, view: View) -> Iterator[str]:
    """Yield the report line by line."""
    page = _Page(result, view)
    yield from page.understood()
    yield from page.everything() if view.whole else page.first_sight()
    yield from page.summary()


class _Page:
    """One report; holds what every line needs."""

    def __init__(self, result: Result, view: View) -> None:
        self.result = result
        self.paint = Paint(color=view.color)
        self.view = view
        self.shown = tuple(verdict for verdict in result.verdicts if verdict.outcome is not Outcome.WAIVED)
        """What is waived is only counted."""
        self.slug_width = max((len(verdict.slug) for verdict in self.shown), default=0)

    def path(self, path: str) -> str:
        """A path as one would type it from where one stands."""
        return self.view.shown(self.result.root, path)

    def understood(self) -> Iterator[str]:
        """What discovery took the files for, one line a set."""
        for one in self.result.understood:
            yield self._set_line(one)
        if self.result.unused:
            names = ", ".join(self.path(path) for path in self.result.unused)
            yield self.paint(f"no document was written from {names}", "dim")
        yield ""

    def _set_line(self, one: Understood) -> str:
        folder = self.paint(self.path(one.folder or "."), "bold")
        template = ", ".join(self._template(path) for path in one.templates)
        guessed = "" if one.settled else " (guessed)"
        index = f"   index {', '.join(visible(path.rpartition('/')[2]) for path in one.indexes)}" if one.indexes else ""
        nature = "living" if one.living else "record"
        held = {"date": "each held to the template of its time", "best": "each held to the version it fits best"}.get(
            one.policy, ""
        )
        time = f", {held}" if held and one.known > 1 else ""
        return f"{folder}   template {template}{guessed}   {_count(one.documents, 'document')}, {nature}{time}{index}"

    def _template(self, path: str) -> str:
        return f"{path.removeprefix('builtin:')} (built in)" if path.startswith("builtin:") else self.path(path)

    def everything(self) -> Iterator[str]:
        """Every file with findings; what is waived is only counted."""
        documents = {document.path: document for document in self.result.documents}
        for path, group in groupby(self.shown, key=lambda verdict: verdict.path):
            yield self._heading(path, documents.get(path))
            yield from self._findings(list(group))
            yield ""

    def _heading(self, path: str, document: Examined | None) -> str:
        name = self.paint(self.path(path), "bold")
        if document is None:
            return name
        if document.status is None:
            return f"{name}   {self.paint(f'{document.role.value} (no status given)', 'dim')}"
        return f"{name}   {self.paint(visible(document.status[:60]), 'dim')}"

    def _findings(self, verdicts: list[Verdict]) -> Iterator[str]:
        for _, group in groupby(verdicts, key=lambda verdict: (verdict.position, verdict.slug)):
            same = list(group)
            if len(same) < _FOLD:
                for verdict in same:
                    yield from self._finding(verdict)
            else:
                yield from self._folded(same)

    def _finding(self, verdict: Verdict) -> Iterator[str]:
        place = f"{verdict.position.line}:{verdict.position.column}"
        word = verdict.severity.word if verdict.outcome is Outcome.BROKEN else verdict.outcome.value
        severity = self.paint(f"{word:<8}", SEVERITY_COLOR[verdict.severity])
        yield f"{place:>8}  {severity} {self.paint(f'{verdict.slug:<{self.slug_width}}', 'bold')}  {visible(verdict.found)}"
        if verdict.requirement:
            origin = verdict.requirement
            yield self.paint(
                f"{'':10}template  {self._origin(origin.path)}:{origin.line}   {visible(origin.text[:100])}", "dim"
            )
        yield f"{'':10}{self.paint('remedy', 'dim')}    {visible(verdict.remedy)}"

    def _folded(self, verdicts: list[Verdict]) -> Iterator[str]:
        """Many answers of one rule about one place: a headline, and a line each."""
        first = verdicts[0]
        place = f"{first.position.line}:{first.position.column}"
        severity = self.paint(f"{first.severity.word:<8}", SEVERITY_COLOR[first.severity])
        yield f"{place:>8}  {severity} {self.paint(f'{first.slug:<{self.slug_width}}', 'bold')}  {len(verdicts)} here"
        for verdict in verdicts:
            origin = verdict.requirement
            where = f"   {self._origin(origin.path)}:{origin.line}" if origin else ""
            yield f"{'':10}- {visible(verdict.found)}{self.paint(where, 'dim')}"

    def _origin(self, path: str) -> str:
        return path if path.startswith("builtin:") else visible(path.rpartition("/")[2])

    def first_sight(self) -> Iterator[str]:
        """Counts per rule, and the surest findings: no wall of noise for a newcomer."""
        yield self.paint("What was found, by rule", "bold")
        for slug, count in Counter(verdict.slug for verdict in self.shown).most_common():
            yield f"{count:>6}  {slug}"
        yield ""
        chosen = surest(self.shown)
        yield self.paint(f"The surest {len(chosen)}", "bold")
        yield ""
        for path, group in groupby(chosen, key=lambda verdict: verdict.path):
            yield self.paint(self.path(path), "bold")
            for verdict in group:
                yield from self._finding(verdict)
            yield ""
        rest = len(self.shown) - len(chosen)
        yield f"{rest} more: holdfast check --all      settle what is guessed: holdfast.toml"
        yield ""

    def summary(self) -> Iterator[str]:
        """Every outcome, always: what could not be found out is never hidden."""
        counts = self.result.outcomes()
        documents = len(self.result.documents)
        holds, fails, unknown = self.result.standing()
        parts = [
            f"{counts[outcome]} {outcome.value}"
            for outcome in (Outcome.BROKEN, Outcome.STALE, Outcome.WAIVED, Outcome.UNPROVEN)
        ]
        hold = self.paint(f"{holds} hold{'s' if holds == 1 else ''}", "green" if holds else "dim")
        fail = f"{fails} {'does' if fails == 1 else 'do'} not" + (f" · {unknown} unknown" if unknown else "")
        yield f"{_count(documents, 'document')}   {hold} · {fail}      {' · '.join(parts)}"
        levels = Counter(verdict.severity for verdict in self.shown)
        if self.shown:
            listed = ", ".join(
                _count(levels[level], level.word)
                for level in (Severity.ERROR, Severity.WARNING, Severity.NOTE)
                if levels[level]
            )
            yield f"{listed}      why: holdfast explain {self.shown[0].slug}"


def surest(verdicts: tuple[Verdict, ...], limit: int = _SUREST) -> list[Verdict]:
    """Choose the findings a newcomer should see first, in the order of the report.

    The severe before the mild and the certain before the likely, a few of each rule before many of
    one, so that ten lines show what kinds of fault there are.
    """
    rank: Counter[str] = Counter()
    keyed = []
    for verdict in sorted(verdicts, key=lambda one: (not one.sure, -one.severity)):
        rank[verdict.slug] += 1
        keyed.append(
            (
                not verdict.sure,
                (rank[verdict.slug] - 1) // 2,
                -verdict.severity,
                verdict.path,
                verdict.position,
                verdict,
            )
        )
    chosen = [one[-1] for one in sorted(keyed, key=lambda one: one[:-1])[:limit]]
    return sorted(chosen, key=lambda one: (one.path, one.position))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
