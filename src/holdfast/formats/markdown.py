"""For the summary of a CI job: counts by rule, then the findings of each document, as Markdown.

GitHub takes at most 1 MiB a step (https://docs.github.com/actions/reference/workflow-commands-for-github-actions);
what does not fit is counted. Nothing that a document holds becomes a link, a mention or HTML.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from holdfast.formats import View
from holdfast.formats.escape import code, markdown
from holdfast.formats.location import Places, rule_page
from holdfast.model.outcome import Outcome
from holdfast.model.result import Result
from holdfast.model.severity import Severity
from holdfast.model.verdict import Verdict

TITLE = "## Holdfast: "
"""What the first line begins with, by which a summary is told from a document."""
_LIMIT = 1024 * 1024
_KEPT = 4096
"""Bytes that are kept free for the last line, and for what other steps of the job may add."""
_MOST_DETAIL = 16
"""Lines shown below a message."""
_LEVELS = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def render(result: Result, view: View) -> Iterator[str]:
    """Yield the summary; whole findings until the limit, then how many are left out."""
    if result.tried:
        claims = result.tried.outcomes()
        yield f"{TITLE}{claims[Outcome.HOLDS]} of {claims.total()} claims hold"
        outcomes = (Outcome.BROKEN, Outcome.STALE, Outcome.WAIVED, Outcome.UNPROVEN)
        counts = [f"{claims[one]} {one.value}" for one in outcomes]
    else:
        holds, fails, unknown = result.standing()
        yield f"{TITLE}{holds} hold · {fails} do not{f' · {unknown} unknown' if unknown else ''}"
        counts = list(result.tally().words)
    yield ""
    known = [f"{result.baseline.known} in the baseline"] if result.baseline else []
    yield " · ".join([*counts, *known])
    for phrase in result.narrowed:
        yield ""
        yield f"Told: {markdown(phrase)}"
    shown = view.told(result)
    if shown:
        yield ""
        yield from _table(shown)
        yield from _findings(shown, Places(result))


def _table(verdicts: list[Verdict]) -> Iterator[str]:
    """Count by rule and severity, the rules that are most often broken first."""
    by_rule = Counter(verdict.slug for verdict in verdicts)
    levels = Counter((verdict.slug, verdict.severity) for verdict in verdicts)
    yield "| rule | errors | warnings | notes |"
    yield "|---|---:|---:|---:|"
    for slug, _ in by_rule.most_common():
        yield f"| {_rule(slug)} | {' | '.join(str(levels[slug, level] or '') for level in _LEVELS)} |"


def _findings(verdicts: list[Verdict], places: Places) -> Iterator[str]:
    room = _LIMIT - _KEPT - 200 * len({verdict.slug for verdict in verdicts})
    told = 0
    for path, group in groupby(verdicts, key=lambda verdict: verdict.path):
        heading = f"### {code(places.path(path))}"
        for number, verdict in enumerate(group):
            lines = [*(("", heading, "") if number == 0 else ()), _finding(verdict), *_detail(verdict)]
            room -= sum(len(line.encode()) + 1 for line in lines)
            if room < 0:
                yield ""
                yield f"{len(verdicts) - told} more do not fit on this page: run `holdfast check --all`"
                return
            yield from lines
            told += 1


def _finding(verdict: Verdict) -> str:
    place = f"{verdict.position.line}:{verdict.position.column}"
    known = " (in the baseline)" if verdict.known else ""
    return f"- {place} **{verdict.word}** {_rule(verdict.slug)}: {markdown(verdict.found)}; _{markdown(verdict.remedy)}_{known}"


def _detail(verdict: Verdict) -> Iterator[str]:
    """What can be compared line by line, each line as code."""
    return (f"  - {code(line)}" for line in verdict.detail[:_MOST_DETAIL] if line.strip())


def _rule(slug: str) -> str:
    page = rule_page(slug)
    return f"[{slug}]({page})" if page else code(slug)
