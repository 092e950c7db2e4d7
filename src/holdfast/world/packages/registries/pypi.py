"""Python's package indexes: the Simple API as JSON (PEP 691, 700) or as HTML (PEP 503, 592), as pip is configured to ask.

An index that uv or Poetry give one package is the only one asked about it. ``extra-index-url`` is asked before
``index-url``: a name that is found there never goes to the public index.
"""

import json
import os
import re
from collections.abc import Iterator
from urllib.parse import unquote

from holdfast.world.http.tags import tags
from holdfast.world.packages.pin import same_name
from holdfast.world.packages.registries import Body, Listing, Question, Release, Source, newest
from holdfast.world.packages.registries.clients import Clients
from holdfast.world.packages.registries.credentials import host_of, without_credentials

_DEFAULT = "https://pypi.org/simple"
_PUBLIC = frozenset({"pypi.org:443", "pypi.python.org:443", "test.pypi.org:443"})
_ACCEPT = "application/vnd.pypi.simple.v1+json, text/html;q=0.2"
_FILE = re.compile(r"(?P<name>.+?)-(?P<version>\d[^-]*?)(?:-.*\.whl|\.tar\.gz|\.zip|\.tar\.bz2|-py[\d.]+\.egg)\Z")


def sources(name: str, clients: Clients) -> list[Source]:
    """Return the indexes that may be asked about a package, those of its own first; empty where none may be."""
    pinned = list(_named(name, clients))
    if pinned:
        return pinned
    options = clients.pip()
    if options.get("no-index", "").lower() in ("1", "true", "yes", "on"):
        return [Source("", problem="pip is configured to ask no index")]
    extra = [_source(url) for url in options.get("extra-index-url", "").split()]
    main = [_source(options.get("index-url") or _DEFAULT)]
    found = [*extra, *main]
    return [one for one in found if one.own] if clients.is_private(name) else found


def questions(name: str, source: Source) -> list[Question]:
    """Return what to ask: the project's page."""
    return [Question(f"{source.url}/{same_name('pypi', name)}/", (("Accept", _ACCEPT), *source.headers))]


def listing(name: str, bodies: list[Body]) -> Listing:
    """Read a project's page; a version is taken back when all of its files are."""
    body = bodies[0]
    files = list(_json_files(body.content)) if "json" in body.kind else list(_html_files(body.content))
    versions: dict[str, list[str]] = {}
    for file, yanked in files:
        found = _FILE.match(file)
        if found:
            versions.setdefault(found["version"], []).append(yanked)
    releases = {
        version: Release(yanked=(next((one for one in marks if one != "-"), "-") if all(marks) else ""))
        for version, marks in versions.items()
    }
    return Listing(releases, newest("pypi", releases))


def _source(url: str, *, trusted: bool = True) -> Source:
    try:
        bare, headers = without_credentials(url)
    except ValueError:
        return Source("", problem="the address of an index is none")
    return Source(bare, own=host_of(bare) not in _PUBLIC, trusted=trusted, headers=headers if trusted else ())


def _named(name: str, clients: Clients) -> Iterator[Source]:
    """Yield the index that the project's own ``pyproject.toml`` gives one package (uv, Poetry)."""
    tool = clients.toml(os.path.join(clients.root, "pyproject.toml")).get("tool", {})
    uv, poetry = ((tool.get(key) if isinstance(tool, dict) else None) or {} for key in ("uv", "poetry"))
    key = same_name("pypi", name)
    asked = {}
    for table in (
        uv.get("sources"),
        poetry.get("dependencies"),
        *(one.get("dependencies") for one in _tables(poetry.get("group"))),
    ):
        for package, value in table.items() if isinstance(table, dict) else ():
            if isinstance(value, dict):
                asked[same_name("pypi", package)] = value.get("index") or value.get("source")
    wanted = asked.get(key)
    if wanted:
        urls = [
            one.get("url")
            for one in (*_tables(uv.get("index")), *_tables(poetry.get("source")))
            if one.get("name") == wanted
        ]
        yield from (_source(url, trusted=False) for url in urls if isinstance(url, str))
        if not urls:
            yield Source("", own=True, problem=f"the index {wanted} is configured nowhere")


def _tables(value: object) -> list[dict[str, object]]:
    values = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [one for one in values if isinstance(one, dict)]


def _json_files(content: bytes) -> Iterator[tuple[str, str]]:
    data = json.loads(content)
    if not isinstance(data, dict):
        raise ValueError("no object")
    for file in data.get("files", ()):
        yanked = file.get("yanked") if isinstance(file, dict) else False
        if isinstance(file, dict) and isinstance(file.get("filename"), str):
            yield file["filename"], (yanked or "-") if isinstance(yanked, str) else "-" if yanked else ""


def _html_files(content: bytes) -> Iterator[tuple[str, str]]:
    for tag in tags(content.decode("utf-8", "replace")):
        found = tag.attributes
        if tag.name == "a" and found.get("href"):
            file = unquote(found["href"].partition("#")[0].rstrip("/").rpartition("/")[2])
            yield file, (found["data-yanked"] or "-") if "data-yanked" in found else ""
