"""The words around one place of a document."""

import re

from holdfast.markdown.blocks import Block, Parse
from holdfast.markdown.outline import outline
from holdfast.markdown.plain import plain
from holdfast.model.corpus import Context

_END = re.compile(r"[.!?][)\"'*_”’]*\s+(?=[^a-z\s])|\n\s*\n")
_LEAD = 400
_CODE = re.compile(r"`[^`]*`")
_WORD = re.compile(r"[^\W_]")
_MEANT = re.compile(
    r"\b(?:will|would|shall|should|could|may|might|to be|new|add(?:s|ed|ing)?|creat\w*|implement|put|places?|saves?"
    r"|stores?|introduc\w*|generat\w*|written|writes?|output\w*|produc\w*|emit\w*|remov\w*|delet\w*|drop\w*|gone"
    r"|no longer|not|never|without|instead|mov\w*|renam\w*|replac\w*|migrat\w*|merg\w*|split|was|were|used to|former\w*"
    r"|previous\w*|old|legacy|historical\w*|before|until|plan\w*|propos\w*|future|todo|later|next|e\.g|example|such as"
    r"|say|optional\w*|if (?:present|it exists)|upstream|missing|absent|download\w*|cop(?:y|ied|ies)|install\w*"
    r"|scaffold\w*|templates?|per|each|every|ignored)\b",
    re.IGNORECASE,
)
"""What is said of a file or a name that need not be there."""
_PLANS = re.compile(
    r"\b(?:plan\w*|phase|roadmap|migrat\w*|future|proposal|proposed|alternatives?|history|changelog|example\w*|todo"
    r"|tasks?|steps?|next|open questions?)\b",
    re.IGNORECASE,
)


def context(parse: Parse, offset: int) -> Context:
    """Return the sentence an offset stands in, what introduces it, and the sections around it."""
    found = outline(parse)
    titled = bool(found) and found[0].level == 1 and all(one.level > 1 for one in found[1:])
    headings = tuple(one.title for one in found[titled:] if one.start <= offset < one.end)
    around = _around(parse, offset)
    if not around:
        return Context("", "", headings)
    inner = around[-1]
    if inner.kind == "fence":
        return Context(parse.line_text(parse.line(offset)), _before(parse, inner), headings)
    if inner.kind == "cell":
        inner = next((one for one in reversed(around) if one.kind in ("row", "head")), inner)
    items = [one for one in around if one.kind == "item"]
    listed = next((one for one in around if one.kind in ("list", "table")), None)
    lead = [
        _own(parse, item)
        for item in items
        if item is not inner and item is not (items[-1] if inner.kind == "paragraph" else None)
    ]
    if listed:
        lead = [_before(parse, listed), _head(parse, listed, inner), *lead]
    if items and inner.kind in ("item", "paragraph"):
        return Context(_own(parse, items[-1]), " ".join(filter(None, lead)), headings)
    text = parse.slice(inner.start, inner.end)
    return Context(
        text if inner.kind in ("row", "head") else _sentence(parse, inner, offset),
        " ".join(filter(None, lead)),
        headings,
    )


def meant(context: Context) -> bool:
    """Tell whether the words around a name say that it need not be there.

    A name alone, and one in front of a colon, is the caption of what is shown below it.
    """
    text = context.sentence.rstrip()
    words = prose(text)
    return (
        text.endswith((":", ":**"))
        or ("`" in text and not _WORD.search(words))
        or _MEANT.search(words) is not None
        or _MEANT.search(prose(context.lead)) is not None
        or any(_PLANS.search(one) for one in context.headings)
    )


def prose(text: str) -> str:
    """Return the words of a text that are neither code nor the target of a link."""
    return plain(_CODE.sub(" ", text))


def _around(parse: Parse, offset: int) -> list[Block]:
    """Return the blocks that hold an offset, the outermost first."""
    found: list[Block] = []
    for index in range(parse.first(offset + 1) - 1, -1, -1):
        block = parse.blocks[index]
        if block.end > offset and (not found or block.depth < found[-1].depth):
            found.append(block)
        if not block.depth:
            break
    return found[::-1]


def _own(parse: Parse, item: Block) -> str:
    """Return the text of a list item without the lists, code and further items in it."""
    nested = next(
        (one for one in parse.blocks_in((item.start + 1, item.end)) if one.kind in ("list", "fence", "code", "table")),
        None,
    )
    return parse.slice(item.start, nested.start if nested else item.end)


def _sentence(parse: Parse, block: Block, offset: int) -> str:
    """Return the sentence of a block that holds an offset; labelled lines of a header are sentences too."""
    text = parse.slice(block.start, block.end)
    at = len(parse.slice(block.start, offset))
    start = max((one.end() for one in _END.finditer(text) if one.end() <= at), default=0)
    end = min((one.start() + 1 for one in _END.finditer(text) if one.start() >= at), default=len(text))
    return text[start:end]


def _before(parse: Parse, block: Block) -> str:
    """Return the end of the paragraph in front of a list or a table."""
    index = parse.first(block.start) - 1
    while index >= 0 and parse.blocks[index].depth > block.depth:
        index -= 1
    if index < 0 or parse.blocks[index].kind != "paragraph":
        return ""
    return parse.slice(parse.blocks[index].start, parse.blocks[index].end)[-_LEAD:]


def _head(parse: Parse, block: Block, inner: Block) -> str:
    """Return the header row of a table."""
    if block.kind != "table" or inner.kind == "head":
        return ""
    head = next((one for one in parse.blocks_in((block.start, block.end)) if one.kind == "head"), None)
    return parse.slice(head.start, head.end) if head else ""
