"""Python's versions and specifiers, after PEP 440, by the library ``packaging``."""

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version


def ordered(version: str) -> Version | None:
    """Return a key that sorts by PEP 440; ``None`` for no version."""
    try:
        return Version(version)
    except InvalidVersion:
        return None


def settled(version: str) -> bool:
    """Tell whether a version is a release."""
    found = ordered(version)
    return found is not None and not found.is_prerelease


def satisfies(version: str, requirement: str) -> bool | None:
    """Tell whether a version is among those that specifiers allow; ``^`` and ``~`` as Poetry reads them."""
    found = ordered(version)
    try:
        wanted = SpecifierSet(_poetry(requirement.strip()))
    except InvalidSpecifier:
        return None
    return None if found is None else wanted.contains(found, prereleases=True)


def _poetry(requirement: str) -> str:
    """Spell out Poetry's carets and tildes, and a bare version, which means exactly this one."""
    parts = []
    for raw in requirement.split(","):
        part = raw.strip()
        if part in ("", "*"):
            continue
        bare = part.lstrip("^~= ")
        if part.startswith("~=") or not (part[0] in "^~" or part[0].isdigit()):
            parts.append(part)
            continue
        low = ordered(bare.removesuffix(".*"))
        if low is None:
            parts.append(f"=={part}" if part[0].isdigit() else part)
        elif part[0] == "^":
            parts.append(f">={low},<{_next(low, _caret_place(low))}")
        elif part[0] == "~":
            parts.append(f">={low},<{_next(low, min(1, len(low.release) - 1))}")
        else:
            parts.append(f"=={part}")
    return ",".join(parts)


def _caret_place(version: Version) -> int:
    """Return which number of a release may not change: the first that is not zero, else the last one given."""
    return next((place for place, one in enumerate(version.release) if one), len(version.release) - 1)


def _next(version: Version, place: int) -> str:
    numbers = list(version.release[: place + 1])
    numbers[-1] += 1
    return ".".join(map(str, numbers)) + ".dev0"
