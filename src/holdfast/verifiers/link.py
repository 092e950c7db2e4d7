"""Links to the web, with ``--online``: the page is there, it has the anchor, and it has not moved for good.

Asked politely and only at public addresses; see :mod:`holdfast.world.http`.
"""

import time
from collections.abc import Iterator, Sequence

from holdfast.binding.page import Page
from holdfast.edits.relink import INLINE
from holdfast.model.claim import Claim, Statement
from holdfast.model.edit import Edit, Fix
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.span import Span
from holdfast.model.trial import Evidence, Trial
from holdfast.verifiers import Trials
from holdfast.verifiers.links.page import WebPage
from holdfast.verifiers.links.statements import Stated, stated
from holdfast.world.bench import Bench

KIND = "link"
SLUG = "link-dead"
SLUGS = ("link-moved", "anchor-dead")
SANDBOX = False
UPDATES = "links"
_DAY = 86400
_ENCODED = {ord(char): f"%{ord(char):02X}" for char in "()[]<>\"'`|\\ *"}
_MOVED = "moved for good, to "
_NO_ANCHOR = "the page has no anchor "


def find(page: Page) -> Iterator[Statement]:
    """Yield every address on the web that a page links to, where the network may be asked."""
    if page.online:
        yield from stated(page)


def told(trial: Trial) -> str:
    """Return under which further slug a trial is told."""
    if trial.outcome is Outcome.BROKEN and trial.found.startswith(_MOVED):
        return "link-moved"
    return "anchor-dead" if _NO_ANCHOR in trial.found else ""


def fresh(evidence: Evidence, bench: Bench) -> bool:
    """Tell whether an answer is still good: for a day, or for what ``[verify.link] days`` says."""
    table = bench.settings.get("link")
    days = table.get("days", 1) if isinstance(table, dict) else 1
    return time.time() - evidence.moment < days * _DAY


def attempt(claims: Sequence[Claim], bench: Bench) -> Trials:
    """Ask for each page once, whatever links to it."""
    from holdfast.verifiers.links.asking import Asker
    from holdfast.world.http.allowed import user_policy
    from holdfast.world.http.exchange import Door
    from holdfast.world.http.guard import Guard

    guard = Guard(user_policy(bench.root))
    by_url: dict[str, list[Claim]] = {}
    for claim in claims:
        bench.begin(claim)
        by_url.setdefault(claim.matter.url, []).append(claim)
    wanted = {
        url: sorted({claim.matter.fragment for claim in found if claim.matter.fragment})
        for url, found in by_url.items()
    }
    nameless: list[tuple[Claim, WebPage]] = []
    for url, page in Asker(Door(guard), bench.recordings).pages(wanted):
        for claim in by_url.pop(url):
            if page.trouble == "name":
                nameless.append((claim, page))
            else:
                yield claim, judged(page, claim.matter.fragment)
    for claim, page in nameless:
        # Where no name at all led anywhere, it is this machine that is cut off, and not the hosts that are gone.
        yield claim, judged(page, claim.matter.fragment) if guard.answered else _cut_off()


def judged(page: WebPage, fragment: str) -> Trial:
    """Return what an answer says of a link to a page, or to a place in it."""
    if page.gone:
        what = page.found or f"the page is not there: its server answers {page.status}"
        return Trial(Outcome.BROKEN, Level.COMPARED, found=what, remedy="link to where it is now, or remove the link")
    if not page.fine:
        what = page.found or f"its server answers {page.status}"
        remedy = "look at it in a browser; [verify.link] ignore = [...] leaves such addresses out"
        if page.trouble == "refused":
            remedy = "holdfast goes to public addresses only; online.toml in your configuration folder allows others"
        return Trial(Outcome.UNPROVEN, Level.COMPARED, found=what, remedy=remedy)
    if fragment and page.html and not page.anchors.get(fragment, True):
        if page.scripted or page.cut:
            why = "a script makes its anchors" if page.scripted else "it is longer than what is read"
            found = f"{_NO_ANCHOR}#{fragment} that can be seen: {why}"
            return Trial(Outcome.UNPROVEN, Level.COMPARED, found=found, remedy="look at it in a browser")
        remedy = "link to an anchor that is there, or to the page as a whole"
        return Trial(Outcome.BROKEN, Level.COMPARED, found=f"{_NO_ANCHOR}#{fragment}", remedy=remedy)
    if page.moved:
        where = f"{page.moved}#{fragment}" if fragment else page.moved
        remedy = "link to it there: holdfast verify --online --update links"
        return Trial(Outcome.BROKEN, Level.COMPARED, found=f"{_MOVED}{where}", remedy=remedy, output=where)
    return Trial(Outcome.HOLDS, Level.COMPARED)


def update(claim: Claim, trial: Trial, source: bytes) -> Fix | None:
    """Return what leads every link to a page that moved for good to where it is now."""
    if told(trial) != "link-moved":
        return Fix(())
    matter: Stated = claim.matter
    # The new address is its server's word: nothing in it may end the link and begin something else.
    old, new = claim.name.encode(), trial.output.translate(_ENCODED)
    edits = [Edit(place, new) for span in matter.spans if (place := _destination(source, span, old))]
    return Fix(tuple(edits), safe=False) if edits else None


def _destination(source: bytes, span: Span, old: bytes) -> Span | None:
    """Return where an address stands in a link, an autolink or a definition; ``None`` for a link by reference."""
    text = source[span.start : span.end]
    found = INLINE.match(text, max(text.rfind(b"]("), 0))
    if found:
        group = "plain" if found["plain"] is not None else "angled"
        return Span(span.start + found.start(group), span.start + found.end(group)) if found[group] == old else None
    at = text.find(old)
    end = at + len(old)
    whole = at >= 0 and text.count(old) == 1 and text[end : end + 1] in (b"", b">", b" ", b"\n", b"\r", b"\t")
    return Span(span.start + at, span.start + end) if whole else None


def _cut_off() -> Trial:
    found = "no name on the network could be looked up"
    return Trial(Outcome.UNPROVEN, Level.COMPARED, found=found, remedy="try again with a connection")
