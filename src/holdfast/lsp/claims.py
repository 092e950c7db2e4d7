"""What is known of a claim, in words: what its document's Status asks of it, and what came of it when it was last tried."""

from datetime import UTC, datetime

from holdfast.engine.tested import Tested
from holdfast.lsp.shown import Shown
from holdfast.model.outcome import Outcome

_WANTED = ("", "has to parse", "has to type check", "has to run", "has to run and print what is said")
_REACHED = ("was not tried", "parses", "type checks", "runs", "runs and prints what is said")
"""What is asked of an example at each level, and what then holds of it."""
_OUTPUT = 12
"""So many lines of what an example printed are shown."""


def say_claim(one: Tested, shown: Shown) -> None:
    """Tell of a claim what is asked of it and what came of it when it was last tried."""
    claim = one.claim
    shown.head(f"{claim.name or claim.kind}: {_asked(one)}")
    if claim.reason:
        shown.quote("its author says:", claim.reason)
    evidence = one.evidence
    if evidence is None:
        shown.say("never tried: `holdfast verify`" if claim.asked else "nobody has to try it")
        return
    trial = evidence.trial
    shown.say(f"{one.outcome.value if one.outcome else ''}: {why(one) or _REACHED[trial.level]}")
    tools = ", ".join(f"{name} {version}" for name, version in evidence.toolchain)
    at = f" at {evidence.commit[:7]}" if evidence.commit else ""
    shown.say(f"tried {when(evidence.moment)}{at}{f', {tools}' if tools else ''}, {trial.seconds:.1f} s")
    if evidence.files:
        shown.say(
            f"rests on {', '.join(f'`{path}`' for path in list(evidence.files)[:5])}"
            + (" …" if len(evidence.files) > 5 else "")
        )
    if one.outcome is Outcome.BROKEN and trial.output:
        shown.block("\n".join(trial.output.splitlines()[:_OUTPUT]))
    if one.outcome is not Outcome.HOLDS:
        shown.say(
            trial.remedy if one.outcome is Outcome.UNPROVEN and trial.remedy else "try it again: `holdfast verify`"
        )


def _asked(one: Tested) -> str:
    if not one.claim.asked:
        return "nothing is asked of it"
    return _WANTED[one.claim.asked] if one.claim.kind == "example" else "has to hold"


def why(one: Tested) -> str:
    """Return what is to be said of a claim that was tried: what changed since, or what was found; empty where it holds."""
    if one.evidence is None:
        return ""
    trial = one.evidence.trial
    if one.stale:
        return f"{one.stale}; it {'was broken' if trial.outcome is Outcome.BROKEN else 'held'} then"
    return trial.found or (trial.fault.message if trial.fault else "")


def when(moment: int) -> str:
    """Return a time, in seconds since the epoch, as people read it, in UTC."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M UTC")
