"""What a document names without a link: paths, symbols and commands in code, its date, what it needs, its successor."""

import re
from collections.abc import Iterator

from holdfast.binding.answers import Answer
from holdfast.binding.document import Document
from holdfast.binding.fieldline import BIRTHDAYS, asked, misspelt, room, undated_field
from holdfast.binding.fields import BoundField
from holdfast.binding.relations import relations
from holdfast.markdown.blocks import Parse
from holdfast.markdown.plain import key, plain
from holdfast.model.entry import Mention, Spot
from holdfast.model.role import Role
from holdfast.model.schema import FieldSchema
from holdfast.model.span import Span
from holdfast.patterns import pattern

_CODE = pattern(
    rb"`+ ?(?:(?P<path>(?:\.{1,2}/)*[\w@+-][\w.@+-]*/[\w.@+/-]*(?::\d+(?:-\d+)?)?)"
    rb"|(?P<name>(?![\w.]+\.(?:md|py|toml|ya?ml|json|rs|[jt]sx?|go|txt|html?|css|sh|lock|cfg|ini|sol|env) ?`)[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+(?:\(\))?)"
    rb"|(?:\$ )?(?P<command>(?:make|npm|yarn|pnpm) [\w./:@=+-]+(?: [\w./:@=+-]+)*)) ?`+\Z"
)
_CONSOLE = frozenset({"console", "shell-session", "shellsession", "terminal", "bash", "sh", "shell", "zsh"})
_LINE = pattern(
    rb"^[ \t]*(?:(?:\$ )?(?P<command>(?:make|npm|yarn|pnpm) [^\r\n]*?)|\$ (?P<own>[a-z][\w.-]*(?: [^\r\n]*?)?))[ \t]*\r?$",
    re.MULTILINE,
)
"""A command line of a console session; behind a prompt any program counts, one of the project's own among them."""
_ELSEWHERE = pattern(rb"\b(?:cd|pushd|git clone) ")
"""What shows that a session goes on in another folder."""
_LIMIT = 400
"""So many pieces of code of one document are kept."""

_NEEDS = frozenset({"requires", "require", "depends on", "builds on", "based on", "prerequisites"})
_HEIR_FIELD = pattern(
    r"\b(?:superse[dc]ed|superseding|replaced|replacement|obsoleted|successor|status \w+|see|moved|migrated)\b"
)
_HEIR = pattern(
    r"\b(?:supers?[ec]+d(?:ed|ing)|supers?[ec]+des? this|replaced (?:by|with|in)|replaces this|replacement|successor"
    r"|obsoleted by|in favou?r of|(?:moved|migrated|merged) (?:in)?to|instead|removed|no longer)\b"
    r"|ersetzt|abgelöst|remplacé|reemplazad|substituíd|sostituit|заменен|заменён|取代|替代|置き換え|代替|대체",
    re.IGNORECASE,
)
_STATUS_WORD = pattern(
    r"\W*(?:supers?[ec]+d(?:ed)?|replaced|obsolete[d]?)\b\W*(?:by|with|through|in favou?r of)?\W*", re.IGNORECASE
)
_LETTER = pattern(r"(?!(?:on|in|since|as|of|at|the|\W)*\Z)\b[^\W\d_]", re.IGNORECASE)
"""Where words begin that may be a name; those that lead up to a date are none."""
_NUMBER = pattern(r"(?<![\d-])\d{1,5}(?![\d-])")
_DATE = pattern(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|(?:\d{1,2}(?:st|nd|rd|th)? )?[A-Z][a-z]{2,8},? (?:\d{1,2}(?:st|nd|rd|th)?,? )?\d{4}"
)


