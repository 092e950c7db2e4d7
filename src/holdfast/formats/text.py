"""For people at a terminal: what was understood, then each document with what does not hold and what to do."""

import os
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from holdfast.formats import View
from holdfast.formats.counted import summary
from holdfast.formats.escape import visible
from holdfast.formats.layout import columns, cut, flow, wrap
from holdfast.formats.location import rule_page
from holdfast.formats.style import SEVERITY_COLOR, Paint
from holdfast.model.outcome import Outcome
from holdfast.model.result import Examined, Result, Understood
from holdfast.model.verdict import Verdict
from holdfast.plural import counted

_SUREST = 10
_BUILT_IN = " (built in)"
_PLAIN = "builtin:plain"
_NARROW = 50
"""Columns below which the lines are left for the terminal to break."""
_ROOMY = 40
"""Columns that messages want for themselves; with less, they continue further to the left."""
_STATUS = 12
"""Columns that a status wants beside the name of its file."""
_INDENT = 10
_MOST_DETAIL = 16
"""Lines shown below a message; evidence holds the others."""
_DETAIL_COLOR = {"-": "red", "+": "green"}
_FOLD = 3
"""From so many answers of one rule about one place on, they share a headline."""


def render(result: Result, view: View) -> Iterator[str]:
    """Yield the report line by line."""
    page = _Page(result, view)
    yield from page.understood()
    yield from page.everything() if view.whole else page.first_sight()
    yield from summary(result, page.shown, page.paint, page.width, reasons=view.known)


