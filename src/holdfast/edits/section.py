"""Sections of a template put into a document that lacks them, in the template's own words and order."""

import re
from functools import lru_cache

from holdfast.binding.document import Document
from holdfast.binding.sections import BoundSection
from holdfast.markdown.blocks import Parse
from holdfast.markdown.outline import Heading, outline
from holdfast.markdown.parser import parse
from holdfast.markdown.plain import key
from holdfast.model.edit import Edit, Fix
from holdfast.model.schema import SectionSchema
from holdfast.model.span import Span
from holdfast.patterns import pattern
from holdfast.template.comments import find_comments, is_directive

_NUMBER = pattern(r"(#+[ \t]+)[\d.]+[.):]?[ \t]+(?=\S)")
_DEEPEST = 6
_KEPT = frozenset({"copyright", "license", "licence", "copyright notice"})
"""What the template has under these is no advice and stays as it is."""


class Siblings:
    """The sections that stand side by side in a template, and where a document has them: what adding one asks for each."""

    def __init__(self, document: Document, parent: BoundSection | None) -> None:
        """Look for the sections below a parent, or for those at the top."""
        self.document = document
        self.parent = parent
        sections = parent.schema.children if parent else document.schema.sections
        self._order = {id(one): number for number, one in enumerate(sections)}
        self._beside = sorted(
            (one for one in document.sections.bound if id(one.schema) in self._order),
            key=lambda one: one.heading.start,
        )
        self._numbers = {one.number for one in document.headings}
        own = [one for one in self._beside if one.heading.number]
        self._numbered = bool(own) and all(one.heading.number == one.schema.number for one in own)

    def added(self, schema: SectionSchema) -> Fix | None:
        """Return the edit that adds a section as the template has it, with all it says there, for a person to fill in.

        It goes behind the section that precedes it in the template, at the level that its siblings have in the document.
        Advice that would read like an answer becomes a comment above "TBD", so that the section still counts as open.
        ``None`` where the template's text is not at hand.
        """
        document = self.document
        # A new heading is to have the template's number where its siblings have theirs.
        numbered = self._numbered and schema.number not in self._numbers
        text = section_text(document.lookup.text, schema, self._level(schema), numbered=numbered)
        if not text:
            return None
        if not _asks_visibly(document, text) and key(schema.title) not in _KEPT and not schema.keep:
            text = _left_open(text)
        at = self._place(schema)
        above = document.parse.source[:at]
        lead = "" if not at or above.endswith((b"\n\n", b"\r\n\r\n", b"\r\r")) else "\n"
        lead += "\n" if lead and not above.endswith((b"\n", b"\r")) else ""
        tail = "\n" if at < len(document.parse.source) else ""
        return Fix((Edit(Span(at, at), lead + text + tail),), safe=False)

    def _level(self, schema: SectionSchema) -> int:
        if self._beside:
            return self._beside[0].heading.level
        return self.parent.heading.level + 1 if self.parent else schema.level

    def _place(self, schema: SectionSchema) -> int:
        """Return where a section goes: behind the last that precedes it in the template, else before the first of all."""
        size = len(self.document.parse.source)
        own = self._order[id(schema)]
        before = [one for one in self._beside if self._order[id(one.schema)] < own]
        if before:
            at = max(before, key=lambda one: (self._order[id(one.schema)], one.heading.start)).heading.end
        elif self._beside:
            at = self._beside[0].heading.start
        else:
            at = self.parent.heading.end if self.parent else size
        return min(at, _closing(self.document)) if at == size else at


def _asks_visibly(document: Document, text: str) -> bool:
    """Tell whether a section of the template shows what is to be replaced, so that what stays of it is found."""
    return any(one.text in text for one in document.schema.placeholders)


@lru_cache(maxsize=256)
def _left_open(text: str) -> str:
    """Turn what stands under each heading into a comment, with "TBD" below it."""
    if "```" in text:
        return f"{text}\nTBD\n"
    parts = re.split(r"^(#+ .*)$", text, flags=re.MULTILINE)
    result = []
    for heading, body in zip(parts[1::2], parts[2::2], strict=True):
        said = [line.strip() for line in re.sub(r"<!--|-->", "\n", body).split("\n") if line.strip()]
        advice = "\n".join(dict.fromkeys(said)).replace("--", "–")
        result += [heading, f"<!-- {advice} -->" if advice else "", "TBD"]
    return "\n\n".join(one for one in result if one) + "\n"


def section_text(template: bytes, section: SectionSchema, level: int, *, numbered: bool = True) -> str:
    """Return one section of a template with its heading at a level, without directives; it ends in one line end.

    Empty where the template's text does not have the section.
    """
    return _section_at(template, section.origin.line, level, numbered)


@lru_cache(maxsize=256)
def _section_at(template: bytes, line: int, level: int, numbered: bool) -> str:
    """Return the section whose heading is on a line; many documents lack the same one."""
    text, headings = _read(template)
    found = next((one for one in headings if text.line(one.start) == line), None)
    if found is None:
        return ""
    end = min(
        [one.start for one in text.blocks if one.kind == "rule" and not one.depth and one.start > found.start]
        + [found.end]
    )
    marks = {one.start: one.level + level - found.level for one in headings if found.start <= one.start < end}
    parts = []
    at = found.start
    gone = [
        (one.start, one.end) for one in find_comments(text) if is_directive(one.text) and found.start <= one.start < end
    ]
    for start, stop in [*gone, (end, end)]:
        parts.append(_leveled(text, at, start, marks))
        at = stop
    lines = [line.rstrip() for line in "".join(parts).replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")]
    if not numbered:
        lines = [_NUMBER.sub(r"\1", line) if line.startswith("#") else line for line in lines]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"


def _leveled(text: Parse, start: int, end: int, levels: dict[int, int]) -> str:
    """Return a piece of the template with the marks of its headings at other levels."""
    parts = []
    at = start
    for place, level in levels.items():
        if start <= place < end and text.source[place : place + 1] == b"#":
            parts.append(text.slice(at, place) + "#" * max(1, min(level, _DEEPEST)))
            at = place + len(text.source[place:end]) - len(text.source[place:end].lstrip(b"#"))
    return "".join([*parts, text.slice(at, end)])


@lru_cache(maxsize=16)
def _read(template: bytes) -> tuple[Parse, list[Heading]]:
    text = parse(template)
    return text, outline(text)


def _closing(document: Document) -> int:
    """Return where closing labels begin, with the rule above them; the end of the text where there are none."""
    rules = [one.start for one in document.parse.blocks if one.kind == "rule" and not one.depth]
    return rules[-1] if document.schema.closing and rules else len(document.parse.source)
