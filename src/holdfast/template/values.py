"""What the value of a header field in a template says about the values documents may give."""

import re

from holdfast.markdown.plain import key, plain, slug
from holdfast.markdown.rawfield import RawField
from holdfast.model.role import role_of
from holdfast.model.schema import FieldKind, FieldSchema, Presence
from holdfast.model.verdict import Origin
from holdfast.patterns import pattern
from holdfast.records import replace
from holdfast.template.aliases import ALIASES
from holdfast.template.directives import Directive
from holdfast.template.placeholders import find_placeholders, inner, is_placeholder, is_whole_word
from holdfast.template.wording import bounds_in, presence_said, said_beside, split_marker

_EXAMPLE = pattern(
    r"[\s,;–—-]*\b(?:e\.\s?g\.|eg\.|for example|example:|such as)[\s,:]*(?P<value>[^)\]}>]+)", re.IGNORECASE
)
_MONTH = pattern(r"\bmonth\b.*\byear\b|\bmm[-/. ]?yyyy\b|\byyyy[-/. ]mm\b(?![-/. ]?dd)", re.IGNORECASE)
_STRICT_DATE = pattern(
    r"yyyy-mm-dd|iso[ -]?8601|\b(?:aaaa-mm-(?:dd|gg|jj)|jjjj-mm-(?:dd|tt)|гггг-мм-дд)\b", re.IGNORECASE
)
_PERSON = pattern(
    r"\b(?:authors?|owners?|names?|@\w+|username|deciders?|reviewers?|approvers?|persons?|people)\b", re.IGNORECASE
)
_PERSON_NAME = pattern(
    r"\b(?:authors?|owners?|deciders?|reviewers?|approvers?|consulted|informed|decision makers?|champions?)\b"
)
_LINKS = pattern(r"\b(?:links?|urls?)\b|^related$", re.IGNORECASE)
_OPTIONAL_BY_NATURE = frozenset(
    {
        "deprecates",
        "obsoleted by",
        "obsoletes",
        "previous revision",
        "replaced by",
        "replaces",
        "see also",
        "superseded by",
        "supersedes",
        "updated by",
        "updates",
    }
)
"""Names of what only some documents have, whatever the template shows."""
_DIRECTIVE = "a directive"
IN_NAME, BEHIND_VALUE = "the marker in the name", "the marker beside the value"
"""Why a field is optional or required: a word in parentheses, or one in capitals in front of what it asks for."""
_MARKED = pattern(
    r"[>\])}][ \t]*[(\[]\s*\*?(?:optional|required|if applicable|if any|if needed)\b[^()\[\]]*[)\]]\s*\Z", re.IGNORECASE
)
"""A marker behind a placeholder: ``<url> [optional]``."""
_DEMANDED = pattern(r"[<\[{(](?P<words>\s*REQUIRED\s*:\s*)")
_MORE = pattern(r"…|\.\.\.|\betc\b", re.IGNORECASE)
_SUCCESSOR = pattern(
    r"(?<=\w)\s+(?:(?:by|durch|par|por|pel[ao]|da|door|на)\b|(?:ADR|RFC|MADR)[- ]?(?:\d|[XYN]{2}|#)).*", re.IGNORECASE
)
"""What stands behind "superseded" names the successor and is detail, not part of the word."""
_OPENING = {"[": "]", "{": "}", "<": ">"}
"""Brackets; in the template of MADR itself one is never closed."""
_ROUND = pattern(r"\((?P<text>[^()]*)\)\Z")
_DESCRIBES = pattern(
    r"\b(?:urls?|links?|numbers?|names?|descriptions?|issues?|tickets?|prs?|pull requests?|teams?|persons?|people|e-?mails?|ids?)\b",
    re.IGNORECASE,
)
"""Words for what a value is, which nobody writes as the value."""
_WAITS = pattern(
    r"leave (?:this |it )?(?:empty|blank)|to be assigned|assigned by|filled (?:in )?by|\blater\b|\bwill (?:be|contain|hold)\b|^(?:N{2,}|0{4}|X{3,})$",
    re.IGNORECASE,
)
_SENTENCE = 6
"""So many words and a full stop are a sentence."""
_VERB = pattern(r"\b(?:is|are|was|were|must|should|will|can|may|includes?|contains?|follows?)\b", re.IGNORECASE)
_SHORT = pattern(r"(?P<before>[^\s<>\[\]{}|()]{1,20})[<\[{(](?P<parts>[^<>\[\]{}()\s]*\|[^<>\[\]{}()\s]*)[>\]})]\Z")
"""Choices of which only the ends differ."""
_DASHES = frozenset({"-", "--", "–", "—"})
_JOINT = pattern(r"\s*,\s*(?:or|and)\s+|\s+or\s+|\s*,\s*", re.IGNORECASE)


