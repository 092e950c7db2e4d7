"""One mention of a library: its name, the version the text says, and which ecosystem it belongs to; read from one item.

Read are package URLs (``pkg:cargo/serde@1.0``), addresses of registries, and the way each ecosystem writes names and
versions: ``httpx==0.28``, ``zod@4.1``, ``serde = "1.0"``, ``golang.org/x/net v0.30.0``, ``org.slf4j:slf4j-api:2.0.9``.
A version counts only where it stands directly behind the name, so that no other number is taken for one.
"""

import re
from typing import NamedTuple

from holdfast.patterns import pattern
from holdfast.percent import unquote

_OP = r"(?:===|==|~=|!=|>=|<=|=|>|<|\^|~|≥|≤)"
_TAIL = r"(?:[-.+]?(?:alpha|beta|rc|cr|a|b|c|m|post|pre|preview|dev|next|canary|snapshot|release|final|ga|sp|jre|android|incompatible|\d+\.)[\w.+-]{0,200})"
"""Lengths are bounded here: a long row of digits and dots could be split in as many ways as it is long."""
_ONE = rf"(?:{_OP}\s{{0,9}})?v?\d{{1,30}}(?:\.(?:\d{{1,30}}|[xX*](?![\w]))){{0,20}}{_TAIL}?"
_VERSION = rf"{_ONE}(?:\s{{0,9}},\s{{0,9}}{_OP}\s{{0,9}}v?\d{{1,30}}(?:\.\d{{1,30}}){{0,20}}{_TAIL}?){{0,9}}(?:\+(?!\w)|\s+or\s+(?:later|newer|higher|above)|\s+\(or\s+(?:later|newer|higher|above)\))?"
# A run of marks or blanks is taken whole, and never split among the parts that could have it.
_VERSION_CELL = pattern(rf"\s*+[`*_\"']*+\s*+(?P<said>{_VERSION})\s*+[`*_\"']*+\s*+", re.IGNORECASE)
_BEHIND = pattern(
    # From the name to the version: marks that close it, one of the words, one opening mark.
    rf"(?:\[[^\]\n]{{0,60}}\])?[`*_\"')\]]*+\s*+(?:[,:–—-]\s*+)?(?:\(\s*+)?[`*_\"']*+"
    rf"(?P<word>(?:version|ver\.?|release)\s*+:?\s*+)?[`*_\"']*+"
    rf"(?P<said>{_VERSION})(?P<end>[`*_\"')\]]*+\s*(?:[,;:.|(–—-]|\Z|\n))?",
    re.IGNORECASE,
)
_NAME = r"(?:@[a-z0-9~][\w.~-]*/)?[A-Za-z][\w.-]*(?:/[\w.~-]+)*"
_MAVEN = pattern(r"(?P<name>[A-Za-z][\w-]*(?:\.[\w-]+)*:[A-Za-z][\w.-]*)(?::(?P<said>\d[\w.+-]*|\[[^\]\n]*[\])]))?")
_PURL = pattern(r"pkg:(?P<type>[a-z]+)/(?P<name>[^@?#\s)`]+)(?:@(?P<said>[^?#\s)`,;]+))?", re.IGNORECASE)
_STYLED = (
    (
        "pypi",
        pattern(
            r"(?P<name>[A-Za-z][\w.-]*)(?:\[[\w, -]*\])?\s*(?P<said>(?:===|==|~=|!=)\s*\d[\w.+*!-]*(?:\s*,\s*(?:[=~!<>]=|[<>])\s*\d[\w.+*!-]*)*)"
        ),
    ),
    ("cargo", pattern(r"(?P<name>[A-Za-z][\w-]*)\s*=\s*(?:\{\s*version\s*=\s*)?\"(?P<said>[^\"\n]{1,60})\"")),
    ("npm", pattern(r"(?P<name>@[a-z0-9~][\w.~-]*/[\w.~-]+)(?:@(?P<said>[\^~<>=]*\s*v?\d[\w.+-]*))?")),
    ("", pattern(r"(?P<name>[A-Za-z][\w.-]*)@(?P<said>[\^~<>=]*\s*v?\d[\w.+-]*)")),
    (
        "golang",
        pattern(
            r"(?P<name>(?:github\.com|gitlab\.com|golang\.org|google\.golang\.org|gopkg\.in|go\.uber\.org|k8s\.io)/[\w./-]+)(?:[ @](?P<said>v\d[\w.+-]*))?"
        ),
    ),
)
_REGISTRIES = (
    (
        "pypi",
        pattern(
            r"https?://(?:www\.)?pypi\.(?:org|python\.org)/(?:project|pypi|simple)/(?P<name>[\w.-]+)(?:/(?P<said>\d[\w.+!]*))?/?(?:[?#]\S*)?"
        ),
    ),
    (
        "npm",
        pattern(
            r"https?://(?:www\.)?npmjs\.(?:com|org)/package/(?P<name>(?:@[\w.~-]+/)?[\w.~-]+)(?:/v/(?P<said>\d[\w.+-]*))?/?(?:[?#]\S*)?"
        ),
    ),
    (
        "cargo",
        pattern(
            r"https?://(?:www\.)?(?:crates\.io/crates|lib\.rs/crates)/(?P<name>[\w-]+)(?:/(?P<said>\d[\w.+-]*))?/?(?:[?#]\S*)?"
        ),
    ),
    ("cargo", pattern(r"https?://docs\.rs/(?:crate/)?(?P<name>[\w-]+)(?:/(?P<said>\d[\w.+-]*))?(?:/\S*)?")),
    (
        "golang",
        pattern(r"https?://pkg\.go\.dev/(?P<name>[\w.-]+\.[a-z]+/[\w./~-]+?)(?:@(?P<said>v\d[\w.+-]*))?/?(?:[?#]\S*)?"),
    ),
    (
        "maven",
        pattern(
            r"https?://(?:www\.)?(?:mvnrepository\.com|central\.sonatype\.com|search\.maven\.org)/artifact/(?P<name>[\w.-]+/[\w.-]+)(?:/(?P<said>\d[\w.+-]*))?(?:/\S*)?"
        ),
    ),
)
_LINK = pattern(r"\[(?P<text>(?:[^\[\]\n]|\[[^\[\]\n]*\]){1,200})\]\((?P<url>[^()\s]+(?:\([^()\s]*\))?)[^()\n]*\)")
_LEAD = pattern(r"\s*(?:[-*+]|\d{1,3}[.)])?\s*(?:\[[ xX]\]\s+)?(?:[^\w\s`*_@\[<&\"'(]{1,3}\s+)?")
_MARKS = "`*_\"'"
_PLAIN_NAME = pattern(rf"(?P<open>[`*_\"']*)(?P<name>{_NAME})")
_YEAR = 1900
_SYNONYMS = {"go": "golang", "crates": "cargo"}
_LABEL = pattern(rf"[`*_\"']*(?P<name>{_NAME})[`*_\"']*(?:\s*(?P<rest>.*))?", re.DOTALL)


