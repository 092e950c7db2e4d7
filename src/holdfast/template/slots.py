"""Every placeholder of a template, with the place in a document where it counts as left behind."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from holdfast.markdown.blocks import Block, Parse
from holdfast.markdown.header import Header
from holdfast.markdown.outline import Heading
from holdfast.markdown.plain import key, plain
from holdfast.model.schema import Placeholder, Scope
from holdfast.model.verdict import Origin
from holdfast.patterns import pattern
from holdfast.template.aliases import ALIASES
from holdfast.template.directives import NONE, Directive
from holdfast.template.placeholders import find_placeholders, in_italics, is_placeholder, is_whole_word, placeholders_in

_STATUS_NAMES = ALIASES["status"]
_WORD_IN_PARENTHESES = pattern(r"\([A-Z][a-z]+\)\Z")
_TAG = pattern(r"\[[A-Z]{2,5}\]")
_EXPLAINED = pattern(r"[ \t]*[-*+][ \t]+\*\*\[(?P<tag>[^\[\]\n]{1,20})\](?::\*\*|\*\*[ \t]*:)[ \t]+(?P<words>.*)")
_EXAMPLES = pattern(r"e\.\s?g\.,?([^)]*)")
_CODE = pattern(r"\b[A-Z]{1,4}\d{1,3}\b")
_DIGITS = pattern(r"\d+")
_OWN_WORD = pattern(r"\b(?![A-Z]{2,4}\b)[^\W\d_]{2,}")
_REPLACE = pattern(r"(?:#|//|%%|--|<!--)[^\n]{0,40}\breplace\b", re.IGNORECASE)
_LONGEST = 2000
"""Of a block of code that is compared as a whole, in characters."""
_COUNTED = pattern(r"^\D{2,40} \d\Z")
_EXAMPLE_TARGET = pattern(
    r"(?:^|/)(?:link|url|path|file|doc|example|foo|bar|xxx+)s?(?:\.\w+)?\Z|^#?\Z|example\.(?:com|org)", re.IGNORECASE
)
_OPEN_ADDRESS = pattern(r"(?<!\S)https?://\S+/(?:N{2,}|X{2,})\Z")
"""An address whose number is not known yet, ``https://example.com/pull/NNN``."""
_MOST = 1000
"""A template with more placeholders than this is no template; the rest are passed over to bound the time."""
_SILENT = frozenset({"keep", "guidance", "ignore"})
_SKIPPED = frozenset({"optional", "required", "if applicable"})


def collect_placeholders(
    parse: Parse, path: str, headings: list[Heading], header: Header, directives: dict[int, Directive]
) -> tuple[Placeholder, ...]:
    """Return the placeholders of a template in the order of its lines, each text once.

    Prose in brackets counts wherever a document repeats it word for word; bare words (``TODO``,
    ``Task 1``) and open addresses (``https://example.com/pull/NNN``) only as a whole item, cell or value; a code comment
    only as the whole code block.
    """
    defined = {
        plain(parse.slice(one.start, one.end).split("]:")[0].lstrip(" [")).casefold() for one in parse.definitions
    }
    defined |= _legend(parse)
    ignored = [(one.start, one.end) for one in headings if directives.get(parse.line(one.start), NONE).has("ignore")]
    found: dict[tuple[str, Scope], Placeholder] = {}

    def add(text: str, scope: Scope, offset: int) -> None:
        line = parse.line(offset)
        if directives.get(line, NONE).flags & _SILENT or any(start <= offset < end for start, end in ignored):
            return
        if text.strip("[]{}<>()").casefold() in defined | _SKIPPED:
            return
        found.setdefault((text, scope), Placeholder(text, scope, Origin(path, line, parse.line_text(line))))

    for raw in header.fields:
        if is_placeholder(raw.value) or (in_italics(parse, *raw.span) and key(raw.name) not in _STATUS_NAMES):
            add(raw.value, Scope.WHOLE, raw.span.start)
    head = 0
    for block in parse.blocks:
        head = block.end if block.kind == "head" else head
        _collect(parse, block, header.end, add, named=block.start < head)
    for text, start in _counted_items(parse, header.end):
        add(text, Scope.WHOLE, start)
    return tuple(sorted(found.values(), key=lambda one: one.origin.line)[:_MOST])


def _legend(parse: Parse) -> set[str]:
    """Return the tags in brackets that a template explains, in lower case: ``- **[P]**: can run in parallel``.

    What the explanation names as examples are tags as well; one that is itself to be filled in explains nothing.
    """
    found: set[str] = set()
    for block in parse.blocks:
        explained = _EXPLAINED.match(_first_line(parse, block)) if block.kind == "item" else None
        if explained and not find_placeholders(explained["words"]):
            found.add(explained["tag"].casefold())
            examples = _EXAMPLES.search(explained["words"])
            found.update(word.casefold() for word in (_CODE.findall(examples[1]) if examples else ()))
    return found


