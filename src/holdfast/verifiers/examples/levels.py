"""Examples of one language tried level by level: parsed, checked, run. What fails at one is not asked the next."""

from collections.abc import Iterator, Sequence

from holdfast.languages import Language, Unit
from holdfast.model.claim import Claim
from holdfast.model.example import Example, Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Trial
from holdfast.records import replace
from holdfast.verifiers.examples.fairness import fairly
from holdfast.verifiers.examples.parsing import parsed, unproven
from holdfast.world.bench import Bench


def tried(language: Language, claims: Sequence[Claim], bench: Bench) -> Iterator[tuple[Claim, Trial]]:
    """Yield the final trial of each claim: the level at which it breaks, or the highest that holds."""
    standing: list[Claim] = []
    broken: set[int] = set()
    for claim in claims:
        example = _example(claim)
        guessing = language.guesses and claim.asked > Level.PARSED
        trial = (
            Trial(Outcome.HOLDS, Level.PARSED)
            if guessing
            else fairly(language, _unit(claim), parsed(language, example))
        )
        if trial.outcome is Outcome.BROKEN:
            broken.add(id(example))
        if trial.outcome is not Outcome.HOLDS or claim.asked is Level.PARSED:
            yield claim, trial
        else:
            standing.append(claim)
    by_unit: dict[int, Claim] = {}
    for claim in standing:
        blocked = next((one for one in _unit(claim).before if id(one) in broken), None)
        if blocked:
            found = f"it rests on the example on line {blocked.position.line}, which does not parse"
            yield claim, unproven(Level.TYPED, found, "mend that one first")
        else:
            by_unit[id(_unit(claim))] = claim
    if not by_unit:
        return
    tools = bench.toolchain
    if tools.highest < Level.TYPED:
        for claim in by_unit.values():
            yield claim, unproven(Level.TYPED, tools.missing, tools.remedy)
    else:
        yield from _beyond(language, by_unit, bench)


def _beyond(language: Language, by_unit: dict[int, Claim], bench: Bench) -> Iterator[tuple[Claim, Trial]]:
    """Yield trials of claims that parse: types first, then runs of those that are asked to run."""
    begin = bench.begin
    bench = replace(bench, begin=lambda unit: begin(by_unit[id(unit)]) if id(unit) in by_unit else None)
    checked: dict[int, Trial] = {}
    running: list[Unit] = []
    if language.check:
        for unit, trial in language.check([_unit(one) for one in by_unit.values()], bench):
            claim = by_unit[id(unit)]
            if trial.outcome is Outcome.HOLDS and claim.asked > Level.TYPED and language.run:
                checked[id(unit)] = trial
                running.append(unit)
            else:
                yield claim, fairly(language, unit, trial)
    else:
        running = [_unit(one) for one in by_unit.values()]
    if running and bench.toolchain.highest < Level.RAN:
        for unit in running:
            yield by_unit[id(unit)], unproven(Level.RAN, bench.toolchain.missing, bench.toolchain.remedy)
    elif running and language.run:
        for unit, trial in language.run(running, bench):
            before = checked.get(id(unit))
            fair = fairly(language, unit, trial)
            yield by_unit[id(unit)], _together(before, fair) if before else fair


def _unit(claim: Claim) -> Unit:
    found: Unit = claim.matter.unit
    return found


def _example(claim: Claim) -> Example:
    return _unit(claim).example


def _together(checked: Trial, ran: Trial) -> Trial:
    """Join what the checker and the run rest on."""
    return replace(ran, reads=ran.reads | checked.reads, seconds=ran.seconds + checked.seconds)
