"""Both sides of a guide played, before only where nothing that was kept answers for it, and its claims answered."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from holdfast.model.claim import Claim
from holdfast.model.guide import Guide, Request, Side
from holdfast.verifiers import Trials
from holdfast.verifiers.replayed.answers import Played
from holdfast.verifiers.replayed.deriving import derived
from holdfast.verifiers.replayed.grounds import prepared
from holdfast.verifiers.replayed.judging import Judge
from holdfast.verifiers.replayed.kept import keep, key_of, recalled
from holdfast.verifiers.replayed.playing import Stage, play
from holdfast.world.bench import Bench


def replayed(guide: Guide, claims: Sequence[Claim], bench: Bench) -> Trials:
    """Play both sides, and again with requests made from their OpenAPI documents where the guide has none."""
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
