"""Waivers applied: what is excused stays visible as waived, and a waiver that excuses nothing is reported."""

from collections.abc import Container
from dataclasses import replace

from holdfast.binding.waivers import Waiver
from holdfast.config import Config
from holdfast.engine.judge import severity_of
from holdfast.model.corpus import Entry
from holdfast.model.outcome import Outcome
from holdfast.model.severity import Severity
from holdfast.model.span import Position, Span
from holdfast.model.verdict import Verdict
from holdfast.rules import Rule, all_rules, current_slug
from holdfast.suggest import suggestion

_NEVER = frozenset({"waiver-invalid", "waiver-unused", "policy-loosened", "version-unknown"})
"""What would make a waiver its own excuse."""


def excuse(
    entry: Entry, waivers: list[Waiver], verdicts: list[Verdict], config: Config, decided: Container[str]
) -> list[Verdict]:
    """Return the verdicts of one document with its waivers applied, and those about the waivers themselves.

    A waiver is not called unused where its rule was not asked or not ``decided``, or is off: it may be needed elsewhere.
    """
    if not waivers:
        return verdicts
    rules = {rule.slug: rule for rule in all_rules()}
    waivers = [waiver._replace(slugs=tuple(map(current_slug, waiver.slugs))) for waiver in waivers]
    valid = [
        waiver for waiver in waivers if waiver.reason and waiver.slugs and all(slug in rules for slug in waiver.slugs)
    ]
    used: set[tuple[int, str]] = set()
    result = [_excused(verdict, valid, used) for verdict in verdicts]
    for waiver in waivers:
        if waiver not in valid:
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
            remedy = (
                "remove the waiver"
                if len(unused) == len(waiver.slugs)
                else f"take {' and '.join(unused)} out of the waiver"
            )
            result += _verdict(entry, waiver, rules["waiver-unused"], config, found, remedy)
    return result


def _excused(verdict: Verdict, waivers: list[Waiver], used: set[tuple[int, str]]) -> Verdict:
    if verdict.outcome not in (Outcome.BROKEN, Outcome.UNPROVEN) or verdict.slug in _NEVER:
        return verdict
    for waiver in waivers:
        if verdict.slug in waiver.slugs and waiver.start <= verdict.span.start < waiver.end:
            used.add((waiver.spot.start, verdict.slug))
            # What could not be found out stays open: nobody knows what would be excused.
            return (
                replace(verdict, outcome=Outcome.WAIVED, reason=waiver.reason)
                if verdict.outcome is Outcome.BROKEN
                else verdict
            )
    return verdict


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
