"""Whether other files of a project refer to what an edit of a heading would take away: its anchor, or its number."""

import re

from holdfast.edits.apply import apply
from holdfast.markdown.anchors import anchors, squeeze
from holdfast.markdown.blocks import BOM, Parse
from holdfast.markdown.outline import outline
from holdfast.markdown.parser import parse
from holdfast.model.edit import Fix
from holdfast.model.result import Result
from holdfast.world.files import SUFFIXES

_FRAGMENT = re.compile(rb"#([^\s)\]>\"'#]+)")
_SECTION = re.compile(rb"(?:\xc2\xa7\s*|\b(?:sections?|chapters?|sec\.)\s+)([A-Z0-9]+(?:\.\d+)*)", re.IGNORECASE)


class Ripple:
    """What the Markdown files of a project refer to, read when an edit first touches a heading."""

    def __init__(self, result: Result) -> None:
        """Know where the files are."""
        self.root = result.root
        self.files = [path for path in result.inputs if path.endswith(SUFFIXES)]
        self._text = parse(b"")
        """The text that was last asked about, because questions come file by file."""
        self._references: dict[str, tuple[frozenset[str], frozenset[str], bytes]] | None = None

    def stays(self, path: str, raw: bytes, fix: Fix) -> bool:
        """Tell whether no other file of the project refers to an anchor or a number that the fix takes away."""
        if self._text.source != raw.removeprefix(BOM):
            self._text = parse(raw)
        before = self._text
        headings = [block for block in before.blocks if block.kind == "heading"]
        if not any(one.start <= edit.span.start < one.end for edit in fix.edits for one in headings):
            return True
        after = parse(apply(raw, [fix]).content)
        lost = {squeeze(one) for one in anchors(before)} - {squeeze(one) for one in anchors(after)}
        numbers = _numbers(before) - _numbers(after) | _moved(before, after)
        name = path.rpartition("/")[2].encode()
        return not any(
            lost & fragments or (name in text and numbers & sections)
            for other, (fragments, sections, text) in self._all().items()
            if other != path
        )

    def _all(self) -> dict[str, tuple[frozenset[str], frozenset[str], bytes]]:
        if self._references is None:
            self._references = {}
            for file in self.files:
                try:
                    with open(file, "rb") as opened:
                        text = opened.read()
                except OSError:
                    continue
                path = file.removeprefix(self.root).lstrip("/")
                fragments = frozenset(squeeze(one.decode("utf-8", "replace")) for one in _FRAGMENT.findall(text))
                sections = frozenset(one.decode("utf-8", "replace") for one in _SECTION.findall(text))
                self._references[path] = (fragments, sections, text)
        return self._references


def _numbers(text: Parse) -> set[str]:
    return {heading.number for heading in outline(text) if heading.number}


def _moved(before: Parse, after: Parse) -> set[str]:
    """Return the numbers that name another heading than they did."""
    old = {heading.number: heading.title for heading in outline(before) if heading.number}
    new = {heading.number: heading.title for heading in outline(after) if heading.number}
    return {number for number, title in old.items() if new.get(number, title) != title}
