"""Differences that a guide declares: rows of a table or items of a list, in the words people use for them."""

import re
from typing import NamedTuple

from holdfast.binding.guides.http import METHODS
from holdfast.binding.guides.words import Words
from holdfast.markdown.blocks import Block, Parse
from holdfast.markdown.plain import key, plain
from holdfast.model.guide import ABSENT, Declared, Listing, Where
from holdfast.model.span import Span
from holdfast.patterns import pattern

_ALL = frozenset(
    {
        "",
        "all",
        "any",
        "every",
        "every request",
        "all requests",
        "any request",
        "each request",
        "everything",
        "everywhere",
    }
)
_METHOD = pattern(rf"\b(?:{METHODS})\b")
_PATH = pattern(r"(?<![\w.])/[^\s`,;]*")
_STATUS = pattern(r"(?<![\w./])(?P<class>[1-5])(?:xx|(?P<rest>\d\d))(?![\w/])", re.IGNORECASE)
_ANY = frozenset({"", "…", "...", "*", "any", "anything", "any value", "-", "–", "—"})
_NONE = frozenset({"none", "absent", "no header", "missing", "not there", "not sent", "nothing", "no body", "empty"})
_HEADER = pattern(r"(?P<name>[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*):\s+(?P<value>\S.*)\Z")
_KNOWN = frozenset({"allow", "location", "vary", "link", "etag", "server", "date", "age", "expires", "pragma"})
_ARROW = pattern(
    r"\s*(?:→|⇒|->|=>|\bbecomes?\b|\bturns? into\b|\bchanges? (?:in)?to\b|\bis now\b|\bare now\b|(?P<back>\binstead of\b|\brather than\b))\s*"
)
_REMARK = pattern(r"\s+[—–]\s.*\Z|\s+--?\s.*\Z|;\s.*\Z|\s*\([^()`]*\)\s*\Z", re.DOTALL)
_TOKEN = pattern(r"`+[^`]*`+|\"[^\"]*\"|\S+")
_MASK = "\x00"
_LONG = 1000
"""So many bytes of a cell or an item are read: more is prose, and no declaration."""


class Read(NamedTuple):
    """What one table or list declares."""

    declared: tuple[Declared, ...]
    listing: Listing


def read_table(parse: Parse, table: Block, words: Words, source: str, target: str) -> Read | None:
    """Read a table; ``None`` where its columns do not tell what was before and what comes after."""
    rows: list[tuple[Block, list[Block]]] = []
    for block in parse.blocks_in((table.start, table.end)):
        if block.kind in ("head", "row"):
            rows.append((block, []))
        elif block.kind == "cell" and rows:
            rows[-1][1].append(block)
    names = [words.column(parse.slice(one.start, one.end), source, target) for one in (rows[0][1] if rows else [])]
    if "before" not in names or "after" not in names:
        return None
    found = []
    for row, cells in rows[1:]:
        said = {"where": "", "what": "", "before": "", "after": ""}
        for name, cell in zip(names, cells, strict=False):
            if name:
                said[name] = parse.slice(cell.start, min(cell.end, cell.start + _LONG)).strip()
        found.append(_declared(said, Span(row.start, _trimmed(parse, row)), parse))
    last = rows[-1][0]
    return Read(tuple(found), Listing(True, tuple(names), _trimmed(parse, last), _lead(parse, last.start)))


def read_list(parse: Parse, block: Block) -> Read:
    """Read a list; an item that declares nothing that can be understood is one for which nothing appears."""
    found = []
    last = block
    for item in parse.blocks_in((block.start, block.end)):
        if item.kind == "item" and item.depth == block.depth + 1:
            text = re.split(
                r"\n\s*\n|\n\s*(?:[-*+]|\d+[.)])\s",
                parse.slice(item.start, min(item.end, item.start + _LONG)),
                maxsplit=1,
            )[0]
            text = re.sub(r"\A\s*(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?", "", text)
            found.append(_declared(_item(text), Span(item.start, _trimmed(parse, item)), parse))
            last = item
    lead = _lead(parse, last.start)
    mark = re.match(r"(?:[-*+]|\d+[.)])\s+", parse.slice(last.start, last.end))
    return Read(tuple(found), Listing(False, (), _trimmed(parse, last), lead + (mark[0] if mark else "- ")))


def _declared(said: dict[str, str], span: Span, parse: Parse) -> Declared:
    before, after = _value(said["before"]), _value(said["after"])
    what, part = read_what(said["what"])
    if not what:
        what, part, before, after = _guessed(before, after)
    shown = re.sub(
        r"\A\s*(?:[-*+]|\d+[.)])\s+",
        "",
        plain(parse.slice(span.start, min(span.end, span.start + _LONG))).replace("|", " "),
    )
    text = " ".join(shown.split())
    return Declared(read_where(said["where"]), what, part, before, after, span, text)


def _guessed(before: str | None, after: str | None) -> tuple[str, str, str | None, str | None]:
    """Tell from the values what a row speaks of that does not say it."""
    values = [one for one in (before, after) if one]
    if values and all(re.fullmatch(r"[1-5]\d\d", one) for one in values):
        return "status", "", before, after
    heads = [_HEADER.match(one) for one in values]
    if values and all(heads) and len({one["name"].casefold() for one in heads if one}) == 1:
        bare = [found["value"] if one and (found := _HEADER.match(one)) else one for one in (before, after)]
        return "header", next(one["name"].casefold() for one in heads if one), bare[0], bare[1]
    return "body", "", before, after


