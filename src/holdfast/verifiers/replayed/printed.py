"""Migrations without a server: both sides are run as examples of their languages, and print the same."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from holdfast.languages import Language, Unit, language_for
from holdfast.model.claim import Claim
from holdfast.model.example import Example, Level, Line
from holdfast.model.guide import Declared, Guide, Side
from holdfast.model.outcome import Outcome
from holdfast.model.span import Position
from holdfast.model.trial import Toolchain, Trial
from holdfast.verifiers.replayed.differing import Difference, text_lines
from holdfast.verifiers.replayed.meant import covers
from holdfast.verifiers.replayed.showing import DECLARE, log_lines
from holdfast.verifiers.replayed.writing import payload
from holdfast.world.bench import Bench


def tools(guide: Guide, bench: Bench) -> Toolchain:
    """Return what both sides are run with."""
    versions: list[tuple[str, str]] = []
    rests_on: list[str] = []
    highest, missing, remedy = Level.COMPARED, "", ""
    for side in (guide.before, guide.after):
        language = side and _language(side)
        if not side or not language or not language.toolchain:
            continue
        found = language.toolchain(bench)
        versions += [(f"{side.name} {name}", version) for name, version in found.versions]
        rests_on += found.rests_on
        if found.highest < highest:
            highest, missing, remedy = found.highest, found.missing, found.remedy
    return Toolchain(tuple(versions), highest, missing, remedy, tuple(dict.fromkeys(rests_on)))


def tried(claims: Sequence[Claim], bench: Bench) -> Iterator[tuple[Claim, Trial]]:
    """Run both sides and answer the claims of their guide."""
    guide: Guide = claims[0].matter.guide
    sides = [one for one in (guide.before, guide.after) if one]
    trials = [_ran(one, claims[0].document, bench) for one in sides]
    reads = frozenset[str]().union(*(one.reads for one in trials))
    seconds = sum(one.seconds for one in trials)
    for claim in claims:
        made = _trial(claim, guide, sides, trials)
        yield claim, replace(made, reads=reads, seconds=seconds if claim.matter.part == "printed" else 0.0)


def _trial(claim: Claim, guide: Guide, sides: Sequence[Side], trials: Sequence[Trial]) -> Trial:
    for side, trial in zip(sides, trials, strict=True):
        if trial.outcome is not Outcome.HOLDS:
            said = f"{trial.found}: {trial.fault.message}" if trial.fault else trial.found
            found = (
                f"{side.name} does not come to its end: {said}"
                if claim.matter.part == "printed"
                else f"its {side.name} does not run"
            )
            outcome = trial.outcome if claim.matter.part == "printed" else Outcome.UNPROVEN
            at = max(0, side.span.start - claim.of.span.start) if claim.matter.part == "printed" else 0
            return Trial(outcome, Level.RAN, None, found, trial.remedy, at=at, detail=log_lines(trial.output))
    differing = list(_differences(trials[0].output, trials[1].output))
    if claim.matter.part == "difference":
        return _declared(claim.matter.declared, differing)
    left = [one for one in differing if not any(covers(declared, one) for declared in guide.declared)]
    if left:
        lines = text_lines(trials[0].output, trials[1].output) or tuple(
            f"{one.before or 'nothing'} → {one.after or 'nothing'}" for one in left
        )
        rows = payload([("every request", left)])
        return Trial(
            Outcome.BROKEN, Level.COMPARED, None, "it prints something else", DECLARE, output=rows, detail=lines
        )
    if not trials[0].output.strip() and not all(_asserts(one) for one in sides):
        found_nothing = "neither prints anything, and not both assert something: there is nothing to compare"
        return Trial(Outcome.UNPROVEN, Level.RAN, None, found_nothing, "let both print, or assert")
    return Trial(Outcome.HOLDS, Level.COMPARED)


def _declared(declared: Declared, found: Sequence[Difference]) -> Trial:
    if any(covers(declared, one) for one in found):
        return Trial(Outcome.HOLDS, Level.COMPARED)
    remedy = "take it out: holdfast verify --update differences"
    return Trial(Outcome.STALE, Level.COMPARED, None, "what both print does not show it", remedy)


def _differences(before: str, after: str) -> Iterator[Difference]:
    """Yield the lines in which two outputs differ, each pair once."""
    old, new = before.splitlines(), after.splitlines()
    for index in range(max(len(old), len(new))):
        was, comes = (one[index].rstrip() if index < len(one) else "" for one in (old, new))
        if was != comes:
            yield Difference("output", "", was, comes)


def _asserts(side: Side) -> bool:
    return any("assert" in one.text or "expect(" in one.text for one in side.files)


def _language(side: Side) -> Language | None:
    return next((found for word in sorted(side.languages) if (found := language_for(word))), None)


def _ran(side: Side, document: str, bench: Bench) -> Trial:
    """Run a side as an example of its language and return the trial, whose output is what it printed."""
    language = _language(side)
    if language is None or language.run is None:
        return Trial(Outcome.UNPROVEN, Level.PARSED, None, "its language is not run here", "show it in one that is")
    code = "".join(one.text for one in side.files)
    word = min(side.languages)
    example = Example(
        document=document,
        ordinal=1 if side.name == "before" else 2,
        language=language.slug,
        word=word,
        info=word,
        lines=tuple(Line(text, side.span.start) for text in code.splitlines()),
        span=side.span,
        position=Position(1, 1),
        asked=Level.RAN,
    )
    quiet = replace(bench, begin=lambda _: None)
    unit = Unit(example)
    if language.check:
        checked = next((trial for _, trial in language.check([unit], quiet)), None)
        if checked and checked.outcome is not Outcome.HOLDS:
            return checked
    return next((trial for _, trial in language.run([unit], quiet)))
