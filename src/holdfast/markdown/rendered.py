"""A text as HTML that knows where each of its blocks stands. What it returns is not yet safe to show: see ``web.prose``.

Raw HTML of the text passes through as it is written, and everything else is escaped.
"""

import re
from collections.abc import Iterator
from html import escape
from typing import Any, Protocol

from holdfast.markdown.parser import events

_SPANS = {"Emphasis": "em", "Strong": "strong", "Strikethrough": "s"}
_BLOCKS = {"Paragraph": "p", "TableRow": "tr", "DefinitionList": "dl"}
_BREAKS = {"SoftBreak": "\n", "HardBreak": "<br>\n"}

_LABEL = re.compile(rb"[ \t]*\*\*[^*\n]{1,40}(?::\*\*|\*\*:)")


class Hand(Protocol):
    """Decides what one who renders a text cannot know."""

    def chunk(self) -> bool:
        """Be told that a heading begins that stands in no other block; tell whether a new chunk begins with it."""

    def before(self, kind: str, start: int, end: int) -> str:
        """Return what stands in front of a block (inside of it, where it is an item), as HTML."""

    def anchor(self) -> str:
        """Return the id of the next heading; empty for none."""

    def code(self, info: str, text: str, start: int) -> str:
        """Return a block of code, as HTML."""

    def math(self, text: str, *, display: bool) -> str:
        """Return a formula, as HTML."""

    def link(self, target: str) -> str:
        """Return the address a link leads to; empty where it leads to nothing that can be shown."""

    def image(self, target: str) -> str:
        """Return the address of a picture; empty where it is not to be loaded."""


def render(source: bytes, hand: Hand) -> list[str]:
    """Return a text as HTML in one or more chunks, in order; ``source`` is without byte order mark."""
    return list(_Renderer(hand).chunks(source))


