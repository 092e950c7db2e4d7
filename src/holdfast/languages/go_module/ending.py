"""What the end of a Go program says of the example that it was made of."""

import re

from holdfast.languages.session.matching import compared
from holdfast.model.example import Example, Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Fault, Trial
from holdfast.world.bench import Bench
from holdfast.world.sandbox import Finished

_FRAME = re.compile(r"holdfast_example_(?P<ordinal>\d+)\.go:(?P<line>\d+)")


def fault_at(example: Example, line: int, column: int, message: str) -> Fault:
    """Return a fault of an example; Go counts columns in bytes."""
    at = min(max(1, line), max(1, len(example.lines)))
    text = example.lines[at - 1].text.encode("utf-8", "replace") if example.lines else b""
    return Fault(at, len(text[: column - 1].decode("utf-8", "ignore")) + 1, message[:200])


def ended(one: Example, done: Finished, printed: str, words: str, bench: Bench) -> Trial:
    """Return the trial of an example that was run; ``words`` come only from behind its last line."""
    said = done.stderr.decode("utf-8", "replace")
    if done.timed_out:
        found = f"it ran longer than {bench.timeout:g} s"
        return Trial(Outcome.UNPROVEN, Level.RAN, found=found, remedy='raise --timeout, or say no_run="why"')
    if one.raises:
        if not done.exit:
            return Trial(Outcome.BROKEN, Level.RAN, None, "is said to fail, and does not", "take should_panic away")
        if one.raises != "*" and one.raises not in said:
            return Trial(Outcome.BROKEN, Level.RAN, None, f"does not fail with {one.raises}", "say what it fails with")
        return Trial(Outcome.HOLDS, Level.RAN)
    if done.exit:
        at = next((found for found in _FRAME.finditer(said) if int(found["ordinal"]) == one.ordinal), None)
        message = (said.strip().splitlines() or [f"it exits with {done.exit}"])[0][:200]
        fault = fault_at(one, int(at["line"]) if at else 1, 1, message)
        return Trial(Outcome.BROKEN, Level.RAN, fault, "fails", "mend the example, or what it speaks of")
    if f"\n{words}\n" not in said:
        found = "ends the process before its last line"
        return Trial(Outcome.BROKEN, Level.RAN, Fault(1, 1, found), found, "let it come to its end")
    return compared(one, printed)
