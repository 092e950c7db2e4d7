"""Differences and logs as lines for people."""

from collections.abc import Sequence

from holdfast.model.guide import ABSENT
from holdfast.patterns import pattern
from holdfast.verifiers.replayed.answers import Answer
from holdfast.verifiers.replayed.differing import Difference

DECLARE = "make it answer the same, or declare the difference: holdfast verify --update differences"
_LOG = 15
_LINES = 25
_MANY = 4
"""From so many differences of one body on it is looked whether the two share anything."""
_OWN = pattern(r'File "(?:<frozen importlib|/hf/in/)|^\s+at .*\(?node:internal')
_WIDE = 300


def log_lines(log: str) -> tuple[str, ...]:
    """Return the end of what a side printed, without what an interpreter tells of itself."""
    lines = (line.rstrip()[:_WIDE] for line in log.splitlines() if line.strip(" ^~"))
    return tuple(line for line in lines if not _OWN.search(line))[-_LOG:]


def named(one: Difference) -> str:
    """Return what a difference is in: ``status``, ``header Allow``, ``body $.detail``."""
    part = "-".join(word.capitalize() for word in one.part.split("-")) if one.what == "header" else one.part
    return part if one.what == "openapi" else f"{one.what} {part}".strip()


def parts_of(found: Sequence[Difference]) -> str:
    """Return on one line in what answers differ."""
    names = list(dict.fromkeys("body" if one.what == "body" else named(one) for one in found))
    return ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")


def value(text: str) -> str:
    """Return a value as people are shown it."""
    return "none" if text == ABSENT else " ".join(text.split())


def folded(found: Sequence[Difference], old: Answer, new: Answer) -> list[Difference]:
    """Return differences with those of two bodies that share next to nothing as one, which shows both bodies."""
    bodies = [one for one in found if one.what == "body"]
    onesided = [one for one in bodies if ABSENT in (one.before, one.after)]
    if len(bodies) < _MANY or len(onesided) * 4 < len(bodies) * 3:
        return list(found)
    texts = [" ".join(one.body.decode("utf-8", "replace").split()) for one in (old, new)]
    lines = tuple(
        f"{mark} {text[:_WIDE]}{'…' if len(text) > _WIDE else ''}" for mark, text in zip("-+", texts, strict=True)
    )
    return [*(one for one in found if one.what != "body"), Difference("body", "", texts[0], texts[1], lines=lines)]


def shown_lines(found: Sequence[Difference], statuses: tuple[int, int] | None = None) -> tuple[str, ...]:
    """Return a line for each difference, and below it the lines of a text that has several."""
    lines: list[str] = []
    width = max((len(named(one)) for one in found), default=0)
    if statuses and not any(one.what == "status" for one in found):
        width = max(width, len("status"))
        lines.append(
            f"{'status':<{width}}  {statuses[0]}{'' if statuses[0] == statuses[1] else f' → {statuses[1]}, declared'}"
        )
    for one in found:
        if one.lines:
            lines += [
                f"{named(one):<{width}}  {line}" if not place else f"{'':<{width}}  {line}"
                for place, line in enumerate(one.lines)
            ]
        else:
            lines.append(f"{named(one):<{width}}  {value(one.before)} → {value(one.after)}")
    return tuple(lines) if len(lines) <= _LINES else (*lines[:_LINES], f"… {len(lines) - _LINES} more")
