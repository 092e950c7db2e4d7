"""The library that one item, link or row of a table is about, read with how each ecosystem writes names and versions."""

import re

from holdfast.binding.library import (
    MARKS,
    NAME,
    VERSION,
    Library,
    behind_marks,
    by_address,
    by_name,
    by_purl,
    by_style,
    says_version,
)
from holdfast.patterns import pattern

# A run of marks or blanks is taken whole, and never split among the parts that could have it.
_VERSION_CELL = pattern(rf"\s*+[`*_\"']*+\s*+(?P<said>{VERSION})\s*+[`*_\"']*+\s*+", re.IGNORECASE)
_LINK = pattern(r"\[(?P<text>(?:[^\[\]\n]|\[[^\[\]\n]*\]){1,200})\]\((?P<url>[^()\s]+(?:\([^()\s]*\))?)[^()\n]*\)")
_LEAD = pattern(r"\s*(?:[-*+]|\d{1,3}[.)])?\s*(?:\[[ xX]\]\s+)?(?:[^\w\s`*_@\[<&\"'(]{1,3}\s+)?")
_PLAIN_NAME = pattern(rf"(?P<open>[`*_\"']*)(?P<name>{NAME})")
_LABEL = pattern(rf"[`*_\"']*(?P<name>{NAME})[`*_\"']*(?:\s*(?P<rest>.*))?", re.DOTALL)


def in_text(text: str, ecosystem: str = "") -> Library | None:
    """Return the library that an item begins with, or ``None``; ``ecosystem`` is what the heading above says."""
    purl = by_purl(text)
    if purl:
        return purl
    at = _lead(text)
    link = _LINK.match(text, at) or _LINK.match(text, behind_marks(text, at))
    if link:
        return _of_link(text, link, ecosystem)
    styled = by_style(text, at)
    if styled:
        return styled
    plain = _PLAIN_NAME.match(text, at)
    if plain is None:
        return None
    behind = text.find("](http", plain.end())
    registry = by_address(_urls(text)) if behind < 0 or "\n" not in text[at:behind] else None
    found = registry if registry and _alike(registry.name, plain["name"]) else None
    return by_name(
        text,
        plain.end("name"),
        found.name if found else plain["name"],
        found.ecosystem if found else ecosystem,
        plain.start("name"),
        styled=bool(found),
    )


def in_cells(name: str, version: str, ecosystem: str = "") -> Library | None:
    """Return the library of a table's row, with the place of its version in that cell; ``None`` where there is none."""
    said = _VERSION_CELL.fullmatch(version)
    found = in_text(name.strip(), ecosystem)
    if said is None or found is None or found.said:
        return None
    return found._replace(said=said["said"].strip(), start=said.start("said"), end=said.end("said"))


def _lead(text: str) -> int:
    found = _LEAD.match(text)
    return found.end() if found else 0


def _of_link(text: str, link: re.Match[str], ecosystem: str) -> Library | None:
    """Return the library a link stands for: its address decides the name where it is a registry's."""
    at = link.start("text")
    label = link["text"]
    registry = by_address([(link["url"], link.start("url"))])
    styled = by_style(label, 0)
    if styled and styled.said and (registry is None or _alike(registry.name, styled.name)):
        kind = styled.ecosystem or (registry.ecosystem if registry else ecosystem)
        return styled._replace(
            ecosystem=kind, start=styled.start + at, end=styled.end + at, styled=styled.styled or bool(registry)
        )
    plain = _LABEL.match(label)
    name = registry.name if registry else styled.name if styled else plain["name"] if plain else ""
    kind = registry.ecosystem if registry else styled.ecosystem if styled else ecosystem
    if not name or (registry is None and plain is not None and _wordy(plain["rest"] or "")):
        return None
    sure = bool(registry or styled)
    inside = by_name(label, plain.end("name"), name, kind, plain.start("name"), styled=sure) if plain else None
    if inside and inside.said:
        return inside._replace(start=inside.start + at, end=inside.end + at)
    outside = by_name(text, link.end(), name, kind, at, styled=sure)
    if outside and outside.said:
        return outside
    if registry and registry.said:
        return registry
    return Library(kind, name, "", at, at + len(label), styled=sure)


def _wordy(rest: str) -> bool:
    """Tell whether what stands behind a name in a link's text makes it a phrase: "Tokio tutorial", not "Tokio 1.0"."""
    return bool(rest.strip(MARKS + " ")) and not says_version(rest)


def _urls(text: str) -> list[tuple[str, int]]:
    return [(found[0], found.start()) for found in re.finditer(r"https?://[^\s<>()\[\]`|]+", text)]


def _alike(one: str, other: str) -> bool:
    return re.sub(r"[-_.]+", "-", one).lower() == re.sub(r"[-_.]+", "-", other).lower()