class _Renderer:
    """One text on its way to HTML."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.source = b""
        self.out: list[str] = []
        self.depth = 0
        self.aligned: tuple[str, ...] = ()
        self.column = 0
        self.head = False
        self.ends: list[str] = []
        self.code: tuple[str, int, list[str]] | None = None
        self.image: tuple[str, str, list[str]] | None = None
        self.hidden = False

    def chunks(self, source: bytes) -> Iterator[str]:
        self.source = source
        for event, start, end in events(source):
            if event.__class__ is str:
                self._plain(event, start, end)
                continue
            ((tag, value),) = event.items()
            if tag == "Start":
                name, detail = next(iter(value.items())) if isinstance(value, dict) else (value, None)
                if name == "Heading" and not self.depth and self.out and self.hand.chunk():
                    yield "".join(self.out)
                    self.out = []
                self._start(name, detail, start, end)
                self.depth += 1
            elif tag == "End":
                self.depth -= 1
                self._end(*(next(iter(value.items())) if isinstance(value, dict) else (value, None)))
            else:
                self._inside(tag, value)
        yield "".join(self.out)

    def _plain(self, word: str, start: int, end: int) -> None:
        if word == "Rule":
            self.out.append(f"{self.hand.before('rule', start, end)}<hr>\n")
        elif word == "SoftBreak" and _LABEL.match(self.source, end):
            # The lines of a header stay lines, as everybody means them who writes one.
            self._put("<br>\n", "\n")
        else:
            self._put(_BREAKS.get(word, ""), "\n")

    def _put(self, html: str, text: str) -> None:
        """Add something where it belongs: into the text of a picture, into code, or onto the page."""
        if self.image:
            self.image[2].append(text)
        elif self.code:
            self.code[2].append(text)
        elif not self.hidden:
            self.out.append(html)

    def _inside(self, tag: str, value: Any) -> None:
        if tag == "Text":
            self._put(escape(value), value)
        elif tag in ("Html", "InlineHtml"):
            self._put(value, "")
        elif tag == "Code":
            self._put(f"<code>{escape(value)}</code>", value)
        elif tag in ("InlineMath", "DisplayMath"):
            self._put(self.hand.math(value, display=tag == "DisplayMath"), value)
        elif tag == "FootnoteReference":
            name = escape(value)
            self._put(f'<sup><a href="#note-{name}">{name}</a></sup>', "")
        elif tag == "TaskListMarker":
            word = "done" if value else "open"
            self._put(f'<span class="box {word}">{word}: </span>', "")

    def _start(self, name: str, detail: Any, start: int, end: int) -> None:
        if name in _SPANS:
            self._put(f"<{_SPANS[name]}>", "")
        elif name == "Link":
            target = self.hand.link(detail["dest_url"])
            title = f' title="{escape(detail["title"])}"' if detail["title"] else ""
            self._put(f'<a href="{escape(target)}"{title}>' if target else f'<span class="path"{title}>', "")
            self.ends.append("</a>" if target else "</span>")
        elif name == "Image":
            if self.image is None:
                self.image = (detail["dest_url"], detail["title"], [])
        elif name == "CodeBlock":
            info = detail["Fenced"] if isinstance(detail, dict) else ""
            self.out.append(self.hand.before("fence", start, end))
            self.code = (info, start, [])
        else:
            self._block(name, detail, start, end)

    def _block(self, name: str, detail: Any, start: int, end: int) -> None:
        out, before = self.out, self.hand.before
        if name == "Heading":
            anchor = self.hand.anchor()
            attribute = f' id="{escape(anchor)}"' if anchor else ""
            out.append(f"{before('heading', start, end)}<{detail['level'].lower()}{attribute}>")
        elif name == "List":
            first = f' start="{detail}"' if detail not in (None, 1) else ""
            out.append(f"{before('list', start, end)}<{'ul' if detail is None else 'ol'}{first}>\n")
        elif name == "Item":
            out.append(f"<li>{before('item', start, end)}")
        elif name == "Table":
            self.aligned = tuple(detail)
            out.append(f'{before("table", start, end)}<div class="wide"><table>\n')
        elif name == "TableHead":
            self.head, self.column = True, 0
            out.append("<thead><tr>")
        elif name == "TableCell":
            side = self.aligned[self.column] if self.column < len(self.aligned) else "None"
            shown = f' class="{side.lower()}"' if side in ("Right", "Center") else ""
            out.append(f"<{'th' if self.head else 'td'}{shown}>")
        elif name == "BlockQuote":
            kind = f' class="{detail.lower()}"' if detail else ""
            label = f'<p class="label">{detail}</p>' if detail else ""
            out.append(f"{before('quote', start, end)}<blockquote{kind}>{label}\n")
        elif name == "FootnoteDefinition":
            out.append(f'<div class="footnote" id="note-{escape(detail)}"><sup>{escape(detail)}</sup>\n')
        elif name == "MetadataBlock":
            self.hidden = True
        elif name == "HtmlBlock":
            out.append(before("html", start, end))
        else:
            if name == "TableRow":
                self.column = 0
            else:
                out.append(before("paragraph", start, end))
            out.append(f"<{_BLOCKS.get(name, 'div')}>")

    def _end(self, name: str, detail: Any) -> None:
        out = self.out
        if name in _SPANS:
            self._put(f"</{_SPANS[name]}>", "")
        elif name == "Link":
            self._put(self.ends.pop(), "")
        elif name == "Image" and self.image:
            target, title, words = self.image
            self.image = None
            self._put(self._picture(target, title, "".join(words)), "".join(words))
        elif name == "CodeBlock" and self.code:
            info, start, text = self.code
            self.code = None
            out.append(self.hand.code(info, "".join(text), start))
        elif name == "Heading":
            out.append(f"</{detail.lower()}>\n")
        elif name == "List":
            out.append("</ol>\n" if detail else "</ul>\n")
        elif name == "Item":
            out.append("</li>\n")
        elif name == "Table":
            out.append("</tbody></table></div>\n")
        elif name == "TableHead":
            self.head = False
            out.append("</tr></thead><tbody>\n")
        elif name == "TableCell":
            self.column += 1
            out.append("</th>" if self.head else "</td>")
        elif name == "BlockQuote":
            out.append("</blockquote>\n")
        elif name == "FootnoteDefinition":
            out.append("</div>\n")
        elif name == "MetadataBlock":
            self.hidden = False
        elif name != "HtmlBlock":
            out.append(f"</{_BLOCKS.get(name, 'div')}>\n")

    def _picture(self, target: str, title: str, words: str) -> str:
        address = self.hand.image(target)
        shown = f' title="{escape(title)}"' if title else ""
        if address:
            return f'<img src="{escape(address)}" alt="{escape(words)}"{shown} loading="lazy">'
        return f'<span class="picture"{shown}>{escape(words or target)}</span>'