class _Page:
    """One report; holds what every line needs."""

    def __init__(self, result: Result, view: View) -> None:
        self.result = result
        self.paint = Paint(color=view.color, links=view.links)
        self.view = view
        self.width = view.width if view.width >= _NARROW else 0
        self.shown = tuple(view.told(result))
        """What is waived, or in the baseline, is only counted, unless it is asked for."""
        waived = [one for one in result.verdicts if one.outcome is Outcome.WAIVED] if view.known else []
        self.listed = sorted((*self.shown, *waived), key=lambda one: (one.path, one.position))
        self.slug_width = max((len(verdict.slug) for verdict in self.listed), default=0)

    def path(self, path: str) -> str:
        """A path as one would type it from where one stands."""
        return self.view.shown(self.result.root, path)

    def linked(self, path: str, *styles: str) -> str:
        """The same, in styles, and leading to the file where the terminal follows links."""
        return self.paint.file(self.paint(self.path(path), *styles), os.path.join(self.result.root, path))

    def understood(self) -> Iterator[str]:
        """What discovery took the files for, one line a set."""
        for one in self.result.understood:
            first, *more = self._side_by_side(self._set(one))
            folder = self.path(one.folder or ".")
            yield self.linked(one.folder or ".", "bold") + first.removeprefix(folder)
            yield from more
        if self.result.unused:
            names = ", ".join(self.path(path) for path in self.result.unused)
            for line in self._wrap(f"no document was written from {names}", 0, 4):
                yield self.paint(line, "dim")
        if self.result.understood or self.result.unused:
            yield ""

    def _side_by_side(self, pieces: list[str]) -> list[str]:
        """Return pieces on as few lines as they fit on, the lines behind the first indented."""
        lines = [""]
        for piece in pieces:
            if lines == [""]:
                lines = self._wrap(piece, 0, 4)
            elif self.width and columns(lines[-1]) + 3 + columns(piece) > self.width:
                first, *more = self._wrap(piece, 4, 4)
                lines += [f"    {first}", *more]
            else:
                lines[-1] += f"   {piece}"
        return lines

    def _set(self, one: Understood) -> list[str]:
        folder = self.path(one.folder or ".")
        template = ", ".join(self._template(path) for path in one.templates)
        guessed = "" if one.settled else " (guessed)"
        if guessed and template.endswith(_BUILT_IN):
            template, guessed = template.removesuffix(_BUILT_IN), " (built in, guessed)"
        index = [f"index {', '.join(visible(path.rpartition('/')[2]) for path in one.indexes)}"] if one.indexes else []
        nature = "living" if one.living else "record"
        held = {"date": "each held to the template of its time", "best": "each held to the version it fits best"}.get(
            one.policy, ""
        )
        time = f", {held}" if held and one.known > 1 else ""
        documents = f"{counted(one.documents, 'document')}, {nature}{time}"
        asked = "no template" if one.templates == (_PLAIN,) else f"template {template}{guessed}"
        return [folder, asked, documents, *index]

    def _template(self, path: str) -> str:
        return f"{path.removeprefix('builtin:')}{_BUILT_IN}" if path.startswith("builtin:") else self.path(path)

    def everything(self) -> Iterator[str]:
        """Every file with findings."""
        documents = {document.path: document for document in self.result.documents}
        for path, group in groupby(self.listed, key=lambda verdict: verdict.path):
            yield from self._heading(path, documents.get(path))
            yield from self._findings(list(group))
            yield ""

    def _heading(self, path: str, document: Examined | None) -> Iterator[str]:
        """The file and its status, which goes below where the file's name leaves it no room."""
        name = self.linked(path, "bold")
        if document is None:
            yield name
            return
        given = f"{document.role.value} (no status given)" if document.status is None else visible(document.status[:60])
        room = self.width - columns(self.path(path)) - 3
        if self.width and room < min(columns(given), _STATUS):
            yield name
            yield f"    {self.paint(cut(given, self.width - 4), 'dim')}"
        else:
            yield f"{name}   {self.paint(cut(given, room if self.width else 0), 'dim')}"

    def _findings(self, verdicts: list[Verdict]) -> Iterator[str]:
        for _, group in groupby(verdicts, key=lambda verdict: (verdict.position, verdict.slug)):
            same = list(group)
            if len(same) < _FOLD:
                for verdict in same:
                    yield from self._finding(verdict)
            else:
                yield from self._folded(same)

    def _finding(self, verdict: Verdict) -> Iterator[str]:
        known = " (in the baseline)" if verdict.known else ""
        yield from self._headline(verdict, verdict.word, f"{visible(verdict.found)}{known}")
        if verdict.outcome is Outcome.WAIVED:
            yield from self._labelled("because", visible(verdict.reason))
            return
        if verdict.requirement:
            origin = verdict.requirement
            where = f"{'':{_INDENT}}template  {self._origin(origin.path)}:{origin.line}   "
            yield self.paint(f"{where}{cut(visible(origin.text[:100]), self.width - columns(where))}", "dim")
        fixable = {"safe": " [fixable]", "unsafe": " [fixable, unsafe]"}.get(verdict.fixable, "")
        yield from self._labelled("remedy", f"{visible(verdict.remedy)}{fixable}")
        yield from self._detail(verdict)

    def _labelled(self, label: str, text: str) -> Iterator[str]:
        first, *more = self._wrap(text, _INDENT + 10, _INDENT + 10)
        yield f"{'':{_INDENT}}{self.paint(label, 'dim')}{'':{10 - len(label)}}{first}"
        yield from more

    def _detail(self, verdict: Verdict) -> Iterator[str]:
        """What can be compared line by line, as much of it as fits the eye."""
        for line in verdict.detail[:_MOST_DETAIL]:
            styles = [_DETAIL_COLOR[line[0]]] if line[:1] in _DETAIL_COLOR else []
            shown = cut(visible(line), self.width - _INDENT - 2) if self.width else visible(line)
            yield f"{'':{_INDENT}}{self.paint('|', 'dim')} {self.paint(shown, *styles)}"
        if len(verdict.detail) > _MOST_DETAIL:
            more = f"{len(verdict.detail) - _MOST_DETAIL} more lines: holdfast verify --show {verdict.path}:{verdict.position.line}"
            yield f"{'':{_INDENT}}{self.paint(f'| {visible(more)}', 'dim')}"

    def _headline(self, verdict: Verdict, word: str, text: str) -> Iterator[str]:
        """Place, severity and rule, and a text that continues below itself, or further left where that is narrow."""
        place = f"{verdict.position.line}:{verdict.position.column}"
        severity = self.paint(f"{word:<8}", SEVERITY_COLOR[verdict.severity])
        slug = self.paint.link(self.paint(verdict.slug, "bold"), rule_page(verdict.slug) if self.paint.links else "")
        start = 21 + self.slug_width
        first, *more = self._wrap(text, start, start if self.width - start >= _ROOMY else _INDENT)
        yield f"{place:>8}  {severity} {slug}{'':{self.slug_width - len(verdict.slug)}}  {first}"
        yield from more

    def _folded(self, verdicts: list[Verdict]) -> Iterator[str]:
        """Many answers of one rule about one place: a headline, and a line each."""
        yield from self._headline(verdicts[0], verdicts[0].severity.word, f"{len(verdicts)} here")
        for verdict in verdicts:
            origin = verdict.requirement
            where = f"   {self._origin(origin.path)}:{origin.line}" if origin else ""
            lines = self._wrap(visible(verdict.found), _INDENT + 2 + columns(where), _INDENT + 2)
            lines[0] = f"{'':{_INDENT}}- {lines[0]}"
            lines[-1] += self.paint(where, "dim")
            yield from lines

    def _wrap(self, text: str, start: int, indent: int) -> list[str]:
        """Break a text that starts at a column of the terminal; the lines behind the first are indented."""
        if not self.width:
            return [text]
        first, *more = wrap(text, self.width - start, self.width - indent)
        return [first, *(f"{'':{indent}}{line}" for line in more)]

    def _origin(self, path: str) -> str:
        return path if path.startswith("builtin:") else visible(path.rpartition("/")[2])

    def first_sight(self) -> Iterator[str]:
        """Counts per rule, and the surest findings: no wall of noise for a newcomer."""
        yield self.paint("What was found, by rule", "bold")
        for slug, times in Counter(verdict.slug for verdict in self.shown).most_common():
            yield f"{times:>6}  {slug}"
        yield ""
        chosen = surest(self.shown)
        yield self.paint(f"The surest {len(chosen)}", "bold")
        yield ""
        for path, group in groupby(chosen, key=lambda verdict: verdict.path):
            yield self.linked(path, "bold")
            for verdict in group:
                yield from self._finding(verdict)
            yield ""
        rest = len(self.shown) - len(chosen)
        yield from flow([[f"{rest} more: holdfast check --all"], ["settle what is guessed: holdfast init"]], self.width)
        yield ""


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
