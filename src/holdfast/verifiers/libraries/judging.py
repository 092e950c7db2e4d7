"""What a registry's answer says of a library that a document names."""

from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Trial
from holdfast.verifiers.libraries.registry import Told
from holdfast.verifiers.libraries.statements import Stated
from holdfast.world.packages.agreement import Answer, compare
from holdfast.world.packages.registries import Listing, Release, newest
from holdfast.world.packages.versions import grammar
from holdfast.world.packages.versions.golang import pseudo
from holdfast.world.packages.versions.said import agrees

YANKED = "was taken back"
DEPRECATED = "is deprecated"


def judged(library: Stated, told: Told) -> Trial:
    """Return a trial: the package is there, a version that fits is, and the one that counts was not taken back."""
    reads = frozenset(one.path for one in library.places)
    if told.found:
        remedy = "try again later, or see that the registry can be asked"
        return Trial(Outcome.UNPROVEN, Level.COMPARED, found=told.found, remedy=remedy, reads=reads)
    if told.listing is None:
        found = f"{told.host} has no package of this name"
        return Trial(Outcome.BROKEN, Level.COMPARED, found=found, remedy="mend the name, or remove it", reads=reads)
    listing = told.listing
    version = _counting(library, listing)
    latest = f"the newest is {listing.newest}" if listing.newest else "it has none at all"
    if not version:
        if library.ecosystem == "golang" and pseudo(library.said):
            found = "a commit without a version is in no list"
            return Trial(Outcome.UNPROVEN, Level.COMPARED, found=found, remedy="name a version", reads=reads)
        found = f"{told.host} has no version that {library.said} could mean; {latest}"
        return Trial(Outcome.BROKEN, Level.COMPARED, found=found, remedy="name a version that is there", reads=reads)
    release = listing.releases.get(version, Release())
    remedy = f"use another version; {latest}" if listing.newest != version else "use another library"
    for word, why in ((YANKED, release.yanked), (DEPRECATED, release.deprecated)):
        if why:
            said = "" if why == "-" else f": {' '.join(why.split())[:200]}"
            return Trial(Outcome.BROKEN, Level.COMPARED, found=f"{version} {word}{said}", remedy=remedy, reads=reads)
    return Trial(Outcome.HOLDS, Level.COMPARED, output=latest, reads=reads)


def in_use(library: Stated) -> str:
    """Return the version that is certainly meant: the one pinned where it fits, or a full one that is said; else nothing."""
    found = compare(library.ecosystem, library.said, library.places, requirement=library.requirement)
    if found.answer is Answer.AGREES and found.version:
        return found.version
    text = library.said.lstrip("=v ").strip()
    whole = text.count(".") >= 2 and grammar(library.ecosystem).ordered(text) is not None
    return text if whole and not library.places else ""


def _counting(library: Stated, listing: Listing) -> str:
    """Return the version that counts, as the registry writes it: the pinned one, else the newest that fits; empty for none."""
    rules = grammar(library.ecosystem)
    pinned = in_use(library)
    if pinned:
        key = rules.ordered(pinned)
        same = (one for one in listing.releases if one == pinned or (key is not None and rules.ordered(one) == key))
        found = next(same, "")
        if found:
            return found
    fitting = {
        version: one
        for version, one in listing.releases.items()
        if agrees(library.ecosystem, library.said, version, requirement=library.requirement)
    }
    if not fitting:
        return ""
    return newest(library.ecosystem, fitting) or max(fitting, key=lambda one: (len(one), one))
