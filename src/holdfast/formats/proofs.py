"""Claims for people: the summary of a run that tried some, the list of all, and the last runs of one."""

import time
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from holdfast.formats import View
from holdfast.formats.escape import json_text, visible
from holdfast.formats.layout import flow, wrap
from holdfast.formats.style import Paint
from holdfast.model.claim import Proof, Tried
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.result import Result
from holdfast.model.trial import Evidence
from holdfast.plural import counted

_COLOR = {
    Outcome.HOLDS: "green",
    Outcome.BROKEN: "red",
    Outcome.STALE: "yellow",
    Outcome.UNPROVEN: "yellow",
    Outcome.WAIVED: "dim",
}
_LEVELS = {
    Level.LISTED: "listed",
    Level.PARSED: "parsed",
    Level.TYPED: "typed",
    Level.RAN: "ran",
    Level.COMPARED: "compared",
}

_NOTHING = "nothing to try: no living document has a code block here, and records, such as ADRs, are not tried"


def tried_summary(tried: Tried, paint: Paint, width: int = 0) -> Iterator[str]:
    """Yield how a run went as a whole, with the count of every outcome."""
    claims = tried.outcomes().total()
    known = sum(1 for one in tried.proofs if one.known)
    # Without a sandbox, what is unproven was left alone.
    outcomes = (Outcome.HOLDS, Outcome.BROKEN, Outcome.STALE, *([] if tried.refused else [Outcome.UNPROVEN]))
    made = sum(1 for one in tried.proofs if one.outcome in outcomes and not one.known)
    how = f"{known} from evidence, {made} tried, {tried.seconds:.1f} s"
    yield from flow([_counted(tried, claims, paint), [how]], width)
    if tried.sandbox == "trusted":
        yield paint(f"without a sandbox; to trust exactly this: {tried.content} in ~/.config/holdfast/trust", "yellow")
    listed = len(tried.proofs) - claims
    if listed:
        yield paint(f"{listed} more of which nothing is asked: holdfast verify --list", "dim")
    if not tried.proofs:
        yield from (paint(line, "dim") for line in wrap(_NOTHING, width, width))


def _counted(tried: Tried, claims: int, paint: Paint) -> list[str]:
    counts = tried.outcomes()
    hold = paint(f"{counts[Outcome.HOLDS]} hold", "green" if counts[Outcome.HOLDS] else "dim")
    told = (Outcome.BROKEN, Outcome.STALE, Outcome.WAIVED, Outcome.UNPROVEN)
    rest = [f"{counts[outcome]} {outcome.value}" for outcome in told]
    return [f"{counted(claims, 'claim')}   {hold}", *rest]


def _list_summary(tried: Tried, paint: Paint, width: int) -> Iterator[str]:
    """Yield what is listed as a whole; nothing of it was tried now."""
    untried = sum(1 for one in tried.proofs if one.asked and not one.outcome)
    claims = tried.outcomes().total() + untried
    yield from flow([[*_counted(tried, claims, paint), f"{untried} untried"]], width)
    if len(tried.proofs) > claims:
        yield paint(f"{len(tried.proofs) - claims} more of which nothing is asked", "dim")
    if not tried.proofs:
        yield paint(_NOTHING, "dim")


def listing(result: Result, view: View) -> Iterator[str]:
    """Yield every code block by document: where, language, what is asked, what is known of it, its section."""
    paint = Paint(color=view.color)
    proofs = result.tried.proofs if result.tried else ()
    width = max((len(visible(one.name)) for one in proofs), default=0)
    for path, group in groupby(proofs, key=lambda one: one.path):
        yield paint(view.shown(result.root, path), "bold")
        for one in group:
            yield _listed(one, max(width, 1), paint)
        yield ""
    if result.tried:
        yield from _list_summary(result.tried, paint, view.width)


def _listed(one: Proof, width: int, paint: Paint) -> str:
    place = f"{one.position.line}:{one.position.column}"
    name = visible(one.name) or "-"
    word = one.outcome.value if one.outcome else "untried" if one.asked else "listed"
    shown = paint(f"{word:<9}", *([_COLOR[one.outcome]] if one.outcome else ["dim"]))
    why = f"   {visible(one.found)}" if one.found else ""
    rests = f" +{one.chain}" if one.chain else ""
    return f"{place:>8}  {name:<{width}}  {_LEVELS[one.asked] + rests:<12} {shown} {paint(one.claim, 'dim')}  {visible(one.section)}{why}"


def listing_json(result: Result) -> Iterator[str]:
    """Yield every claim as one JSON document, valid against ``schemas/claims-v1.json``."""
    proofs = result.tried.proofs if result.tried else ()
    yield json_text({"version": 1, "claims": [record(one) for one in proofs]}, indent=2)


def runs(found: list[Evidence], view: View) -> Iterator[str]:
    """Yield the last runs of a claim, the newest first, with what each rests on."""
    paint = Paint(color=view.color)
    for one in found:
        moment = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(one.moment))
        trial = one.trial
        outcome = paint(f"{trial.outcome.value:<9}", _COLOR[trial.outcome])
        yield f"{moment}  {outcome} {_LEVELS[trial.level]}   {trial.seconds:.2f} s   {visible(one.commit[:9]) or 'no commit'}   {visible(one.sandbox) or 'nothing ran'}"
        said = trial.fault.message if trial.fault else trial.found
        for label, text in (
            ("found", said),
            ("tools", ", ".join(f"{name} {version}" for name, version in one.toolchain)),
            ("machine", one.machine),
            ("rests on", ", ".join(sorted(one.files))),
        ):
            if text:
                yield f"  {paint(f'{label:<9}', 'dim')} {visible(text)}"
        for line in trial.output.splitlines()[-20:]:
            yield f"  {paint('|', 'dim')} {visible(line)}"
        yield ""


def record(one: Proof) -> dict[str, Any]:
    """Return a claim for programs; the shape is versioned with that of ``check --format json``."""
    return {
        "claim": one.claim,
        "kind": one.kind,
        "path": visible(one.path),
        "line": one.position.line,
        "column": one.position.column,
        "name": visible(one.name) or None,
        "section": visible(one.section) or None,
        "asked": _LEVELS[one.asked],
        "reached": _LEVELS[one.reached],
        "outcome": one.outcome.value if one.outcome else None,
        "found": visible(one.found) or None,
        "from_evidence": one.known,
        "rests_on_examples": one.chain,
        "seconds": round(one.seconds, 3),
    }


def runs_json(found: list[Evidence]) -> Iterator[str]:
    """Yield the last runs of a claim as one JSON document, valid against ``schemas/runs-v1.json``."""
    yield json_text({"version": 1, "runs": [run_record(one) for one in found]}, indent=2)


def run_record(one: Evidence) -> dict[str, Any]:
    """Return one run of a claim for programs."""
    return {
        "claim": one.claim,
        "moment": one.moment,
        "outcome": one.trial.outcome.value,
        "level": _LEVELS[one.trial.level],
        "found": one.trial.fault.message if one.trial.fault else one.trial.found,
        "output": one.trial.output,
        "seconds": one.trial.seconds,
        "rests_on": one.files,
        "toolchain": dict(one.toolchain),
        "sandbox": one.sandbox,
        "machine": one.machine,
        "commit": one.commit,
    }
