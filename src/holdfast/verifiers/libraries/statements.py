"""The libraries of a page as statements: each with its package URL, and the files of the repository that name it."""

import time
from collections.abc import Iterator
from importlib.util import find_spec
from typing import NamedTuple

from holdfast.binding.libraries import Mention, mentions
from holdfast.binding.page import Page
from holdfast.model.claim import Statement
from holdfast.model.example import Level
from holdfast.model.role import Role
from holdfast.world.packages.pin import PlacedPin, same_name
from holdfast.world.packages.pinned import Pinned, read_pins
from holdfast.world.packages.versions import ECOSYSTEMS

_ASKED = frozenset({Role.DRAFT, Role.ACTIVE})
"""Documents of other roles speak of a time, and nothing is asked of their versions."""
_SECONDS = 2.0
"""So long what was read of the files is taken for true: a run over many pages reads them once."""
_kept: dict[str, tuple[float, Pinned]] = {}


class Stated(NamedTuple):
    """What a verifier knows of a library."""

    ecosystem: str
    name: str
    said: str
    """Version or requirement as written."""
    requirement: bool
    """Whether it is written as a manifest would."""
    sure: bool
    """Whether this is certainly the name of a package: a registry's address, its ecosystem's style, or a file of the repository says so."""
    places: tuple[PlacedPin, ...]
    """Where files of the repository name it."""
    used: bool
    """Whether the repository itself uses it, and not only through another one."""
    unread: tuple[tuple[str, str], ...] = ()
    """Lock files that could name it and cannot be read, with the reason."""


def stated(page: Page, *, absent: bool) -> Iterator[Statement]:
    """Yield the libraries of a page whose ecosystem is known and that are said with a version.

    One that the repository does not use is listed only, unless ``absent`` ones are to be asked for; and so is one that
    the page names in several versions, since it then speaks of more than what is in use.
    """
    if find_spec("packageurl") is None:
        # `check` looks for claims as well, and may be installed without what only `verify` needs.
        return
    asked = page.asked and page.role in _ASKED
    found = [
        (one, matter) for one in mentions(page.parse, page.headings, page.document) if (matter := _stated(page, one))
    ]
    versions: dict[tuple[str, str], set[str]] = {}
    for _, one in found:
        versions.setdefault((one.ecosystem, same_name(one.ecosystem, one.name)), set()).add(one.said)
    for mention, one in found:
        single = len(versions[one.ecosystem, same_name(one.ecosystem, one.name)]) == 1
        wanted = asked and single and (absent or one.used or bool(one.unread))
        yield _statement(mention, one, Level.COMPARED if wanted else Level.LISTED)


def purl(ecosystem: str, name: str, version: str = "") -> str:
    """Return a package URL in its canonical form; a name that none can be made of comes back with its type before it.

    Raises ``ImportError`` where the library for it is not installed.
    """
    from packageurl import PackageURL

    space, _, short = name.rpartition(":" if ecosystem == "maven" else "/")
    try:
        return str(PackageURL(ecosystem, space or None, short, version or None).to_string())
    except ValueError:
        return f"{ecosystem} {name}"


def _stated(page: Page, one: Mention) -> Stated | None:
    library = one.library
    if not library.said:
        return None
    pinned = _pinned(page.root)
    kind = library.ecosystem or _only_ecosystem(pinned, library.name)
    if kind not in ECOSYSTEMS:
        return None
    places = tuple(pinned.of(kind, library.name))
    unread = () if places else tuple(sorted(pinned.unread_of(kind).items()))
    sure = library.styled or bool(places)
    used = pinned.uses(kind, places) and (kind, same_name(kind, library.name)) not in pinned.own
    return Stated(kind, library.name, library.said, library.requirement, sure, places, used, unread)


def _statement(one: Mention, found: Stated, level: Level) -> Statement:
    name = purl(found.ecosystem, found.name)
    files = sorted({place.path for place in found.places})
    return Statement(
        span=one.span,
        name=name,
        content="\0".join((name, found.said, str(found.requirement), *files)),
        identity=(*one.section, name),
        matter=found,
        section=one.section,
        asked=level,
        at=one.version.start,
    )


def _only_ecosystem(pinned: Pinned, name: str) -> str:
    """Return the one ecosystem in which the repository has a package of exactly this name; empty where there is no one."""
    found = [kind for kind in pinned.ecosystems(name) if name in pinned.spellings]
    return found[0] if len(found) == 1 else ""


def _pinned(root: str) -> Pinned:
    now = time.monotonic()
    kept = _kept.get(root)
    if kept is None or now - kept[0] > _SECONDS:
        pinned = read_pins(root)
        _kept.clear()
        _kept[root] = kept = (time.monotonic(), pinned)
    return kept[1]
