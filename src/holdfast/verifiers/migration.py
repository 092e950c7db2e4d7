"""Migration guides: what is shown as before and after is started, asked the same, and compared.

A guide without servers is run, and both sides have to print the same. Everything that a side is and does stands in
:mod:`holdfast.verifiers.replayed`; a further kind of side is one file there.
"""

from collections.abc import Iterator, Sequence

from holdfast.binding.page import Page
from holdfast.errors import UsageError
from holdfast.model.claim import Claim, Statement
from holdfast.model.edit import Fix
from holdfast.model.example import Level
from holdfast.model.guide import Guide
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Toolchain, Trial
from holdfast.verifiers import Trials
from holdfast.verifiers.replayed.statements import Matter, is_served, stated
from holdfast.world.bench import Bench

KIND = "migration"
SLUG = "migration-differs"
SANDBOX = True
UPDATES = "differences"


def find(page: Page) -> Iterator[Statement]:
    """Return the claims of every guide of a page."""
    return stated(page)


def toolchain(claim: Claim, bench: Bench) -> Toolchain:
    """Return what both sides stand on: interpreters, and what is installed for them."""
    if bench.refused:
        return Toolchain((), Level.PARSED, bench.refused.found, bench.refused.remedy)
    guide: Guide = claim.matter.guide
    if not guide.before or not guide.after or not is_served(guide):
        from holdfast.verifiers.replayed.printed import tools

        return tools(guide, bench)
    from holdfast.verifiers.replayed.grounds import prepared

    versions: list[tuple[str, str]] = []
    rests_on: list[str] = []
    for side in (guide.before, guide.after):
        try:
            found = prepared(side, guide, claim.document, bench)
        except UsageError as error:
            return Toolchain((), Level.PARSED, f"{error.where}: {error.found}", error.remedy)
        versions += [(f"{side.name} {name}", version) for name, version in (("kind", found.kind), *found.versions)]
        rests_on += found.rests_on
    return Toolchain(tuple(versions), Level.COMPARED, rests_on=tuple(dict.fromkeys(rests_on)))


def attempt(claims: Sequence[Claim], bench: Bench) -> Trials:
    """Try the claims of one guide: what before answered is known, or both sides are started at once."""
    if bench.refused:
        for claim in claims:
            yield claim, Trial(Outcome.UNPROVEN, Level.PARSED, None, bench.refused.found, bench.refused.remedy)
        return
    tools = bench.toolchain
    if tools.highest < Level.RAN:
        for claim in claims:
            yield claim, Trial(Outcome.UNPROVEN, Level.PARSED, None, tools.missing, tools.remedy)
        return
    bench.begin(claims[0])
    matter: Matter = claims[0].matter
    if not is_served(matter.guide):
        from holdfast.verifiers.replayed.printed import tried

        yield from tried(claims, bench)
    else:
        from holdfast.verifiers.replayed.replaying import replayed

        yield from replayed(matter.guide, claims, bench)


def update_all(found: Sequence[tuple[Claim, Trial]], source: bytes) -> Iterator[tuple[Claim, Fix | None]]:
    """Yield what writes the differences of each guide: one fix, the same for all of its claims that need it."""
    from holdfast.verifiers.replayed.writing import rewritten, rows_of

    for guide in {id(claim.matter.guide): claim.matter.guide for claim, _ in found}.values():
        mine = [(claim, trial) for claim, trial in found if claim.matter.guide is guide]
        broken = [(claim, rows_of(trial)) for claim, trial in mine if trial.outcome is Outcome.BROKEN]
        stale = [claim for claim, trial in mine if claim.matter.declared and trial.outcome is Outcome.STALE]
        wanted = [*(claim for claim, rows in broken if rows), *stale]
        rows = [row for _, each in broken for row in each]
        fix = rewritten(guide, rows, [claim.of.span for claim in stale], source)
        yield from ((claim, fix) for claim in wanted)
