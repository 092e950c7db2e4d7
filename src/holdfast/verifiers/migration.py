"""Migration guides: what is shown as before and after is started, asked the same, and compared.

A guide without servers is run, and both sides have to print the same. Everything that a side is and does stands in
:mod:`holdfast.verifiers.replayed`; a further kind of side is one file there.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from holdfast.binding.page import Page
from holdfast.errors import UsageError
from holdfast.model.claim import Claim, Statement
from holdfast.model.edit import Fix
from holdfast.model.example import Level
from holdfast.model.guide import Guide, Request, Side
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Toolchain, Trial
from holdfast.verifiers import Trials
from holdfast.verifiers.replayed.answers import Played
from holdfast.verifiers.replayed.grounds import prepared
from holdfast.verifiers.replayed.kept import keep, key_of, recalled
from holdfast.verifiers.replayed.playing import Stage, play
from holdfast.verifiers.replayed.statements import Matter, found_guides, is_served, stated
from holdfast.world.bench import Bench

KIND = "migration"
SLUG = "migration-differs"
SANDBOX = True
UPDATES = "differences"


def find(page: Page) -> Iterator[Statement]:
    """Yield the claims of every guide of a page."""
    for guide in found_guides(page):
        yield from stated(page, guide)


def toolchain(claim: Claim, bench: Bench) -> Toolchain:
    """Return what both sides stand on: interpreters, and what is installed for them."""
    if bench.refused:
        return Toolchain((), Level.PARSED, bench.refused.found, bench.refused.remedy)
    guide: Guide = claim.matter.guide
    if not guide.before or not guide.after or not is_served(guide):
        from holdfast.verifiers.replayed.printed import tools

        return tools(guide, bench)
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
        yield from _replayed(matter.guide, claims, bench)


def update_all(found: Sequence[tuple[Claim, Trial]], source: bytes) -> Iterator[tuple[Claim, Fix | None]]:
    """Yield what writes the differences of each guide: one fix, the same for all of its claims that need it."""
    from holdfast.verifiers.replayed.judging import rows_of
    from holdfast.verifiers.replayed.writing import rewritten

    for guide in {id(claim.matter.guide): claim.matter.guide for claim, _ in found}.values():
        mine = [(claim, trial) for claim, trial in found if claim.matter.guide is guide]
        broken = [(claim, rows_of(trial)) for claim, trial in mine if trial.outcome is Outcome.BROKEN]
        stale = [claim for claim, trial in mine if claim.matter.declared and trial.outcome is Outcome.STALE]
        wanted = [*(claim for claim, rows in broken if rows), *stale]
        rows = [row for _, each in broken for row in each]
        fix = rewritten(guide, rows, [claim.of.span for claim in stale], source)
        yield from ((claim, fix) for claim in wanted)


def _replayed(guide: Guide, claims: Sequence[Claim], bench: Bench) -> Trials:
    """Play both sides, and again with requests made from their OpenAPI documents where the guide has none."""
    from holdfast.verifiers.replayed.deriving import derived
    from holdfast.verifiers.replayed.judging import Judge

    requests: Sequence[Request] = guide.requests
    before, after = _both(guide, requests, claims[0].document, bench)
    if not requests and before.document and after.document:
        requests = derived(before.document, after.document, guide.heading)
        before, after = _both(guide, requests, claims[0].document, bench) if requests else (before, after)
    further = bench.settings.get("migration", {}).get("headers", ())
    judge = Judge(guide, before, after, bench.timeout, tuple(map(str, further)))
    judge.look(requests)
    for claim in claims:
        yield claim, judge.trial(claim)


def _both(guide: Guide, requests: Sequence[Request], document: str, bench: Bench) -> tuple[Played, Played]:
    """Return what both sides answered; before is started only where nothing that was kept answers for it."""
    if guide.before is None or guide.after is None:
        raise ValueError("a guide with one side has nothing to replay")
    key = key_of(guide.before, prepared(guide.before, guide, document, bench), requests, bench)
    known = None if bench.again else recalled(key, document, bench)

    stage = Stage()

    def started(side: Side) -> Played:
        return play(side, lambda places: prepared(side, guide, document, bench, places), requests, bench, stage)

    if known or bench.jobs == 1:
        before = known or started(guide.before)
        after = started(guide.after)
    else:
        with ThreadPoolExecutor(2) as pool:
            waiting = pool.submit(started, guide.before)
            try:
                after = started(guide.after)
                before = waiting.result()
            except BaseException:
                # Whoever interrupts does not wait for the other side.
                stage.close()
                raise
    if not known:
        keep(key, before, document, bench)
    return before, after