def _counted_items(parse: Parse, start: int) -> Iterator[tuple[str, int]]:
    """Yield items that differ from others by their number alone, or not at all: ``Pain point 1`` and ``Pain point 2``."""
    items = [(item_text(parse, one), one.start) for one in parse.blocks if one.kind == "item" and one.start >= start]
    shapes = Counter(_DIGITS.sub("#", text) for text, _ in items)
    for text, at in items:
        alike = shapes[_DIGITS.sub("#", text)] > 1 and len(_OWN_WORD.findall(text)) > 1
        if alike and not find_placeholders(text):
            yield text, at


def _collect(
    parse: Parse, block: Block, header_end: int, add: Callable[[str, Scope, int], None], *, named: bool
) -> None:
    """Collect from one block; containers are skipped, their leaves come by themselves.

    ``named`` says that it is a cell of a table's head, where ``Option`` and ``Name`` are names of columns.
    """
    if block.kind == "fence":
        content = fence_content(parse, block)
        if _is_comment(content) or _is_to_replace(content):
            add(content, Scope.FENCE, block.start)
    elif block.kind == "html":
        text = parse.slice(block.start, block.end).strip()
        if find_placeholders(text) == [text]:
            for one, offset in placeholders_in(parse, block.start, block.end):
                add(one, Scope.INLINE, offset)
    elif block.kind in ("paragraph", "heading", "cell"):
        if block.start >= header_end or block.kind == "heading":
            found = [one for one in placeholders_in(parse, block.start, block.end) if not _is_tag(block, one[0])]
            for text, offset in found:
                add(text, Scope.INLINE, offset)
            if found and block.kind == "heading" and (word := _WORD_IN_PARENTHESES.search(block.data)):
                add(word[0], Scope.INLINE, block.start)
            cell = plain(parse.slice(block.start, block.end)) if block.kind == "cell" else ""
            if is_whole_word(cell) and not named:
                add(cell, Scope.WHOLE, block.start)
    elif block.kind == "item" and block.start >= header_end:
        text = item_text(parse, block)
        if is_whole_word(text) or is_example_link(parse, block, text) or _OPEN_ADDRESS.search(text):
            add(text, Scope.WHOLE, block.start)
        for one, offset in placeholders_in(parse, block.start, block.start + len(_first_line(parse, block).encode())):
            add(one, Scope.INLINE, offset)


def _is_tag(block: Block, text: str) -> bool:
    """Tell whether brackets in a heading mark its kind, as in ``[ADR] Title``, and are there to stay."""
    return (
        block.kind == "heading"
        and _TAG.fullmatch(text) is not None
        and not is_whole_word(text[1:-1])
        and block.data.strip() != text
    )


def is_example_link(parse: Parse, block: Block, text: str) -> bool:
    """Tell whether an item is a link that only shows where one goes: ``[Internal doc 1](./link.md)``."""
    links = list(parse.within((block.start, block.end), "link"))
    return len(links) == 1 and _COUNTED.search(text) is not None and _EXAMPLE_TARGET.search(links[0].data) is not None


def fence_content(parse: Parse, block: Block) -> str:
    """Return what stands between the fence lines, without white space around it."""
    lines = parse.slice(block.start, block.end).strip().splitlines()
    closed = len(lines) > 1 and set(lines[-1].strip()) <= {"`", "~"} and lines[-1].strip()
    return "\n".join(lines[1:-1] if closed else lines[1:]).strip()


def item_text(parse: Parse, block: Block) -> str:
    """Return the first line of a list item without its bullet, its task box and its markup."""
    text = _first_line(parse, block).lstrip()
    text = text[1:] if text[:1] in "-*+" else text.lstrip("0123456789")[1:]
    text = text.lstrip()
    if block.level:
        text = text[3:]
    return plain(text)


def _first_line(parse: Parse, block: Block) -> str:
    return parse.slice(block.start, block.end).split("\n", 1)[0]


def _is_to_replace(content: str) -> bool:
    """Tell whether a block of code only shows what a block there looks like: with words in brackets, or "Replace with ..."."""
    if len(content) > _LONGEST:
        return False
    return _REPLACE.search(content) is not None or any(" " in one.strip() for one in find_placeholders(content))


def _is_comment(content: str) -> bool:
    """A single comment line that says nothing but what should stand here."""
    return "\n" not in content and content.startswith(("//", "#", "--", "/*", "<!--", ";")) and len(content) > 3
