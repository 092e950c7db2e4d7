"""The task boxes and the questions of a text, read without its template, so that any version of it can be read."""

import re
from collections.abc import Iterator

from holdfast.binding.answers import Answer, answer
from holdfast.binding.questiontable import cells, question_in
from holdfast.markdown.blocks import Block, Parse
from holdfast.markdown.header import read_header
from holdfast.markdown.outline import Heading
from holdfast.markdown.plain import key, plain
from holdfast.model.progress import Item
from holdfast.patterns import pattern
from holdfast.template.aliases import ALIASES
from holdfast.template.placeholders import is_placeholder
from holdfast.template.slots import item_text
from holdfast.template.status import state_boxes

QUESTIONS = ALIASES["open questions"] | ALIASES["unresolved questions"] | {"questions", "questions to resolve"}
"""Keys of the headings under which a document keeps its questions, whatever its template calls them."""
_PHASE = pattern(
    r"\b(?:phase|milestone|stage|sprint|iteration|step|weeks?|months?|quarter|q[1-4]|h[12])\b", re.IGNORECASE
)
_ASKED = pattern(
    r"(?:\*\*|__)?\s*(?:open )?(?:question|q)(?: ?\d{1,3})?\s*(?:\*\*|__)?\s*[:：]\s*(?:\*\*|__)?\s*(?P<text>\S.*)",
    re.IGNORECASE,
)
_NUMBERED = pattern(r"(?:open )?(?:question|q) ?\d{1,3}\s*[:：.–—-]\s*", re.IGNORECASE)
_RESOLVED = pattern(
    r"\b(?:answer(?:ed)?|decision|decided|resolved|resolution|conclusion|outcome)\b\s*(?:\*\*|__)?\s*[:：]|(?:→|⇒|->|=>)\s*\S", re.IGNORECASE
)  # fmt: skip
_STRUCK = pattern(r"~~.+~~")
_ASIDE = pattern(r"\([^()\n]{0,80}\)")
"""Who is to answer, and until when."""
_COMMIT = pattern(r"(?<![\w/.-])(?=[0-9a-f]{0,39}[a-f])(?=[0-9a-f]{0,39}\d)[0-9a-f]{7,40}(?![\w/-])")
_MAYBE = re.compile(rb"\[[ xX]\]|[qQ]uestion|QUESTION|\b[qQ]\d{0,3}\*{0,2}:|[\x80-\xff]|[iI]ssue")


_BOXED = re.compile(rb"\[[ xX]\]")


def may_have_items(raw: bytes, *, questions: bool = True) -> bool:
    """Tell quickly whether a text can have a task at all, or a question."""
    return (_MAYBE if questions else _BOXED).search(raw) is not None


def read_items(parse: Parse, headings: list[Heading], named: frozenset[str] = frozenset()) -> list[Item]:
    """Return the tasks and questions of a text in its order; ``named`` are further keys of headings of questions.

    Blanks of a template are none. A box under a heading of questions is a question, any other one is a task; the
    items and the paragraphs that ask are questions there without a box as well, and so is what is labelled
    ``Question:`` anywhere.
    """
    reader = _Reader(parse, headings, QUESTIONS | named)
    return [item for block in parse.blocks if (item := reader.item(block)) is not None]


