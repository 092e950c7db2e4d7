"""Go's module versions, after the Go modules reference: semantic versions with a ``v``, pseudo-versions, ``+incompatible``.

A requirement is a lowest version: with minimal version selection a build takes it or a later one of the same major.
"""

import re

from holdfast.world.packages.versions.semver import Semver, semver

_PSEUDO = re.compile(
    r"v(?:(?P<first>\d+\.0\.0)-|(?P<pre>\d+\.\d+\.\d+-[0-9A-Za-z.-]+?)\.0\.|(?P<release>\d+\.\d+\.\d+)-0\.)"
    r"(?P<moment>\d{14})-(?P<commit>[0-9a-f]{12})(?:\+incompatible)?",
    re.ASCII,
)


def ordered(version: str) -> Semver | None:
    """Return a key that sorts as Go does; ``None`` for no version. The ``v`` may be missing, as people leave it out."""
    return semver(version.strip().removeprefix("v"))


def settled(version: str) -> bool:
    """Tell whether a version is a release: neither a preview nor a commit that has no version."""
    found = ordered(version)
    return found is not None and not found.pre


def pseudo(version: str) -> tuple[str, str, str] | None:
    """Return base version, moment (``yyyymmddhhmmss``) and commit of a pseudo-version; ``None`` for another.

    The base is the version before it on its branch, empty where there is none.
    """
    found = _PSEUDO.fullmatch(version)
    if found is None:
        return None
    base = found["pre"] or _before(found["release"]) if not found["first"] else ""
    return (f"v{base}" if base else "", found["moment"], found["commit"])


def satisfies(version: str, requirement: str) -> bool | None:
    """Tell whether a build that requires at least ``requirement`` may use a version."""
    found = ordered(version)
    low = ordered(requirement.strip().removeprefix(">=").strip())
    if found is None or low is None:
        return None
    same = found.major == low.major or version.endswith("+incompatible")
    return same and found >= low


def _before(release: str) -> str:
    """Return the release before one: a pseudo-version stands between ``v1.2.3`` and ``v1.2.4`` and names the latter."""
    major, minor, patch = release.split(".")
    return f"{major}.{minor}.{max(0, int(patch) - 1)}"
