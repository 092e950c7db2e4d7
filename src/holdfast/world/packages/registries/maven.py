"""Maven's repositories: the metadata of an artifact, from central or the mirror that ``settings.xml`` puts before it."""

import os
from xml.etree import ElementTree as ET

from holdfast.world.packages.registries import Body, Listing, Question, Release, Source, newest
from holdfast.world.packages.registries.clients import Clients
from holdfast.world.packages.registries.credentials import host_of, without_credentials

_DEFAULT = "https://repo.maven.apache.org/maven2"
_PUBLIC = frozenset({"repo.maven.apache.org:443", "repo1.maven.org:443", "maven.google.com:443", "dl.google.com:443"})


def sources(name: str, clients: Clients) -> list[Source]:
    """Return the repository that Maven would ask for an artifact of central; empty where none may be."""
    root = _xml(clients.text(os.path.join(clients.home, ".m2", "settings.xml")))
    url = _DEFAULT
    for mirror in root.iter() if root is not None else ():
        if _tag(mirror) == "mirror" and _mirrors_central(_child(mirror, "mirrorOf")):
            url = _child(mirror, "url") or url
            break
    try:
        bare, headers = without_credentials(url)
    except ValueError:
        return [Source("", problem="the address of a mirror is none")]
    source = Source(bare, own=host_of(bare) not in _PUBLIC, headers=headers)
    return [] if clients.is_private(name) and not source.own else [source]


def questions(name: str, source: Source) -> list[Question]:
    """Return what to ask: the artifact's ``maven-metadata.xml``."""
    group, _, artifact = name.partition(":")
    return [Question(f"{source.url}/{group.replace('.', '/')}/{artifact}/maven-metadata.xml", source.headers)]


def listing(name: str, bodies: list[Body]) -> Listing:
    """Read an artifact's metadata; Maven takes no version back."""
    root = _xml(bodies[0].content.decode("utf-8", "replace"))
    if root is None or _tag(root) != "metadata":
        raise ValueError("no metadata")
    versions = [(one.text or "").strip() for one in root.iter() if _tag(one) == "version"]
    releases = {version: Release() for version in versions if version}
    return Listing(releases, newest("maven", releases))


def _mirrors_central(text: str) -> bool:
    words = [one.strip() for one in text.split(",")]
    return "!central" not in words and any(one in ("central", "*", "external:*", "external:http:*") for one in words)


def _xml(text: str) -> ET.Element | None:
    if not text or "<!DOCTYPE" in text or "<!ENTITY" in text:
        return None
    try:
        return ET.fromstring(text)  # noqa: S314 - Entities are refused above, which is all that expat expands.
    except ET.ParseError:
        return None


def _child(element: ET.Element, name: str) -> str:
    return next(((one.text or "").strip() for one in element if _tag(one) == name), "")


def _tag(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2]
