"""Waivers applied: what is excused stays visible as waived, and a waiver that excuses nothing is reported."""

from bisect import bisect_right
from collections.abc import Container, Sequence

from holdfast.binding.waivers import Waiver
from holdfast.config import Config
from holdfast.engine.judge import severity_of
from holdfast.model.entry import Entry
from holdfast.model.outcome import Outcome
from holdfast.model.severity import Severity
from holdfast.model.span import Position, Span
from holdfast.model.verdict import Verdict
from holdfast.records import replace
from holdfast.rules import Rule, all_rules, current_slug
from holdfast.suggest import suggestion

NEVER = frozenset({"waiver-invalid", "waiver-unused", "policy-loosened", "version-unknown"})
"""What no waiver excuses: it would be its own excuse, or hide that something is open."""


def excuse(
    entry: Entry, waivers: Sequence[Waiver], verdicts: Sequence[Verdict], config: Config, decided: Container[str]
) -> list[Verdict]:
    """Return the verdicts of one document with its waivers applied, and those about the waivers themselves.

    A waiver is not called unused where its rule was not asked or not ``decided``, or is off: it may be needed elsewhere.
    """
    if not waivers:
        return list(verdicts)
    rules = {rule.slug: rule for rule in all_rules()}
    waivers = [waiver._replace(slugs=tuple(map(current_slug, waiver.slugs))) for waiver in waivers]
    valid = [
        waiver for waiver in waivers if waiver.reason and waiver.slugs and all(slug in rules for slug in waiver.slugs)
    ]
    used: set[tuple[int, str]] = set()
    covers = _Covers(valid)
    honoured = {waiver.spot.start for waiver in valid}
    result = [_excused(verdict, covers, used) for verdict in verdicts]
    for waiver in waivers:
        if waiver.spot.start not in honoured:
            result += _verdict(entry, waiver, rules["waiver-invalid"], config, *_fault(waiver, rules))
            continue
        open_ = [
            slug
            for slug in waiver.slugs
            if slug not in decided or severity_of(rules[slug], config, entry.role, entry.status) is Severity.OFF
        ]
        unused = [slug for slug in waiver.slugs if (waiver.spot.start, slug) not in used and slug not in open_]
        if unused and entry.bound:
            found = f"{', '.join(unused)} {'holds' if len(unused) == 1 else 'hold'} here without this waiver"
            remedy = _unused(waiver, unused, result)
            result += _verdict(entry, waiver, rules["waiver-unused"], config, found, remedy)
    return result


class _Covers:
    """The waivers of one document by rule and place, so that a document full of them costs no more than its length.

    A waiver covers a section or the document, so of two either one holds the other or they have nothing in common.
    """

    def __init__(self, waivers: list[Waiver]) -> None:
        """Take the waivers in the order of the text."""
        scopes: dict[str, dict[tuple[int, int], Waiver]] = {}
        for waiver in waivers:
            for slug in waiver.slugs:
                scopes.setdefault(slug, {}).setdefault((waiver.start, -waiver.end), waiver)
        self._by_slug = {slug: _nested([found[one] for one in sorted(found)]) for slug, found in scopes.items()}

    def first(self, slug: str, offset: int) -> Waiver | None:
        """Return the first waiver of a rule that covers an offset."""
        nested = self._by_slug.get(slug, [])
        covering = []
        at = bisect_right(nested, offset, key=lambda one: one[0].start) - 1
        while at >= 0:
            waiver, at = nested[at]
            if offset < waiver.end:
                covering.append(waiver)
        return min(covering, key=lambda one: one.spot.start, default=None)


def _nested(waivers: list[Waiver]) -> list[tuple[Waiver, int]]:
    """Give each waiver the index of the one whose scope is the nearest around its own, or -1; the outer come first."""
    result: list[tuple[Waiver, int]] = []
    for waiver in waivers:
        around = len(result) - 1
        while around >= 0 and result[around][0].end <= waiver.start:
            around = result[around][1]
        result.append((waiver, around))
    return result


def _excused(verdict: Verdict, covers: _Covers, used: set[tuple[int, str]]) -> Verdict:
    if verdict.outcome not in (Outcome.BROKEN, Outcome.UNPROVEN) or verdict.slug in NEVER:
        return verdict
    waiver = covers.first(verdict.slug, verdict.span.start)
    if waiver is None:
        return verdict
    used.add((waiver.spot.start, verdict.slug))
    # What could not be found out stays open: nobody knows what would be excused.
    return (
        replace(verdict, outcome=Outcome.WAIVED, reason=waiver.reason) if verdict.outcome is Outcome.BROKEN else verdict
    )


def _unused(waiver: Waiver, unused: Sequence[str], verdicts: Sequence[Verdict]) -> str:
    """Return what to do about a waiver that excuses nothing: it may only stand in another section than the fault."""
    if len(unused) < len(waiver.slugs):
        return f"take {' and '.join(unused)} out of the waiver"
    lines = [one.position.line for one in verdicts if one.slug in unused and one.outcome is Outcome.BROKEN]
    return f"move it to the section of line {min(lines)}, or remove it" if lines else "remove the waiver"


def _fault(waiver: Waiver, rules: dict[str, Rule]) -> tuple[str, str]:
    unknown = [slug for slug in waiver.slugs if slug not in rules]
    if unknown:
        return f"there is no rule {unknown[0]!r} to waive", suggestion(unknown[0], rules).split("? ")[0]
    if not waiver.slugs:
        return "the waiver names no rule", "write: holdfast: waive SLUG because REASON"
    return (
        f"the waiver of {', '.join(waiver.slugs)} gives no reason and is void",
        "write: holdfast: waive SLUG because REASON",
    )


def _verdict(entry: Entry, waiver: Waiver, rule: Rule, config: Config, found: str, remedy: str) -> list[Verdict]:
    severity = severity_of(rule, config, entry.role, entry.status)
    if severity is Severity.OFF:
        return []
    spot = waiver.spot
    place = Position(spot.line, spot.column)
    return [Verdict(rule.slug, Outcome.BROKEN, severity, entry.path, Span(spot.start, spot.end), place, found, remedy)]
