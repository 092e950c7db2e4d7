"""npm's versions and ranges, by the library ``node-semver``, which is npm's own algorithm."""

from holdfast.world.packages.versions.semver import Semver, semver

_LONGEST = 256
"""npm's own limit on a range, in characters."""


def ordered(version: str) -> Semver | None:
    """Return a key that sorts by precedence; ``None`` for no version."""
    return semver(version.strip().removeprefix("v"))


def settled(version: str) -> bool:
    """Tell whether a version is a release."""
    found = ordered(version)
    return found is not None and not found.pre


def satisfies(version: str, requirement: str) -> bool | None:
    """Tell whether npm would take a version for a range; ``None`` where a side is not understood."""
    import nodesemver

    if len(requirement) > _LONGEST or ordered(version) is None:
        return None
    try:
        nodesemver.make_range(requirement, loose=False)
        return bool(nodesemver.satisfies(version.removeprefix("v"), requirement, loose=False))
    except (ValueError, TypeError, AttributeError, IndexError):
        return None
