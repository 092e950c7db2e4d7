"""npm's registries, as npm is configured to ask: a scope's own first, the user's settings over the repository's."""

import json
from urllib.parse import quote

from holdfast.world.packages.registries import Body, Listing, Question, Release, Source, newest
from holdfast.world.packages.registries.clients import Clients
from holdfast.world.packages.registries.credentials import host_of, without_credentials

_DEFAULT = "https://registry.npmjs.org"
_PUBLIC = frozenset({"registry.npmjs.org:443", "registry.yarnpkg.com:443"})
_ACCEPT = "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8"


def sources(name: str, clients: Clients) -> list[Source]:
    """Return the one registry that npm would ask about a package; empty where none may be."""
    user, repository = clients.npm()
    scope = name.partition("/")[0] if name.startswith("@") else ""
    key = f"{scope}:registry" if scope else ""
    for settings, trusted in ((user, True), (repository, False)):
        if key and settings.get(key):
            return [_source(settings[key], user, trusted=trusted)]
    for settings, trusted in ((user, True), (repository, False)):
        if settings.get("registry"):
            return _allowed(name, _source(settings["registry"], user, trusted=trusted), clients)
    return _allowed(name, _source(_DEFAULT, user), clients)


def questions(name: str, source: Source) -> list[Question]:
    """Return what to ask: the abbreviated document of the package."""
    return [Question(f"{source.url}/{quote(name, safe='@')}", (("Accept", _ACCEPT), *source.headers))]


def listing(name: str, bodies: list[Body]) -> Listing:
    """Read a package's document."""
    data = json.loads(bodies[0].content)
    versions = data.get("versions") if isinstance(data, dict) else None
    if not isinstance(versions, dict):
        raise ValueError("no versions")
    releases = {
        version: Release(deprecated=_words(one.get("deprecated")))
        for version, one in versions.items()
        if isinstance(one, dict)
    }
    latest = data.get("dist-tags", {}).get("latest", "") if isinstance(data.get("dist-tags"), dict) else ""
    return Listing(releases, latest if latest in releases else newest("npm", releases))


def _words(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else "-" if value is True else ""


def _allowed(name: str, source: Source, clients: Clients) -> list[Source]:
    return [] if clients.is_private(name) and not source.own else [source]


def _source(url: str, user: dict[str, str], *, trusted: bool = True) -> Source:
    try:
        bare, headers = without_credentials(url)
    except ValueError:
        return Source("", problem="the address of a registry is none")
    if not trusted:
        headers = ()
    return Source(bare, own=host_of(bare) not in _PUBLIC, trusted=trusted, headers=headers or _token(bare, user))


def _token(url: str, user: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return what the user's own ``.npmrc`` holds for exactly this registry, or for a folder above it on the same host."""
    rest = url.partition(":")[2].rstrip("/") + "/"
    while rest.count("/") > 2:
        if user.get(f"{rest}:_authToken"):
            return (("Authorization", f"Bearer {user[f'{rest}:_authToken']}"),)
        if user.get(f"{rest}:_auth"):
            return (("Authorization", f"Basic {user[f'{rest}:_auth']}"),)
        rest = rest[:-1].rpartition("/")[0] + "/"
    return ()
