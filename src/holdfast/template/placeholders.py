"""What in a template is there to be replaced: ``[text]``, ``{text}``, ``<text>``, ``(fill me in)``, ``TODO``."""

import re

from holdfast.markdown.blocks import Parse
from holdfast.markdown.plain import TAG
from holdfast.patterns import pattern

_BRACKETED = pattern(
    r"(?P<variable>\{\{\s*[a-z]\w*(?:\.\w+)+(?:\s*\|[^{}\n]{1,100})?\s*\}\}|\{\{[<%][^{}\n]{1,300}[>%]\}\})"
    r"|\[(?P<square>[^\[\]\n^][^\[\]\n]{0,300})\](?![\[(])"
    r"|(?P<curly>\{[^{}\n#.%][^{}\n]{0,300}\})"
    r"|(?<!\w)<(?P<angle>(?:[^\W\d]|…|\.\.\.)[^<>\n]{0,400})>"
    r"|(?P<round>\((?:fill|leave|insert|replace|enter|add your)\b[^()\n]*\))"
)
_HTML_TAG = pattern(rf"{TAG}\Z|.*[^\s]=[\"'{{]|.*/\Z", re.IGNORECASE)
_AUTOLINK = pattern(r"[a-z][a-z0-9+.-]*:|[^\s@]+@[^\s@]+\.\w+\Z", re.IGNORECASE)
_WHOLE = pattern(
    r"(?:TODO|TBD|TBC|FIXME|N{2,}|X{3,}|Y{4}-M{2}(?:-D{2})?|Month,? (?:Year|Y{4})|MM/YYYY|DD[/.]MM[/.]YYYY|MM/DD/YYYY"
    r"|A{4}-M{2}-(?:DD|GG|JJ)|J{4}-M{2}-(?:DD|TT)|(?:DD|GG|JJ)/MM/AAAA|TT\.MM\.JJJJ|ГГГГ-ММ-ДД|DATE|TITLE|NUMBER|STATUS|NAME|AUTHOR"
    r"|Your (?:full |own |GitHub |short )?(?:name|handle|username|e-?mail|title|team|organi[sz]ation)\b[^.!?\n]{0,60}"
    r"|(?:Task|Item|Option|Step|Goal|Question|Name|Title|Text)(?:\s+(?:\d+|[A-Z]|N))?"
    r"|(?:[A-Z][a-z]+ )?(?:[Tt]ask|[Ss]tep|[Ii]tem|[Cc]hange|[Ii]ssue) (?:#\d{1,2}|number (?:one|two|three|four)))\Z"
)
_ITALIC = pattern(r"(?P<mark>[*_])(?![*_\s])[^*_\n|]{2,200}(?P=mark)\Z")
_MARK = pattern(r"\s*[xX]?\s*\Z|_?toc_?\Z|![a-z]+\Z", re.IGNORECASE)
"""What stands in brackets and is none: the mark of a task, ``[TOC]`` for a table of contents, ``[!NOTE]`` for a callout."""
_COUNTED = pattern(r"(?:Task|Item|Option|Step|Goal|Question|Risk|Finding|Requirement)\s+(?:\d+|[A-Z]|N)\Z")


def find_placeholders(text: str) -> list[str]:
    """Return the bracketed placeholders in a piece of text, as written, brackets included.

    Links, references, footnotes, task boxes, callouts, HTML tags, autolinks and the variables and shortcodes of a
    site, `{{ page.title }}`, are none; the caller removes code and whatever a link definition resolves.
    """
    found = []
    for match in _BRACKETED.finditer(text):
        if match["variable"] is not None:
            continue
        angle = match["angle"]
        if angle is not None and (_HTML_TAG.match(angle) or _AUTOLINK.match(angle)):
            continue
        if match["square"] is not None:
            defines = text.startswith(":", match.end()) and not text[: match.start()].rpartition("\n")[2].strip()
            if defines or _MARK.match(match["square"]):
                continue
        found.append(match[0])
    return found


def is_placeholder(text: str) -> bool:
    """Tell whether a whole value, item or cell is something to replace."""
    text = text.strip().strip("`\"'").strip()
    if not text:
        return False
    if _WHOLE.match(text) or _COUNTED.match(text):
        return True
    found = find_placeholders(text)
    rest = text
    for one in found:
        rest = rest.replace(one, "", 1)
    return bool(found) and not any(char.isalnum() for char in rest)


def is_whole_word(text: str) -> bool:
    """Tell whether a text is a bare word that stands for a value, such as ``TODO`` or ``Task 1``."""
    return _WHOLE.match(text.strip()) is not None


def placeholders_in(parse: Parse, start: int, end: int) -> list[tuple[str, int]]:
    """Return bracketed placeholders of a range with their offsets; those in code and links are left out."""
    found = []
    text = parse.slice(start, end)
    at = 0
    for one in find_placeholders(text):
        index = text.index(one, at)
        at = index + len(one)
        offset = start + len(text[:index].encode())
        if not is_hidden(parse, one, offset):
            found.append((one, offset))
    return found


def is_hidden(parse: Parse, text: str, offset: int) -> bool:
    """Tell whether a bracketed text at an offset is code, link or HTML, and so nothing to replace.

    The parser takes ``<your name>`` for a tag, in a line or as a block; it is one where it is closed.
    """
    if parse.covered(offset, "code", "link", "image", "autolink") or parse.in_block(
        offset, "fence", "code", "metadata"
    ):
        return True
    if not parse.covered(offset, "html") and not parse.in_block(offset, "html"):
        return False
    block = parse.blocks[parse.first(offset + 1) - 1]
    opens = block[:2] == ("html", offset) or any(parse.within((offset, offset + 1), "html"))
    return not opens or b"</" + text[1:-1].split(maxsplit=1)[0].encode() in parse.source


def inner(text: str) -> str:
    """Return what a placeholder says, without its brackets and quotes."""
    text = text.strip().strip("`\"'").strip()
    if text[:1] in "[{<(" and text[-1:] in "]}>)":
        text = text[1:-1]
    return text.strip()


def in_italics(parse: Parse, start: int, end: int) -> bool:
    """Tell whether a whole value is set in italics, as templates set what is to be replaced."""
    return _ITALIC.match(parse.slice(start, end).strip()) is not None
