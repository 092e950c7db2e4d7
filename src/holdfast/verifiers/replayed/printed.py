"""Migrations without a server: both sides are run as examples of their languages, and print the same."""

from collections.abc import Iterator, Sequence

from holdfast.languages import Language, Unit, language_for
from holdfast.model.claim import Claim
from holdfast.model.example import Example, Level, Line
from holdfast.model.guide import Declared, Guide, Side
from holdfast.model.outcome import Outcome
from holdfast.model.span import Position
from holdfast.model.trial import Toolchain, Trial
from holdfast.records import replace
from holdfast.verifiers.replayed.differing import Difference, text_lines
from holdfast.verifiers.replayed.meant import covers
from holdfast.verifiers.replayed.showing import DECLARE, log_lines
from holdfast.verifiers.replayed.statements import printed_pairs
from holdfast.verifiers.replayed.writing import payload
from holdfast.world.bench import Bench


def tools(guide: Guide, bench: Bench) -> Toolchain:
    """Return what both sides are run with."""
    versions: list[tuple[str, str]] = []
    rests_on: list[str] = []
    highest, missing, remedy = Level.COMPARED, "", ""
    languages = {_language(side): None for pair in printed_pairs(guide) for side in pair}
    for language in languages:
        if language is None or language.toolchain is None:
            continue
        found = language.toolchain(bench)
        versions += [(f"{language.slug} {name}", version) for name, version in found.versions]
        rests_on += found.rests_on
        if found.highest < highest:
            highest, missing, remedy = found.highest, found.missing, found.remedy
    return Toolchain(tuple(versions), highest, missing, remedy, tuple(dict.fromkeys(rests_on)))


Ran = tuple[tuple[Side, Trial], tuple[Side, Trial]]
"""A before and its after, each with what came of running it."""


def tried(claims: Sequence[Claim], bench: Bench) -> Iterator[tuple[Claim, Trial]]:
    """Run the pairs that are asked for, or all of them for a declared difference, and answer the claims of their guide."""
    guide: Guide = claims[0].matter.guide
    known: dict[int, Ran] = {}

    def ran(pair: tuple[Side, Side]) -> Ran:
        if id(pair) not in known:
            old, new = (_ran(one, claims[0].document, bench) for one in pair)
            known[id(pair)] = ((pair[0], old), (pair[1], new))
        return known[id(pair)]

    for claim in claims:
        if claim.matter.part == "printed":
            found = [ran(claim.matter.pair)]
            made = _printed(guide, found[0])
        else:
            found = [ran(pair) for pair in printed_pairs(guide)]
            made = _declared(claim.matter.declared, found)
        trials = [trial for pair in found for _, trial in pair]
        reads = frozenset[str]().union(*(one.reads for one in trials))
        seconds = sum(one.seconds for one in trials) if claim.matter.part == "printed" else 0.0
        yield claim, replace(made, reads=reads, seconds=seconds)


def _printed(guide: Guide, ran: Ran) -> Trial:
    """Return the trial of one pair."""
    for side, trial in ran:
        if trial.outcome is not Outcome.HOLDS:
            said = f"{trial.found}: {trial.fault.message}" if trial.fault else trial.found
            found = f"{side.name} does not come to its end: {said}"
            return Trial(trial.outcome, Level.RAN, None, found, trial.remedy, detail=log_lines(trial.output))
    old, new = (trial.output for _, trial in ran)
    left = [one for one in _differences(old, new) if not any(covers(declared, one) for declared in guide.declared)]
    if left:
        lines = text_lines(old, new) or tuple(f"{one.before or 'nothing'} → {one.after or 'nothing'}" for one in left)
        rows = payload([("every request", left)])
        found = "it prints something else"
        return Trial(Outcome.BROKEN, Level.COMPARED, None, found, DECLARE, output=rows, detail=lines)
    if not old.strip() and not all(_asserts(side) for side, _ in ran):
        found = "neither prints anything, and not both assert something: there is nothing to compare"
        return Trial(Outcome.UNPROVEN, Level.RAN, None, found, "let both print, or assert")
    return Trial(Outcome.HOLDS, Level.COMPARED)


def _declared(declared: Declared, found: Sequence[Ran]) -> Trial:
    """Return the trial of a declared difference: some pair shows it."""
    whole = [pair for pair in found if all(trial.outcome is Outcome.HOLDS for _, trial in pair)]
    for (_, old), (_, new) in whole:
        if any(covers(declared, one) for one in _differences(old.output, new.output)):
            return Trial(Outcome.HOLDS, Level.COMPARED)
    if len(whole) < len(found):
        return Trial(Outcome.UNPROVEN, Level.RAN, None, "not all of what could show it runs", "mend that first")
    remedy = "take it out: holdfast verify --update differences"
    return Trial(Outcome.STALE, Level.COMPARED, None, "nothing that both print shows it", remedy)


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