def mentions(document: Document) -> Iterator[Mention]:
    """Yield what the rules about a corpus may ask after, kind by kind in the order of the text."""
    yield from _codes(document.parse)
    dated = next(
        (one for id, one in document.fields.items() if key(id) in BIRTHDAYS or key(one.name) in BIRTHDAYS), None
    )
    if dated and dated.state is Answer.GIVEN and not _is_example(dated):
        yield _of_field(document.parse, "date", dated)
    for field in document.fields.values():
        if key(field.name) in _NEEDS and field.state is Answer.GIVEN:
            yield _of_field(document.parse, "needs", field)
    if document.role is Role.SUPERSEDED:
        yield from _heirs(document)
    yield from relations(document)
    undated = undated_field(document)
    if undated:
        yield Mention("undated", undated.name, _spot(document.parse, *document.top), asked(undated))
    for lacking in (document.schema.field("status"), undated):
        if lacking and lacking.id not in document.fields:
            yield from _lacking(document, lacking)


def _lacking(document: Document, field: FieldSchema) -> Iterator[Mention]:
    """Yield the name that is meant to be a missing field's, or where its line would go."""
    if found := misspelt(document, field):
        yield Mention("misspelt", found[1], _spot(document.parse, *found[0]), field.name)
    elif place := room(document, field):
        yield Mention("room", f"{place.before}{{}}{place.after}", _spot(document.parse, place.at, place.at), field.name)


def _of_field(parse: Parse, kind: str, field: BoundField) -> Mention:
    return Mention(kind, field.value, _spot(parse, *field.span), field.name)


def _is_example(field: BoundField) -> bool:
    """The template's own example is another rule's finding."""
    return bool(field.schema and field.schema.example and key(field.value).startswith(key(field.schema.example)))


def _codes(parse: Parse) -> Iterator[Mention]:
    """Yield inline code that looks like a path, a dotted name or a command, and the commands of console sessions."""
    source = parse.source
    found: list[tuple[int, int, str, bytes]] = []
    for inline in parse.inlines:
        if inline.kind == "code" and inline.end - inline.start < 200:
            match = _CODE.match(source, inline.start, inline.end)
            if match and match.lastgroup:
                found.append((inline.start, inline.end, match.lastgroup, match[match.lastgroup]))
    for block in parse.blocks:
        if block.kind == "fence" and block.data.split(" ")[0].strip("{.}").lower() in _CONSOLE:
            text = source[block.start : block.end]
            for match in _LINE.finditer(text) if not _ELSEWHERE.search(text) else ():
                group = match.lastgroup or "command"
                at = block.start + match.start(group)
                found.append((at, at + len(match[group]), "command", match[group]))
    for start, end, kind, text in sorted(found)[:_LIMIT]:
        yield Mention(kind, text.decode("utf-8", "replace"), _spot(parse, start, end))


def _heirs(document: Document) -> Iterator[Mention]:
    """Yield every place in which a superseded document may name what came after it."""
    parse = document.parse
    status = document.fields.get("status")
    if status and _names_something(_STATUS_WORD.sub("", status.value, count=1)):
        yield _of_field(parse, "heir", status)
    for field in document.fields.values():
        if _HEIR_FIELD.search(key(field.name)) and field.state is Answer.GIVEN and _names_something(field.value):
            yield _of_field(parse, "heir", field)
    skipped = status.span if status else Span(0, 0)
    for block in parse.blocks:
        if block.kind not in ("paragraph", "item", "heading", "cell") or skipped.start <= block.start < skipped.end:
            continue
        text = parse.slice(block.start, block.end)
        if status and block.start <= skipped.start < block.end:
            text = parse.slice(block.start, status.name_span.start) + parse.slice(skipped.end, block.end)
        if _HEIR.search(text):
            yield Mention("heir", plain(text)[:200], _spot(parse, block.start, block.end))


def _names_something(value: str) -> bool:
    """Tell whether words are more than a date: a number, a name, anything that can be looked for."""
    text = _DATE.sub("", value[:300])
    return bool(_LETTER.search(text) or _NUMBER.search(text))


def _spot(parse: Parse, start: int, end: int) -> Spot:
    return Spot(start, end, *parse.position(start))