def field_schema(raw: RawField, origin: Origin, *, optional: bool = False) -> FieldSchema:
    """Compile one header field; ``optional`` where the words before the header leave it to the author."""
    name, marked, condition = split_marker(raw.name)
    value = raw.value.strip()
    because = IN_NAME if marked else ""
    if marked is None:
        value, marked, condition = _marked_value(value)
        because = BEHIND_VALUE if marked else ""
    said, said_condition = presence_said(inner(value))
    if said is None:
        said, said_condition = said_beside(origin.text)
    by_nature = key(name) in _OPTIONAL_BY_NATURE
    presence = marked or said or (Presence.OPTIONAL if optional or by_nature else Presence.REQUIRED)
    because = because or ("the value" if said else "the words before the header" if optional else "")
    because = because or ("its name: not every document has one" if by_nature else "")
    found = FieldSchema(
        slug(name), plain(name).rstrip(":：").strip(), origin, presence, condition or said_condition, because
    )
    found = _typed(found, value)
    if found.presence is Presence.REQUIRED and not because and _speaks(found, value):
        found = replace(found, presence=Presence.OPTIONAL, because="its value: a sentence to the author")
    return replace(found, placeholder=raw.value.strip()) if found.placeholder and found.placeholder == value else found


def _speaks(found: FieldSchema, value: str) -> bool:
    """Tell whether the value of a template is a sentence, as in "**Note:** This template is filled in by ...", and none to replace."""
    words = value.split()
    if key(found.name) in ALIASES["status"]:
        return False
    sentence = (
        len(words) >= _SENTENCE and words[-1].endswith((".", "!")) and _VERB.search(" ".join(words[: _SENTENCE - 1]))
    )
    return bool(sentence) and not (found.placeholder or found.choices)


def _marked_value(value: str) -> tuple[str, Presence | None, str]:
    """Take ``[optional]`` behind a placeholder and ``REQUIRED:`` inside of one off a value; return the presence they give."""
    if demanded := _DEMANDED.match(value):
        return value[: demanded.start("words")] + value[demanded.end("words") :], Presence.REQUIRED, ""
    return split_marker(value) if _MARKED.search(value) else (value, None, "")


def settle(found: FieldSchema, value: str, directive: Directive) -> FieldSchema:
    """Let the directive on a field's line overrule what was inferred."""
    found = replace(
        found,
        id=directive.values.get("id") or found.id,
        kind=FieldKind(directive.values.get("type") or found.kind),
        open=found.open or directive.has("open"),
        aliases=directive.aliases,
        bounds=directive.bounds(found.origin) or bounds_in(inner(value), found.origin),
        waits=waits(value),
        advice=directive.has("advice"),
    )
    if directive.when:
        return replace(found, presence=Presence.CONDITIONAL, when=directive.when, because=_DIRECTIVE)
    if directive.has("optional"):
        return replace(found, presence=Presence.OPTIONAL, because=_DIRECTIVE)
    return replace(found, presence=Presence.REQUIRED, because=_DIRECTIVE) if directive.has("required") else found


def waits(value: str) -> bool:
    """Tell whether the template says to leave the value empty: the process fills it in later, or a dash stands there."""
    return value.strip() in _DASHES or _WAITS.search(inner(value)) is not None