def read_where(text: str) -> Where:
    """Read which requests a difference speaks of."""
    text = " ".join(plain(text).replace(_MASK, "").split())
    if key(text) in _ALL and "/" not in text:
        return Where()
    path = _PATH.search(text)
    rest = text[: path.start()] + text[path.end() :] if path else text
    methods = frozenset(_METHOD.findall(rest))
    statuses = frozenset(int(found["class"] + (found["rest"] or "")) for found in _STATUS.finditer(rest))
    if not (path or methods or statuses):
        return Where(name=key(text), said=key(text))
    return Where(methods, path[0].rstrip(".,:") if path else "", "", statuses, key(text))


def read_what(text: str) -> tuple[str, str]:
    """Return what a difference is about, and its header or path; empty where the text does not say."""
    text = " ".join(plain(text).split())
    folded = text.casefold()
    bare = re.sub(r"\A(?:the|its|response) ", "", folded)
    if bare in ("status", "status code", "code", "http status"):
        return "status", ""
    if bare in ("header", "headers"):
        return "header", ""
    if bare in ("body", "bodies", "error body", "error bodies", "payload", "text", "content", "json"):
        return "body", ""
    if bare in ("number", "numbers", "null", "nulls"):
        return bare.rstrip("s") + "s", ""
    if bare in ("openapi", "openapi document", "schema", "schemas", "api document", "document"):
        return "openapi", ""
    if bare in ("output", "prints", "printed"):
        return "output", ""
    named = re.fullmatch(r"(?:(?:response )?header )?(?P<name>[A-Za-z][\w-]*)(?P<behind> header)?", text, re.IGNORECASE)
    if named and (folded.startswith(("header", "response header")) or named["behind"] or _is_header(named["name"])):
        return "header", named["name"].casefold()
    path = re.fullmatch(r"(?:body |key |field )?(?P<path>\$\S*|[\w.\[\]*-]+)", text)
    return ("body", path["path"]) if path else ("", "")


def _is_header(name: str) -> bool:
    return name.casefold() in _KNOWN or bool(re.fullmatch(r"[A-Z][a-z0-9]*(?:-[A-Z][A-Za-z0-9]*)+", name))


def _value(text: str) -> str | None:
    """Return a value without its markup; what stands in backticks is taken literally."""
    text = text.strip()
    code = re.fullmatch(r"(`+) ?(?P<code>.*?) ?\1", text, re.DOTALL)
    if code and code["code"]:
        return code["code"].replace("\\|", "|")
    bare = plain(text)
    if bare.casefold() in _ANY:
        return None
    return ABSENT if bare.casefold() in _NONE else bare.replace("\\|", "|")


def _item(text: str) -> dict[str, str]:
    """Take an item apart: ``where: what before → after (remark)``."""
    text = " ".join(text.split())
    masked = re.sub(r"`+[^`]*`+", lambda found: _MASK * len(found[0]), text)
    arrow = _ARROW.search(masked)
    remark = _REMARK.search(masked, arrow.end() if arrow else 0)
    while remark:
        text, masked = text[: remark.start()], masked[: remark.start()]
        remark = _REMARK.search(masked, arrow.end() if arrow else 0)
    text, masked = text.rstrip(" ."), masked.rstrip(" .")
    left = text[: arrow.start()] if arrow else text
    right = text[arrow.end() :] if arrow else ""
    colon = max((found.end() for found in re.finditer(r":\s", masked[: len(left)] + " ")), default=0)
    where, rest = (left[:colon].strip().rstrip(":"), left[min(colon, len(left)) :]) if colon else ("", left)
    tokens = _TOKEN.findall(rest)
    value = ""
    if arrow and tokens and not (len(tokens) == 1 and colon and read_what(tokens[0])[0] in ("numbers", "nulls")):
        value = tokens.pop()
    what = " ".join(tokens)
    if not colon and tokens:
        where, what = _split(tokens)
    if colon and not tokens and not (_METHOD.search(where) or _PATH.search(plain(where))):
        # What it is about may stand where others say of which requests: "numbers: 1.0 becomes 1".
        about, part = read_what(where)
        if about and not (about == "body" and part):
            where, what = "", where
    before, after = (right, value) if arrow and arrow["back"] else (value, right)
    return {"where": where, "what": what, "before": before, "after": after}


def _split(tokens: list[str]) -> tuple[str, str]:
    """Split what stands before the value into where and what: the what is the longest end that says one."""
    for place in range(len(tokens)):
        what = " ".join(tokens[place:])
        if read_what(what)[0] and not (_METHOD.search(what) or _PATH.search(plain(what))):
            return " ".join(tokens[:place]), what
    return " ".join(tokens), ""


def _lead(parse: Parse, start: int) -> str:
    line = parse.lines[parse.line(start) - 1]
    return parse.slice(line, start)


def _trimmed(parse: Parse, block: Block) -> int:
    text = parse.source[block.start : block.end]
    return block.start + len(text.rstrip())