class _Reader:
    """One text."""

    def __init__(self, parse: Parse, headings: list[Heading], named: frozenset[str]) -> None:
        self.parse = parse
        self.headings = headings
        asking = [one for one in headings if key(one.title) in named]
        self.asking = [(one.body, one.end) for one in asking]
        self.states = {box.span.start for one in headings for box in state_boxes(parse, one)}
        """Where boxes tell a status, which are nothing to do."""
        self.headed = self._headed()
        self.header: list[str] = []
        """Of the table that is looked at."""
        self.head = read_header(parse, headings).end
        """Boxes before here are choices of the header."""
        self.inside: list[int] = []
        """Ends of the list items around the block that is looked at."""

    def item(self, block: Block) -> Item | None:
        """Return what a block is, if it is something to do or to decide."""
        while self.inside and self.inside[-1] <= block.start:
            self.inside.pop()
        if block.kind == "item":
            nested = bool(self.inside)
            self.inside.append(block.end)
            text = item_text(self.parse, block)
            return self._listed(block, text, nested=nested) if text and not is_placeholder(text) else None
        if block.kind == "paragraph" and not self.inside and not block.depth:
            return None if self._is_below_question(block.start) else self._paragraph(block)
        if block.kind == "head":
            self.header = cells(self.parse, block)
        if block.kind == "row" and any(start <= block.start < end for start, end in self.asking):
            found = question_in(self.header, cells(self.parse, block))
            line = self._line(block)
            return found and Item(
                "question", found.text, found.answered, self._group(block.start), line, found.answered
            )
        return self.headed.get(block.start) if block.kind == "heading" else None

    def _headed(self) -> dict[int, Item]:
        """Return the questions that are headings below one of questions, by where they begin: what stands below may answer them."""
        found: dict[int, Item] = {}
        for one in self.headings:
            asking = any(start <= one.start < end for start, end in self.asking)
            if not asking or not ("?" in one.title or _NUMBERED.match(one.title)):
                continue
            text = self.parse.slice(one.body, one.end)
            answered = _RESOLVED.search(text) is not None or _RESOLVED.search(one.title) is not None
            said = _NUMBERED.sub("", one.title).partition("?")[0].strip() + ("?" if "?" in one.title else "")
            if said and not is_placeholder(said):
                line = self.parse.line(one.start)
                found[one.start] = Item("question", said, answered, self._group(one.start), line, answered)
        return found

    def _is_below_question(self, offset: int) -> bool:
        return any(one.start in self.headed and one.body <= offset < one.end for one in self.headings)

    def _listed(self, block: Block, text: str, *, nested: bool) -> Item | None:
        asking = any(start <= block.start < end for start, end in self.asking)
        labelled = _ASKED.match(text)
        if block.start in self.states or (block.level and block.start < self.head):
            return None
        if block.level and not asking and not labelled:
            raw = self.parse.slice(block.start, block.end).split("\n", 1)[0]
            return Item("task", text, block.level == 2, self._group(block.start), self._line(block), names=_names(raw))
        if not (asking or labelled) or (nested and not block.level and not labelled):
            return None
        if not block.level and not labelled and self._is_below_question(block.start):
            return None
        return self._question(block, labelled["text"] if labelled else text)

    def _paragraph(self, block: Block) -> Item | None:
        asking = any(start <= block.start < end for start, end in self.asking)
        raw = self.parse.slice(block.start, block.end)
        labelled = _ASKED.match(raw)
        if labelled is None and not (asking and "?" in raw):
            return None
        first = plain(labelled["text"] if labelled else raw.partition("?")[0] + "?")
        return None if is_placeholder(first) else self._question(block, first)

    def _question(self, block: Block, text: str) -> Item | None:
        if answer(text) in (Answer.NONE, Answer.NOT_APPLICABLE, Answer.OPEN):
            return None
        raw = self.parse.slice(block.start, block.end)
        asked, _, behind = raw.partition("?")
        resolved = _RESOLVED.search(raw) is not None
        said_behind = key(_ASIDE.sub("", behind))
        answered = resolved or bool(said_behind) or (not behind and len(asked.strip().splitlines()) > 1)
        said = (plain(text.partition("?")[0]) + "?") if "?" in text else plain(text)
        done = block.level == 2 or (block.level == 0 and (resolved or _STRUCK.search(raw) is not None))
        return Item("question", said, done, self._group(block.start), self._line(block), answered)

    def _group(self, offset: int) -> str:
        """Return the title of the phase around an offset, else that of the innermost section."""
        around = [one for one in self.headings if one.start <= offset < one.end]
        phase = next((one for one in reversed(around) if _PHASE.search(one.title)), None)
        found = phase or (around[-1] if around else None)
        return found.title if found else ""

    def _line(self, block: Block) -> int:
        return self.parse.line(block.start)


def _names(raw: str) -> tuple[str, ...]:
    """Return what a task names that can be looked for: its pieces of code, and commit ids.

    A commit beside an address may be one of another repository.
    """
    commits = [] if "://" in raw else _COMMIT.findall(raw)
    return tuple(dict.fromkeys([*_codes(raw), *commits]))


def _codes(raw: str) -> Iterator[str]:
    yield from (one.strip() for one in re.findall(r"`([^`\n]{1,200})`", raw))
