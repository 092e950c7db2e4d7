"""The words by which a guide names its parts: learned from rows of synonyms and from a project's own aliases."""

from collections.abc import Mapping
from typing import NamedTuple

from holdfast.markdown.plain import key, plain
from holdfast.patterns import pattern

_ROWS = {
    "before": "before | old | then | was | previously | the old way | old code | current | vorher | alt | avant | antes | prima | voor | до | раньше | 之前 | 以前 | 変更前 | 이전",
    "after": "after | new | now | becomes | afterwards | the new way | new code | nachher | neu | après | después | depois | dopo | na | после | теперь | 之后 | 以后 | 変更後 | 이후",
    "requests": "requests | request | replay | try it | anfragen | requêtes | peticiones | requisições | richieste | запросы | 请求 | リクエスト | 요청",
    "differences": "differences | difference | declared differences | known differences | what changes | what is different | changes | breaking changes"
    " | behaviour changes | behavior changes | changed behaviour | changed behavior | incompatibilities | unterschiede | différences | diferencias"
    " | diferenças | differenze | verschillen | различия | 差异 | 違い | 차이",
    "where": "where | request | requests | endpoint | route | operation | case | applies to | call | path",
    "what": "what | aspect | part | kind | of",
    "old": "before | old | from | was | then",
    "new": "after | new | to | now | becomes",
}
_MIGRATION = pattern(r"\b(?:migrat|upgrad|port(?:ing)?\b|moving|switching|umstieg|мигра|迁移|移行|마이그레이션)")
_FROM = pattern(
    r"(?:how to )?(?:(?:migrat|upgrad|mov|com|port|switch|convert|chang)(?:e|es|ing|ion|ting)? (?:guide |notes )?(?:over )?(?:away )?from"
    r"|(?:migration|umstieg|wechsel) von|migrer depuis|migrar (?:desde|de)|migrare da) (?P<source>.+)\Z"
)
_BARE = pattern(r"(?:from|von|depuis|desde|de|da|van|от|с) (?P<source>.+)\Z")
_TO = pattern(r"(?P<source>.+?) (?:to|nach|zu|vers|a) (?P<target>.+)\Z")
_HEAD = pattern(r"\s*[:(\[—–]|\s-\s")
_WITH = pattern(r"(?:in|with|using|mit|avec|con|com) (?P<name>.+)\Z")
_SHORT = 4
"""Words in a label that names a system: longer ones are sentences."""


class Words(NamedTuple):
    """The synonyms of each part, as keys."""

    rows: Mapping[str, frozenset[str]]

    def role(self, label: str, source: str, target: str) -> str:
        """Return which part a label names: ``before``, ``after``, ``requests``, ``differences``, or nothing."""
        text = plain(label)
        whole, head = key(text), key(_HEAD.split(text, maxsplit=1)[0])
        for role in ("before", "after", "requests", "differences"):
            if whole in self.rows[role] or head in self.rows[role]:
                return role
        named = _WITH.match(head)
        name = named["name"] if named else head
        if name == key(source):
            return "before"
        if name == key(target) or (named and len(head.split()) <= _SHORT):
            return "after"
        return ""

    def column(self, name: str, source: str, target: str) -> str:
        """Return what a column of a table of differences says: ``where``, ``what``, ``before``, ``after``, or nothing."""
        found = key(plain(name))
        if found in self.rows["before"] | self.rows["old"] or found == key(source):
            return "before"
        if found in self.rows["after"] | self.rows["new"] or (target and found == key(target)):
            return "after"
        return next((one for one in ("where", "what") if found in self.rows[one]), "")


def words(aliases: Mapping[str, tuple[str, ...] | frozenset[str]]) -> Words:
    """Return the synonyms, with those that a project's ``[aliases]`` add, by key of the word they stand for."""
    rows = {}
    for role, row in _ROWS.items():
        own = (key(name) for name in aliases.get(role, ()))
        rows[role] = frozenset({*(key(name) for name in row.split("|")), *own})
    return Words(rows)


def left_behind(title: str, above: list[str]) -> tuple[str, str] | None:
    """Return what a heading says is left behind, and for what where it says so; ``None`` for one that opens no guide.

    ``above`` are the titles of the sections around it: "From X" alone opens a guide only below a migration guide.
    """
    text = " ".join(plain(title).replace(":", " ").split())
    folded = text.casefold()
    found = _FROM.match(folded)
    if found is None and any(_MIGRATION.search(key(one)) for one in above):
        found = _BARE.match(folded) or _TO.match(folded)
    if found is None:
        return None
    source = text[slice(*found.span("source"))]
    if "target" in found.re.groupindex:
        return source, text[slice(*found.span("target"))]
    both = _TO.match(source)
    return (both["source"], both["target"]) if both else (source, "")