class Library(NamedTuple):
    """A library with the version that a text says."""

    ecosystem: str
    """Package-URL type; empty where nothing near says it."""
    name: str
    """As its ecosystem writes it; Maven's as ``group:artifact``."""
    said: str
    """The version or requirement as written, without quotes; empty where none is said."""
    start: int
    """Of ``said``, or of the name where nothing is said; in characters of the text that was read."""
    end: int
    requirement: bool = False
    """Whether it is written as a manifest of its ecosystem would."""
    styled: bool = False
    """Whether the ecosystem follows from what is written, and not from a heading."""


def in_text(text: str, ecosystem: str = "") -> Library | None:
    """Return the library that an item begins with, or ``None``; ``ecosystem`` is what the heading above says."""
    purl = _PURL.search(text)
    if purl:
        return _of_purl(purl)
    at = _lead(text)
    link = _LINK.match(text, at) or _LINK.match(text, at + len(text[at:]) - len(text[at:].lstrip(_MARKS)))
    if link:
        return _of_link(text, link, ecosystem)
    styled = _styled(text, at)
    if styled:
        return styled
    plain = _PLAIN_NAME.match(text, at)
    if plain is None:
        return None
    behind = text.find("](http", plain.end())
    registry = _registry(_urls(text)) if behind < 0 or "\n" not in text[at:behind] else None
    found = registry if registry and _alike(registry.name, plain["name"]) else None
    return _versioned(
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


def _of_purl(found: re.Match[str]) -> Library:
    kind = _SYNONYMS.get(found["type"].lower(), found["type"].lower())
    name = unquote(found["name"]).strip("/")
    name = name.replace("/", ":", 1) if kind == "maven" else name
    group = "said" if found["said"] else "name"
    return Library(kind, name, unquote(found["said"] or ""), *found.span(group), styled=True)


def _of_link(text: str, link: re.Match[str], ecosystem: str) -> Library | None:
    """Return the library a link stands for: its address decides the name where it is a registry's."""
    at = link.start("text")
    label = link["text"]
    registry = _registry([(link["url"], link.start("url"))])
    styled = _styled(label, len(label) - len(label.lstrip(_MARKS)))
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
    inside = _versioned(label, plain.end("name"), name, kind, plain.start("name"), styled=sure) if plain else None
    if inside and inside.said:
        return inside._replace(start=inside.start + at, end=inside.end + at)
    outside = _versioned(text, link.end(), name, kind, at, styled=sure)
    if outside and outside.said:
        return outside
    if registry and registry.said:
        return registry
    return Library(kind, name, "", at, at + len(label), styled=sure)


def _wordy(rest: str) -> bool:
    """Tell whether what stands behind a name in a link's text makes it a phrase: "Tokio tutorial", not "Tokio 1.0"."""
    return bool(rest.strip(_MARKS + " ")) and not _BEHIND.match(rest)


def _styled(text: str, at: int) -> Library | None:
    """Return what is written in the style of one ecosystem."""
    start = at + len(text[at:]) - len(text[at:].lstrip(_MARKS))
    maven = _MAVEN.match(text, start)
    if maven and (maven["said"] or "." in maven["name"].partition(":")[0]):
        return _match("maven", maven) or _versioned(text, maven.end(), maven["name"], "maven", start, styled=True)
    for kind, one in _STYLED:
        found = one.match(text, start)
        if found:
            return _match(kind, found) or _versioned(text, found.end(), found["name"], kind, start, styled=True)
    return None


def _match(kind: str, found: re.Match[str]) -> Library | None:
    if not found["said"]:
        return None
    return Library(
        kind,
        found["name"],
        found["said"].strip(),
        *found.span("said"),
        requirement=kind in ("cargo", "pypi"),
        styled=bool(kind),
    )


def _versioned(text: str, at: int, name: str, kind: str, start: int, *, styled: bool) -> Library | None:
    """Return a library with the version directly behind its name, or with none."""
    name = name.rstrip(".")
    found = _BEHIND.match(text, at)
    if found and _is_version(found):
        return Library(kind, name, found["said"].strip(), *found.span("said"), styled=styled)
    return Library(kind, name, "", start, max(at, start + 1), styled=styled)


def _is_version(found: re.Match[str]) -> bool:
    """Tell whether a number behind a name is its version: a lone whole number only where nothing else follows it."""
    said = found["said"].strip()
    following = found.string[found.end("said") : found.end("said") + 1]
    if following and (following.isalnum() or following in "%/×"):
        return False
    if said[0] in "<>≤≥" or (said[0] == "~" and not said.startswith("~=")):
        # "~25 deps" and "< 2.5 MB" are no versions.
        return found["end"] is not None
    if "." in said or said[0] in "v^~=" or said.endswith("+") or found["word"]:
        return True
    return said.isdigit() and int(said) < _YEAR and found["end"] is not None


def _urls(text: str) -> list[tuple[str, int]]:
    return [(found[0], found.start()) for found in re.finditer(r"https?://[^\s<>()\[\]`|]+", text)]


def _registry(urls: list[tuple[str, int]]) -> Library | None:
    """Return the package that the first address of a registry is about."""
    for url, at in urls:
        for kind, one in _REGISTRIES:
            found = one.fullmatch(url)
            if found:
                name = found["name"].replace("/", ":", 1) if kind == "maven" else found["name"]
                group = "said" if found["said"] else "name"
                return Library(
                    kind, name, found["said"] or "", at + found.start(group), at + found.end(group), styled=True
                )
    return None


def _alike(one: str, other: str) -> bool:
    return re.sub(r"[-_.]+", "-", one).lower() == re.sub(r"[-_.]+", "-", other).lower()