def _typed(found: FieldSchema, value: str) -> FieldSchema:
    """Add type, choices, example and placeholder read from the template's value."""
    name = key(found.name)
    replaceable = is_placeholder(value)
    text = inner(value) if replaceable else plain(value).strip("\"'")
    example = _EXAMPLE.search(text)
    if example:
        found = replace(found, example=example["value"].strip().rstrip(".").strip("\"'"))
        text = text[: example.start()]
    if replaceable:
        found = replace(found, placeholder=value)
    elif (placeholders := find_placeholders(value)) and not _is_enumeration(text, placeholders):
        found = replace(found, placeholder=placeholders[0])
        text = inner(placeholders[0])
    else:
        if len(text.split()) > 1 and _STRICT_DATE.search(text):
            return replace(found, kind=FieldKind.DATE)
        # A literal value is a default ("status: Draft"), never a demand to keep or to change it.
        choices, more = choices_in(text)
        return (
            replace(found, kind=FieldKind.ENUM, choices=choices, open=more)
            if len(choices) > 2 or (choices and all(map(role_of, choices)))
            else _by_name(found, name)
        )
    choices, more = choices_in(text)
    if choices and not _PERSON_NAME.search(name):
        return replace(found, kind=FieldKind.ENUM, choices=choices, open=more)
    if _MONTH.search(text):
        return replace(found, kind=FieldKind.MONTH)
    if _STRICT_DATE.search(text):
        return replace(found, kind=FieldKind.DATE)
    if "date" in name.split() or text.casefold().startswith("date"):
        return replace(found, kind=FieldKind.MONTH)
    return _by_name(found, name, text)


def _by_name(found: FieldSchema, name: str, text: str = "") -> FieldSchema:
    """Fall back on what the name of a field promises."""
    if is_whole_word(text) and text.strip() in ("DATE", "YYYY-MM-DD"):
        return replace(found, kind=FieldKind.DATE if "-" in text else FieldKind.MONTH)
    if _PERSON_NAME.search(name) or (text and _PERSON.search(text) and "link" not in text.casefold()):
        return replace(found, kind=FieldKind.PERSONS)
    if _LINKS.search(text or name):
        return replace(found, kind=FieldKind.LINKS)
    return found


def _is_enumeration(text: str, placeholders: list[str]) -> bool:
    """Tell whether a value lists alternatives beside its placeholders: ``Accepted | Rejected | Superseded by ADR [n]``."""
    return text.count("|") >= 2 and not any("|" in one for one in placeholders) and len(choices_in(text)[0]) > 2


def choices_in(text: str) -> tuple[tuple[str, ...], bool]:
    """Return the alternatives a value lists and whether it leaves the list open.

    ``a | b | c`` lists them, as do ``A, B, or C``, ``A or B`` and ``A/B/C`` where every part is short, and ``draft / active`` of states: a
    sentence with commas in it is no enumeration.
    """
    text = _spread(plain(text).strip())
    if whole := _ROUND.match(text):
        text = whole["text"].strip()
    if text[:1] in _OPENING and text.count(text[0]) > text.count(_OPENING[text[0]]):
        text = text[1:]
    more = _MORE.search(text) is not None
    if "|" in text:
        parts = text.split("|")
    elif re.search(r"\bor\b", text) and not text.endswith((".", "?")):
        parts = _JOINT.split(text)
    elif text.count("/") >= 2 and not re.search(r"\d|:", text):
        parts = text.split("/")
        if not _alike([part.strip() for part in parts]):
            return (), False
    elif text.count(" / ") == 1 and all(role_of(part) for part in text.split("/")):
        parts = text.split("/")
    else:
        return (), False
    cleaned = [_SUCCESSOR.sub("", part.strip().strip("\"'")).strip() for part in parts]
    choices = tuple(part for part in cleaned if part and not _MORE.fullmatch(part))
    fixed = tuple(part for part in choices if not _MORE.search(part) and not find_placeholders(part))
    more = more or any(find_placeholders(part) for part in choices)
    if len(choices) < 2 or any(len(part.split()) > 3 or len(part) > 40 or _DESCRIBES.search(part) for part in fixed):
        return (), False
    return fixed, more


def _alike(parts: list[str]) -> bool:
    """Tell whether words between slashes are written as the states of one thing are: all in one case, and small ones single."""
    cases = {part[:1].isupper() for part in parts if part}
    return len(cases) == 1 and (True in cases or all(len(part.split()) == 1 for part in parts))


def _spread(text: str) -> str:
    """Return what ``SEV-<1|2|3>`` is short for, ``SEV-1|SEV-2|SEV-3``; any other text as it is."""
    found = _SHORT.match(text)
    return "|".join(f"{found['before']}{part.strip()}" for part in found["parts"].split("|")) if found else text
