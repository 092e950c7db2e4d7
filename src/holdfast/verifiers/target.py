"""Targets: a row of a table is held against the measurement that it names, by its notes or the configuration.

A result file of the project is read; a command that makes one runs with ``verify --bench`` only, in the sandbox.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.binding.page import Page
from holdfast.binding.quantity import Quantity
from holdfast.binding.ratio import Ratio
from holdfast.markdown.plain import key
from holdfast.model.claim import Claim, Statement
from holdfast.model.edit import Fix
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.role import Role
from holdfast.model.trial import Evidence, Toolchain, Trial
from holdfast.plural import counted
from holdfast.verifiers import Trials
from holdfast.verifiers.targets.wanted import Wanted, compares, wanted
from holdfast.world.bench import Bench

if TYPE_CHECKING:
    from holdfast.verifiers.targets.judged import Judged
    from holdfast.verifiers.targets.made import Measured, Measurements

KIND = "target"
SLUG = "target-missed"
SANDBOX = False
UPDATES = "actual"
_ASKED = frozenset({Role.RESEARCH, Role.DRAFT, Role.ACTIVE})
_WORST = (Outcome.BROKEN, Outcome.UNPROVEN, Outcome.HOLDS)
_BY_COMMAND = ("measured by", "a command")


def find(page: Page) -> Iterator[Statement]:
    """Yield the rows that name a measurement."""
    for one in wanted(page):
        asked = page.asked and page.role in _ASKED
        yield Statement(
            span=one.goal.span,
            at=one.goal.place.start,
            name=one.goal.name,
            content=one.content,
            identity=(key(one.goal.name),),
            matter=one,
            section=one.goal.section,
            asked=Level.COMPARED if asked else Level.LISTED,
            group="command" if one.command else "",
            runs=bool(one.command) and page.measure,
        )


def toolchain(claim: Claim, bench: Bench) -> Toolchain:
    """Return what dates an answer: how old a measurement is depends on what is checked out."""
    from holdfast.verifiers.targets.made import head

    made = (_BY_COMMAND,) if claim.of.group else ()
    return Toolchain((*made, ("commit", head(bench.root)[:12])), Level.COMPARED)


def fresh(evidence: Evidence, bench: Bench) -> bool:
    """Say that what a command measured does not count where the user asks to measure."""
    return not (bench.measure and _BY_COMMAND in evidence.toolchain)


def attempt(claims: Sequence[Claim], bench: Bench) -> Trials:
    """Compare each row with what was measured."""
    from holdfast.verifiers.targets.made import measurements

    with measurements(bench) as made:
        for claim in claims:
            bench.begin(claim)
            yield claim, _tried(claim.matter, made)


def update(claim: Claim, trial: Trial, source: bytes) -> Fix | None:
    """Return what writes the measured value into the Actual cell of its row."""
    from holdfast.verifiers.targets.filled import filled

    return filled(claim.matter, trial.output, source) if trial.output else Fix(())


@dataclass(slots=True)
class _Found:
    """What came of one row, value by value."""

    judged: list["Judged"] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    """What its Actual cell would say."""


def _tried(one: Wanted, made: "Measurements") -> Trial:
    from holdfast.verifiers.targets.judged import no_figure
    from holdfast.world.results import ResultError

    target = one.goal.target
    try:
        source = made.of(one)
        found = _Found()
        if isinstance(target, Ratio):
            _ratio(one, target, source, found, made)
        else:
            for quantity in target if isinstance(target, tuple) else (None,):
                _quantity(one, quantity, source, found, made)
    except ResultError as error:
        reads = frozenset({one.file}) if one.file else frozenset()
        return Trial(Outcome.UNPROVEN, Level.COMPARED, found=error.found, remedy=error.remedy, reads=reads)
    outcome = next(worst for worst in _WORST if any(each.outcome is worst for each in found.judged))
    chosen = [each for each in found.judged if each.outcome is outcome]
    detail = _detail(source)
    said = "; ".join(each.found for each in chosen)
    if reason := no_figure(target):
        outcome = Outcome.UNPROVEN if outcome is Outcome.HOLDS else outcome
        said = f"{reason}; {said}"
    if source.changed and outcome in (Outcome.HOLDS, Outcome.BROKEN):
        remedy = "holdfast verify --bench" if one.command else "measure again, and keep what that writes"
        said = f"{source.changed} changed since it was measured; {said}"
        return Trial(Outcome.STALE, Level.COMPARED, found=said, remedy=remedy, reads=source.reads, detail=detail)
    return Trial(
        outcome,
        Level.COMPARED,
        found="; ".join((said, *detail)) if outcome is Outcome.HOLDS else said,
        remedy=next((each.remedy for each in chosen if each.remedy), "write a figure as the target, or leave the measurement out"),
        output=", ".join(found.texts),
        reads=source.reads,
        detail=detail,
    )  # fmt: skip


def _quantity(one: Wanted, quantity: Quantity | None, source: "Measured", found: _Found, made: "Measurements") -> None:
    """Judge one value of a row; without a figure as its target only what the document says was reached."""
    from holdfast.verifiers.targets.filled import figure_text
    from holdfast.verifiers.targets.judged import Judged, disagrees, judge, measured
    from holdfast.verifiers.targets.picked import pick
    from holdfast.world.results import ResultError
    from holdfast.world.results.series import figure

    actual = one.goal.actual
    like = quantity or (actual[0] if isinstance(actual, tuple) else None)
    unit = (like.unit if like else "") or one.goal.unit
    series = pick(one, source.results, one.metric, like.dimension if like else "any", unit)
    figured = figure(series, one.statistic_of(quantity))
    if isinstance(figured, str):
        raise ResultError(f"{series.name}: {figured}", "measure more runs, or ask for another statistic")
    dimension = like.dimension if like else series.dimension
    judged = judge(quantity, figured, _shown(one, quantity)) if quantity else Judged(Outcome.HOLDS, measured(figured, dimension, unit))  # fmt: skip
    other = disagrees(actual, figured, dimension, unit) if one.goal.measured else ""
    if other and judged.outcome is not Outcome.BROKEN:
        text = measured(figured, dimension, unit)
        judged = Judged(Outcome.BROKEN, f"{other}, and {text} is measured", "holdfast verify --update actual")
    found.judged.append(judged)
    found.texts.append(figure_text(one, quantity or like, figured, dimension))
    made.keep(one, series, source)


def _shown(one: Wanted, quantity: Quantity | None) -> str:
    """Return the target as written; of several values the one at hand."""
    target = one.goal.target
    if quantity is None or not isinstance(target, tuple) or len(target) < 2:
        return one.goal.target_text
    parts = [part.strip() for part in one.goal.target_text.replace(";", ",").split(",")]
    return parts[target.index(quantity)] if len(parts) == len(target) else one.goal.target_text


def _ratio(one: Wanted, target: Ratio, source: "Measured", found: _Found, made: "Measurements") -> None:
    """Judge two metrics of one run."""
    from holdfast.verifiers.targets.filled import ratio_text
    from holdfast.verifiers.targets.judged import judge_ratio
    from holdfast.verifiers.targets.picked import pick
    from holdfast.world.results import ResultError
    from holdfast.world.results.series import figure

    against = compares(one)
    if not against:
        raise ResultError(
            f"{one.goal.target_text} does not say than what", f'[verify.bench.{one.name}] against = "METRIC"'
        )
    ours = pick(one, source.results, one.metric, "any", "")
    other = pick(one, source.results, against, ours.dimension or "any", "")
    statistic = one.statistic_of(None)
    first, second = figure(ours, statistic), figure(other, statistic)
    for series, figured in ((ours, first), (other, second)):
        if isinstance(figured, str):
            raise ResultError(f"{series.name}: {figured}", "measure more runs, or ask for another statistic")
        made.keep(one, series, source)
    judged, ratio = judge_ratio(target, first, second, ours.dimension, (ours.name, other.name))  # type: ignore[arg-type]
    found.judged.append(judged)
    if text := ratio_text(one, ratio):
        found.texts.append(text)


def _detail(made: "Measured") -> tuple[str, ...]:
    """Return on what, when and with what it was measured, and whether that is another machine or an older commit."""
    from holdfast.world.machine import here

    lines = [f"by {made.results.tool}"] if made.results.tool else []
    machine = made.machine
    if str(machine):
        other = f", another machine than this one ({here()})" if machine.differs(here()) else ""
        lines.append(f"on {machine}{other}")
    if made.commit:
        older = f", {counted(made.behind, 'commit')} ago" if made.behind > 0 else ""
        older = ", which this history does not hold" if made.behind < 0 else older
        dirty = " with changes that no commit holds" if made.results.dirty else ""
        lines.append(f"at {made.commit[:9]}{dirty}{older}")
    return tuple(lines)
