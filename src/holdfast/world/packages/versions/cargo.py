"""Cargo's versions and requirements, after the Cargo reference ("Specifying Dependencies") and the rules of its ``semver`` crate.

A requirement is a list of comparators behind commas, all of which must hold. A bare version means ``^``. A preview
of a release matches only where a comparator names a preview of that very release.
"""

import re
from typing import NamedTuple

from holdfast.world.packages.versions.semver import Pre, Semver, semver

_COMPARATOR = re.compile(
    r"\s*(?P<op>=|>=|>|<=|<|~|\^|)\s*(?P<major>0|[1-9]\d{0,18})"
    r"(?:\.(?:(?P<minor>0|[1-9]\d{0,18})|(?P<any_minor>[*xX]))"
    r"(?:\.(?:(?P<patch>0|[1-9]\d{0,18})|(?P<any_patch>[*xX])))?)?"
    r"(?:-(?P<pre>[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*))?(?:\+[\dA-Za-z.-]+)?\s*",
    re.ASCII,
)


class Comparator(NamedTuple):
    """One condition; what the author left out is ``None``."""

    op: str
    major: int
    minor: int | None
    patch: int | None
    pre: Pre


def ordered(version: str) -> Semver | None:
    """Return a key that sorts by precedence; ``None`` for no version."""
    return semver(version.strip())


def settled(version: str) -> bool:
    """Tell whether a version is a release."""
    found = ordered(version)
    return found is not None and not found.pre


def satisfies(version: str, requirement: str) -> bool | None:
    """Tell whether Cargo would take a version for a requirement; ``None`` where a side is not understood."""
    found, conditions = ordered(version), comparators(requirement)
    if found is None or conditions is None:
        return None
    if not all(_matches(found, one) for one in conditions):
        return False
    if not found.pre:
        return True
    return any(one.pre and (one.major, one.minor, one.patch) == found[:3] for one in conditions)


def comparators(requirement: str) -> list[Comparator] | None:
    """Read a requirement; an empty list for ``*``, ``None`` for what Cargo would refuse."""
    text = requirement.strip()
    if text in ("*", "x", "X"):
        return []
    found = []
    for part in text.split(","):
        match = _COMPARATOR.fullmatch(part)
        if match is None:
            return None
        minor, patch = (int(match[name]) if match[name] else None for name in ("minor", "patch"))
        open_ended = match["any_minor"] or match["any_patch"]
        if (minor is None and patch is not None) or (match["pre"] and patch is None):
            return None
        # A wildcard stands for what is left out; with no operator before it, it means "exactly these numbers".
        op = "=" if open_ended and not match["op"] else match["op"] or "^"
        found.append(Comparator(op, int(match["major"]), minor, patch, Pre(match["pre"] or "")))
    return found


def _matches(version: Semver, one: Comparator) -> bool:
    match one.op:
        case "=":
            return _exact(version, one)
        case ">":
            return _greater(version, one)
        case ">=":
            return _exact(version, one) or _greater(version, one)
        case "<":
            return not _exact(version, one) and not _greater(version, one)
        case "<=":
            return not _greater(version, one)
        case "~":
            return _tilde(version, one)
        case _:
            return _caret(version, one)


def _exact(version: Semver, one: Comparator) -> bool:
    if version.major != one.major or (one.minor is not None and version.minor != one.minor):
        return False
    return one.patch is None or (version.patch == one.patch and version.pre == one.pre)


def _greater(version: Semver, one: Comparator) -> bool:
    if version.major != one.major:
        return version.major > one.major
    if one.minor is None:
        return False
    if version.minor != one.minor:
        return version.minor > one.minor
    if one.patch is None:
        return False
    return (version.patch, version.pre) > (one.patch, one.pre)


def _tilde(version: Semver, one: Comparator) -> bool:
    if version.major != one.major or (one.minor is not None and version.minor != one.minor):
        return False
    return one.patch is None or (version.patch, version.pre) >= (one.patch, one.pre)


def _caret(version: Semver, one: Comparator) -> bool:
    if version.major != one.major:
        return False
    if one.minor is None:
        return True
    if one.patch is None:
        return version.minor >= one.minor if one.major else version.minor == one.minor
    said, found = (one.minor, one.patch, one.pre), (version.minor, version.patch, version.pre)
    if one.major:
        return found >= said
    if one.minor:
        return found >= said and version.minor == one.minor
    return found >= said and version.minor == one.minor and version.patch == one.patch
