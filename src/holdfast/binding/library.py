"""How each ecosystem writes a library and its version: its name, what the text says, and whose it is.

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
VERSION = rf"{_ONE}(?:\s{{0,9}},\s{{0,9}}{_OP}\s{{0,9}}v?\d{{1,30}}(?:\.\d{{1,30}}){{0,20}}{_TAIL}?){{0,9}}(?:\+(?!\w)|\s+or\s+(?:later|newer|higher|above)|\s+\(or\s+(?:later|newer|higher|above)\))?"
_BEHIND = pattern(
    # From the name to the version: marks that close it, one of the words, one opening mark.
    rf"(?:\[[^\]\n]{{0,60}}\])?[`*_\"')\]]*+\s*+(?:[,:–—-]\s*+)?(?:\(\s*+)?[`*_\"']*+"
    rf"(?P<word>(?:version|ver\.?|release)\s*+:?\s*+)?[`*_\"']*+"
    rf"(?P<said>{VERSION})(?P<end>[`*_\"')\]]*+\s*(?:[,;:.|(–—-]|\Z|\n))?",
    re.IGNORECASE,
)
NAME = r"(?:@[a-z0-9~][\w.~-]*/)?[A-Za-z][\w.-]*(?:/[\w.~-]+)*"
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
MARKS = "`*_\"'"
"""What may stand around a name or a version."""
_YEAR = 1900
_SYNONYMS = {"go": "golang", "crates": "cargo"}


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


def by_purl(text: str) -> Library | None:
    """Return what the first package URL of a text names."""
    found = _PURL.search(text)
    if found is None:
        return None
    kind = _SYNONYMS.get(found["type"].lower(), found["type"].lower())
    name = unquote(found["name"]).strip("/")
    name = name.replace("/", ":", 1) if kind == "maven" else name
    group = "said" if found["said"] else "name"
    return Library(kind, name, unquote(found["said"] or ""), *found.span(group), styled=True)


def by_style(text: str, at: int) -> Library | None:
    """Return what is written at a place in the style of one ecosystem."""
    start = behind_marks(text, at)
    maven = _MAVEN.match(text, start)
    if maven and (maven["said"] or "." in maven["name"].partition(":")[0]):
        return _match("maven", maven) or by_name(text, maven.end(), maven["name"], "maven", start, styled=True)
    for kind, one in _STYLED:
        found = one.match(text, start)
        if found:
            return _match(kind, found) or by_name(text, found.end(), found["name"], kind, start, styled=True)
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


def by_name(text: str, at: int, name: str, kind: str, start: int, *, styled: bool) -> Library | None:
    """Return a library with the version directly behind its name, or with none.

    The name starts at ``start`` and ends at ``at``, in characters; ``kind`` is its ecosystem.
    """
    name = name.rstrip(".")
    found = _BEHIND.match(text, at)
    if found and _is_version(found):
        return Library(kind, name, found["said"].strip(), *found.span("said"), styled=styled)
    return Library(kind, name, "", start, max(at, start + 1), styled=styled)


def says_version(rest: str) -> bool:
    """Tell whether what stands behind a name begins with a version."""
    return _BEHIND.match(rest) is not None


def behind_marks(text: str, at: int = 0) -> int:
    """Return where a text goes on behind the marks that stand at a place."""
    return at + len(text[at:]) - len(text[at:].lstrip(MARKS))


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


def by_address(urls: list[tuple[str, int]]) -> Library | None:
    """Return the package that the first address of a registry is about; each comes with the place where it stands."""
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
