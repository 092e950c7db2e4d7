"""All that the files of a repository say of packages: read once, when somebody first asks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from holdfast.world.files import walk
from holdfast.world.ignore import Ignore
from holdfast.world.packages.files import formats_of
from holdfast.world.packages.pin import PlacedPin, same_name
from holdfast.world.packages.versions import ECOSYSTEMS
from holdfast.world.regular import open_regular

LIMIT = 64 * 1024 * 1024
"""A lock file larger than this is not read, in bytes."""
_PINNED_BY_MANIFEST = frozenset({"golang", "maven"})
"""``go.mod`` is both in one, and Gradle's build scripts are programs, which are not read."""


@dataclass(slots=True)
class Pinned:
    """Packages by ecosystem and name, with every place that names them."""

    root: str
    """Absolute."""
    packages: dict[tuple[str, str], list[PlacedPin]] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    """Files that could not be read, by path, with the reason."""
    files: set[str] = field(default_factory=set)
    """Relative paths of all that was read."""
    own: set[tuple[str, str]] = field(default_factory=set)
    """Ecosystem and name of the packages that the repository makes itself."""
    spellings: set[str] = field(default_factory=set)
    """Every name as some file writes it."""

    def of(self, ecosystem: str, name: str) -> list[PlacedPin]:
        """Return the places that name a package, lock files first."""
        found = self.packages.get((ecosystem, same_name(ecosystem, name)), [])
        return sorted(found, key=lambda one: (not one.locked, one.path, one.line))

    def uses(self, ecosystem: str, places: Sequence[PlacedPin]) -> bool:
        """Tell whether the repository itself asks for a package, and not only something that it depends on.

        Of its own packages documents tell a history, so that they count as none of its libraries. Where no manifest of the ecosystem can be read that cannot be told, and what is pinned counts.
        """
        if ecosystem in _PINNED_BY_MANIFEST or any(not one.locked for one in places):
            return bool(places)
        manifests = any(
            not one.locked
            for path in self.files
            for one in formats_of(path.rpartition("/")[2])
            if one.ecosystem == ecosystem
        )
        return bool(places) and not manifests

    def unread_of(self, ecosystem: str) -> dict[str, str]:
        """Return the files of an ecosystem that could not be read, with the reason."""
        return {
            path: reason
            for path, reason in self.unread.items()
            if any(one.ecosystem == ecosystem for one in formats_of(path.rpartition("/")[2]))
        }

    def ecosystems(self, name: str) -> list[str]:
        """Return the ecosystems in which the repository has a package of this name."""
        return [one for one in sorted(ECOSYSTEMS) if (one, same_name(one, name)) in self.packages]


def read_pins(root: str) -> Pinned:
    """Read every lock file and manifest that git does not ignore; one that is broken is remembered, not raised."""
    pinned = Pinned(root)
    for path in sorted(_candidates(root)):
        for one in formats_of(path.rpartition("/")[2]):
            pinned.files.add(path)
            try:
                text = _text(f"{root}/{path}")
                pins = list(one.read(text))
                name = one.own(text) if one.own else ""
            except (OSError, ValueError, RecursionError) as error:
                pinned.unread[path] = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
                continue
            if name:
                pinned.own.add((one.ecosystem, same_name(one.ecosystem, name)))
            for pin in pins:
                pinned.spellings.add(pin.name)
                key = (one.ecosystem, same_name(one.ecosystem, pin.name))
                pinned.packages.setdefault(key, []).append(PlacedPin(path, pin.line, pin.said, one.locked))
    return pinned


def _text(path: str) -> str:
    with open_regular(path) as file:
        raw = file.read(LIMIT + 1)
    if len(raw) > LIMIT:
        raise ValueError(f"larger than {LIMIT // 1024 // 1024} MB")
    return raw.decode("utf-8-sig", "replace")


def _candidates(root: str) -> Iterator[str]:
    ignore = Ignore(root)
    for name, paths in walk(root, ignore).names.items():
        if formats_of(name):
            yield from (path for path in paths if not ignore.ignores(path))
