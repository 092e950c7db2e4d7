"""A document as HTML that is safe to show: rendered, then held to the allow-list, then our own notes put into it.

What we add (notes in the margin, coloured code, formulas) stands as an empty element with a number while the
document's own HTML is held to the list, and takes its place afterwards. The number is behind a word that nobody can know.
"""

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from holdfast.markdown.anchors import heading_anchors
from holdfast.markdown.blocks import Block, Parse
from holdfast.markdown.parser import parse as parse_markdown
from holdfast.markdown.rendered import render
from holdfast.web.allowed import cleaned
from holdfast.web.code import code_html
from holdfast.web.formula import formula

_OUTSIDE = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_SCHEME = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|[/\\]{2})", re.IGNORECASE)


class Note(NamedTuple):
    """What is said beside a place of the text."""

    at: int
    """Byte offset."""
    html: str
    """Safe already."""
    line: int = 0
    """That is to be pointed out where it stands in code; 0 for none."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What rendering has to know of the world outside of a text."""

    link: Callable[[str], str]
    """Returns the address for a local link as written; empty where nothing is shown for it."""
    picture: Callable[[str], str]
    """The same for a picture."""
    below: Callable[[int], str] = lambda start: ""
    """Returns what is said below the code block that starts at an offset, as HTML."""
    heading: Callable[[int], str] = lambda start: ""
    """Returns what is said at the heading that starts at an offset, as HTML."""
    diagram: str = ""
    """Address of the page that draws diagrams."""


def prose(raw: bytes, notes: Sequence[Note], around: Surroundings) -> list[str]:
    """Return a text as HTML in chunks that begin with a heading each, or as one where its own HTML may span them."""
    parsed = parse_markdown(raw)
    hand = _Hand(parsed, notes, around)
    chunks = [hand.filled(cleaned(chunk, hand.word, hand.address, hand.shown)) for chunk in render(parsed.source, hand)]
    # What is said of the end of the text stands behind its last block.
    chunks[-1] += "".join(note.html for note in hand.notes)
    return chunks


class _Hand:
    """Answers the renderer."""

    def __init__(self, parsed: Parse, notes: Sequence[Note], around: Surroundings) -> None:
        self.parsed = parsed
        self.around = around
        self.anchors = iter(heading_anchors(parsed))
        self.notes = sorted(notes, key=lambda note: note.at)
        self.word = f"x{secrets.token_hex(12)}"
        self.pointed: set[int] = set()
        self.pieces: list[str] = []
        self.pattern = re.compile(rf'<(span|div) data-mark="{self.word}-(\d+)"></\1>')
        self.whole = any(block.kind == "html" and _may_span(parsed, block) for block in parsed.blocks)

    def chunk(self) -> bool:
        return not self.whole

    def before(self, kind: str, start: int, end: int) -> str:
        said = [self.around.heading(start)] if kind == "heading" else []
        if kind in ("paragraph", "heading", "table", "fence", "html", "rule"):
            taken = [note for note in self.notes if note.at < end]
        elif kind in ("item", "quote"):
            # What stands deeper inside is said there.
            inner = self._first_inside(start, end)
            taken = [note for note in self.notes if note.at < inner]
        else:
            taken = []
        if taken:
            self.notes = self.notes[len(taken) :]
        self.pointed = {note.line for note in taken if note.line}
        said += [note.html for note in taken]
        return self._mark("".join(said), "div") if any(said) else ""

    def _first_inside(self, start: int, end: int) -> int:
        place = self.parsed.first(start + 1)
        blocks = self.parsed.blocks
        return blocks[place].start if place < len(blocks) and blocks[place].start < end else end

    def anchor(self) -> str:
        return next(self.anchors, "")

    def code(self, info: str, text: str, start: int) -> str:
        word = re.split(r"[\s,{]", info.strip(), maxsplit=1)[0].strip("{}") if info.strip() else ""
        first = self.parsed.line(start) + 1
        lines = {line - first + 1 for line in self.pointed}
        if word.casefold() == "math":
            return self._mark(f'<div class="math">{formula(text, display=True)}</div>', "div")
        label = escape(word) if word else "text"
        shown = code_html(word, text, lines)
        kind = " data-diagram" if word.casefold() == "mermaid" and self.around.diagram else ""
        address = f' data-frame="{escape(self.around.diagram)}"' if kind else ""
        block = f'<pre tabindex="0" role="region" aria-label="code, {label}"><code>{shown}</code></pre>'
        return self._mark(f'<div class="code"{kind}{address}>{block}{self.around.below(start)}</div>', "div")

    def math(self, text: str, *, display: bool) -> str:
        return self._mark(formula(text, display=display), "span")

    def link(self, target: str) -> str:
        found = self.address(target)
        return f"{self.word}{found}" if found else ""

    def image(self, target: str) -> str:
        found = self.shown(target)
        return f"{self.word}{found}" if found else ""

    def address(self, target: str) -> str:
        """Return the address of a link as the text has it; empty where it is not to be followed."""
        if target.startswith("#"):
            return "" if target.casefold().startswith("#hf-") else target
        if _OUTSIDE.match(target):
            return target
        return "" if _SCHEME.match(target) else self.around.link(target)

    def shown(self, target: str) -> str:
        """Return the address of a picture; one from elsewhere would tell its owner who reads, and has none."""
        return "" if _SCHEME.match(target) else self.around.picture(target)

    def _mark(self, html: str, tag: str) -> str:
        self.pieces.append(html)
        return f'<{tag} data-mark="{self.word}-{len(self.pieces) - 1}"></{tag}>'

    def filled(self, html: str) -> str:
        """Return HTML that was held to the list with our pieces in their places."""
        filled = self.pattern.sub(lambda found: self.pieces[int(found[2])], html)
        # A table that is wider than the page is scrolled with the keyboard as well.
        return filled.replace('<div class="wide">', '<div class="wide" tabindex="0" role="region" aria-label="table">')


def _may_span(parsed: Parse, block: Block) -> bool:
    """Tell whether a block of raw HTML may open what another closes."""
    text = parsed.source[block.start : block.end]
    opened = re.findall(rb"<([a-zA-Z][\w-]*)(?:[^<>]*[^/<>])?>", text)
    closed = re.findall(rb"</([a-zA-Z][\w-]*)\s*>", text)
    void = {b"br", b"hr", b"img", b"input", b"wbr"}
    return sorted(name.lower() for name in opened if name.lower() not in void) != sorted(
        name.lower() for name in closed
    )
