"""Go's module proxies, as ``GOPROXY``, ``GOPRIVATE`` and ``GONOPROXY`` name them (Go modules reference, "GOPROXY protocol").

A module that matches ``GOPRIVATE`` is asked of no proxy; only ``go`` itself, with the user's git, could ask its host.
"""

import json
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from holdfast.world.packages.registries import Body, Listing, Question, Release, Source, newest
from holdfast.world.packages.registries.clients import Clients
from holdfast.world.packages.registries.credentials import host_of, without_credentials

_DEFAULT = "https://proxy.golang.org,direct"
_PUBLIC = frozenset({"proxy.golang.org:443", "goproxy.io:443", "goproxy.cn:443"})
_RETRACT = re.compile(
    r"^\s*(?:retract\s+)?(?:\[\s*(?P<low>v[^\s,\]]+)\s*,\s*(?P<high>v[^\s\]]+)\s*\]|(?P<one>v\d[^\s/]*))\s*(?://\s*(?P<why>.*))?$"
)
_DEPRECATED = re.compile(r"^//\s*Deprecated:\s*(?P<why>.+)$", re.MULTILINE)


def sources(name: str, clients: Clients) -> list[Source]:
    """Return the proxies that Go would ask about a module, in order; empty where none may be."""
    private = clients.go("GONOPROXY") or clients.go("GOPRIVATE")
    if clients.is_private(name) or any(_covers(pattern, name) for pattern in private.split(",")):
        return []
    found = []
    for text in re.split(r"[,|]", clients.go("GOPROXY", _DEFAULT)):
        if text.strip() in ("direct", "off", ""):
            break
        try:
            bare, headers = without_credentials(text)
        except ValueError:
            continue
        found.append(Source(bare, own=host_of(bare) not in _PUBLIC, headers=headers))
    return found or [Source("", problem="Go is configured to ask no proxy")]


def questions(name: str, source: Source) -> list[Question]:
    """Return what to ask: the list of versions, and the newest, whose ``go.mod`` tells which were taken back."""
    base = f"{source.url}/{_escaped(name)}"
    return [Question(f"{base}/@v/list", source.headers), Question(f"{base}/@latest", source.headers, needed=False)]


def further(name: str, source: Source, bodies: list[Body]) -> list[Question]:
    """Return what to ask once the newest version is known: its ``go.mod``."""
    version = listing(name, bodies).newest
    if not version:
        return []
    return [Question(f"{source.url}/{_escaped(name)}/@v/{_escaped(version)}.mod", source.headers, needed=False)]


def listing(name: str, bodies: list[Body]) -> Listing:
    """Read a list of versions, what the proxy says of the newest, and the ``go.mod`` of that."""
    releases = {
        line.split()[0]: Release() for line in bodies[0].content.decode("utf-8", "replace").splitlines() if line.strip()
    }
    if len(bodies) > 1 and bodies[1].content:
        latest = json.loads(bodies[1].content)
        if isinstance(latest, dict) and isinstance(latest.get("Version"), str):
            releases.setdefault(latest["Version"], Release())
    if len(bodies) > 2:
        releases = _retracted(bodies[2].content.decode("utf-8", "replace"), releases)
    return Listing(releases, newest("golang", releases))


def _retracted(text: str, releases: dict[str, Release]) -> dict[str, Release]:
    """Apply the ``retract`` lines and the deprecation of a ``go.mod``."""
    from holdfast.world.packages.versions.golang import ordered

    deprecated = _DEPRECATED.search(text.partition("\nmodule")[0] if not text.startswith("module") else "")
    found = {
        version: Release(one.yanked, deprecated["why"].strip() if deprecated else "")
        for version, one in releases.items()
    }
    for match in _retractions(text):
        low, high = ordered(match["low"] or match["one"]), ordered(match["high"] or match["one"])
        for version in releases:
            at = ordered(version)
            if at is not None and low is not None and high is not None and low <= at <= high:
                found[version] = Release((match["why"] or "").strip() or "-", found[version].deprecated)
    return found


def _retractions(text: str) -> Iterator[re.Match[str]]:
    """Yield what a ``go.mod`` retracts, on lines of its own or in a block (Go modules reference, "retract directive")."""
    inside = False
    for line in text.splitlines():
        stripped = line.strip()
        if inside and stripped == ")":
            inside = False
        elif re.match(r"retract\s*\(", stripped):
            inside = True
        elif (inside or stripped.startswith("retract")) and (match := _RETRACT.match(line)):
            yield match


def _covers(pattern: str, name: str) -> bool:
    """Tell whether a pattern covers a module: it is matched against as many parts of the path as it has itself."""
    pattern = pattern.strip().rstrip("/")
    parts = name.split("/")
    return bool(pattern) and fnmatchcase("/".join(parts[: pattern.count("/") + 1]), pattern)


def _escaped(text: str) -> str:
    """Return a path or version in which ``!`` stands before what was a capital letter."""
    return re.sub(r"[A-Z]", lambda match: "!" + match[0].lower(), text)
