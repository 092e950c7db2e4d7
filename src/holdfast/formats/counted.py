"""The last lines of a report: every count, and what to do next."""

from collections import Counter
from collections.abc import Iterator, Sequence

from holdfast.formats.escape import visible
from holdfast.formats.layout import flow
from holdfast.formats.style import Paint
from holdfast.model.result import Result
from holdfast.model.severity import Severity
from holdfast.model.verdict import Verdict
from holdfast.plural import counted

_MENDED = {"safe": "holdfast fix", "unsafe": "holdfast fix --unsafe"}


def summary(
    result: Result, shown: Sequence[Verdict], paint: Paint, width: int, *, reasons: bool = False
) -> Iterator[str]:
    """Yield every outcome, always: what could not be found out is never hidden.

    ``shown`` is what people are told; ``reasons`` says whether what is waived is among it.
    """
    if result.tried:
        from holdfast.formats.proofs import tried_summary  # Most runs try nothing.

        yield from tried_summary(result.tried, paint, width)
        return
    yield from flow(_standing(result, paint), width)
    if shown:
        worst = max(shown, key=lambda one: one.severity)
        yield from flow([[_levels(shown)], [f"why: holdfast explain {worst.slug}"]], width)
    fixable = Counter(verdict.fixable for verdict in shown)
    mended = [(fixable[kind], how) for kind, how in _MENDED.items() if fixable[kind]]
    words = ("can be mended", "more")
    yield from flow([[f"{number} {word}: {how}"] for (number, how), word in zip(mended, words, strict=False)], width)
    if result.tally().waived and not reasons:
        yield from flow([["what is waived, and why: holdfast check --all"]], width)
    if result.failing and not result.narrowed:
        failing = counted(len(result.failing), "claim")
        was = "was broken when it was" if len(result.failing) == 1 else "were broken when they were"
        yield from flow([[f"{failing} {was} last tried: holdfast verify"]], width)
    for phrase in result.narrowed:
        yield f"told: {visible(phrase)}"
    if result.baseline and result.baseline.gone:
        gone = result.baseline.gone
        what = (
            "1 entry of the baseline no longer occurs"
            if gone == 1
            else f"{gone} entries of the baseline no longer occur"
        )
        yield from flow([[f"{what}: holdfast baseline --prune"]], width)


def _standing(result: Result, paint: Paint) -> list[list[str]]:
    holds, fails, unknown = result.standing()
    hold = paint(f"{holds} hold{'s' if holds == 1 else ''}", "green" if holds else "dim")
    documents = [
        f"{counted(len(result.documents), 'document')}   {hold}",
        f"{fails} {'does' if fails == 1 else 'do'} not",
    ]
    if unknown:
        documents.append(f"{unknown} unknown")
    outcomes = list(result.tally().words)
    if result.baseline:
        outcomes.append(f"{result.baseline.known} in the baseline")
    return [documents, outcomes]


def _levels(shown: Sequence[Verdict]) -> str:
    levels = Counter(verdict.severity for verdict in shown)
    told = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
    return ", ".join(counted(levels[level], level.word) for level in told if levels[level])
