"""What ``fix`` did, or would do: for people, as a list by file or as a unified diff."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from holdfast.formats import View
from holdfast.formats.escape import visible
from holdfast.formats.layout import wrap
from holdfast.formats.style import Paint
from holdfast.model.outcome import Outcome
from holdfast.model.result import Result
from holdfast.model.severity import Severity
from holdfast.model.verdict import Verdict
from holdfast.plural import counted

_DIFF_COLOR = {"+": "green", "-": "red", "@": "cyan"}


def render(mended: Mapping[str, Collection[Verdict]], remaining: Result, view: View) -> Iterator[str]:
    """Yield what was mended in each file, by path, and in one line what is left there."""
    paint = Paint(color=view.color)
    left: dict[str, Counter[str]] = {}
    for verdict in _open(remaining):
        left.setdefault(verdict.path, Counter())[verdict.slug] += 1
    for path, verdicts in mended.items():
        yield paint(view.shown(remaining.root, path), "bold")
        width = max(len(one.slug) for one in verdicts)
        for one in verdicts:
            place = f"{one.position.line}:{one.position.column}"
            unsafe = "" if one.fix is None or one.fix.safe else paint("   changes what it says", "yellow")
            indent = 10 + len("mended ") + width + 2
            first, *others = wrap(visible(_said(one)), view.width - indent, view.width - indent)
            yield f"{place:>8}  {paint('mended', 'green')} {paint(f'{one.slug:<{width}}', 'bold')}  {first}{'' if others else unsafe}"
            yield from (f"{'':{indent}}{line}{unsafe if line is others[-1] else ''}" for line in others)
        if rest := left.get(path):
            listed = ", ".join(f"{count} {slug}" for slug, count in rest.most_common())
            yield paint(f"{'':10}left   {listed}", "dim")
        yield ""


def _said(one: Verdict) -> str:
    """Return what was wrong; where that was a question, with its answer, which has been written."""
    what, asked, _ = one.found.partition("; did you mean ")
    edits = one.fix.edits if one.fix else ()
    return f"{what} → {edits[0].text}" if asked and len(edits) == 1 else one.found


def diff(lines: Iterator[str], view: View) -> Iterator[str]:
    """Yield the lines of a unified diff, safe for a terminal; tabs stay as they are."""
    paint = Paint(color=view.color)
    for line in lines:
        shown = "\t".join(visible(part) for part in line.split("\t"))
        header = line.startswith(("--- ", "+++ "))
        yield paint(shown, "bold") if header else _colored(paint, shown)


def _colored(paint: Paint, line: str) -> str:
    color = _DIFF_COLOR.get(line[:1])
    return paint(line, color) if color else line


def summary(
    mended: Mapping[str, Collection[Verdict]], remaining: Result, *, would: bool = False, refused: int = 0
) -> str:
    """Return one line: how much was mended, in how many files, how many were refused, and how much is left."""
    count = sum(map(len, mended.values()))
    rest = sum(1 for _ in _open(remaining))
    fixable = sum(1 for one in _open(remaining) if one.fix and not one.fix.safe)
    more = f", {'all' if fixable == rest else fixable} of them with --unsafe" if fixable and rest > 1 else ""
    more = ", with --unsafe" if fixable == rest == 1 else more
    verb = "can be mended" if would else "mended"
    parts = [
        f"{count} {verb} in {counted(len(mended), 'file')}"
        if count
        else "nothing mended"
        if refused
        else "nothing to mend"
    ]
    parts += [f"{counted(refused, 'file')} refused"] if refused else []
    parts += [f"{rest} left{more}"] if rest else []
    return " · ".join(parts)


def _open(result: Result) -> Iterator[Verdict]:
    return (one for one in result.verdicts if one.outcome is Outcome.BROKEN and one.severity > Severity.OFF)
