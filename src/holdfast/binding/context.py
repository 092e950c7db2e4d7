"""The words around one place of a document."""

import re

from holdfast.markdown.blocks import Block, Parse
from holdfast.markdown.outline import Heading
from holdfast.markdown.plain import plain
from holdfast.model.corpus import Context
from holdfast.patterns import pattern

_END = pattern(r"[.!?][)\"'*_”’]*\s+(?=[^a-z\s])|\n\s*\n")
_LEAD = 400
_FAR = 4000
"""So many bytes of a sentence or an item are looked at."""
_BACK = 2000
"""So many blocks in front of a place are looked at for what introduces it."""
_CODE = pattern(r"`[^`]*`")
_WORD = pattern(r"[^\W_]")
_MEANT = pattern(
    r"\b(?:will|would|shall|should|could|may|might|to be|new|add(?:s|ed|ing)?|creat\w*|implement|put|places?|saves?"
    r"|stores?|introduc\w*|generat\w*|written|writes?|output\w*|produc\w*|emit\w*|remov\w*|delet\w*|drop\w*|gone"
    r"|no longer|not|never|without|instead|mov\w*|renam\w*|replac\w*|migrat\w*|merg\w*|split|was|were|used to|former\w*"
    r"|previous\w*|old|legacy|historical\w*|before|until|plan\w*|propos\w*|future|todo|later|next|e\.g|example|such as"
    r"|say|optional\w*|if (?:present|it exists)|upstream|missing|absent|download\w*|cop(?:y|ied|ies)|install\w*"
    r"|scaffold\w*|templates?|per|each|every|ignored)\b",
    re.IGNORECASE,
)
"""What is said of a file or a name that need not be there."""
_PLANS = pattern(
    r"\b(?:plan\w*|phase|roadmap|migrat\w*|future|proposal|proposed|alternatives?|history|changelog|example\w*|todo"
    r"|tasks?|steps?|next|open questions?)\b",
    re.IGNORECASE,
)


def context(parse: Parse, headings: list[Heading], offset: int) -> Context:
    """Return the sentence an offset stands in, what introduces it, and the sections around it."""
    titled = bool(headings) and headings[0].level == 1 and all(one.level > 1 for one in headings[1:])
    titles = tuple(one.title for one in headings[titled:] if one.start <= offset < one.end)
    around = _around(parse, offset)
    if not around:
        return Context("", "", titles)
    inner = around[-1]
    if inner.kind == "fence":
        return Context(parse.line_text(parse.line(offset)), _before(parse, inner), titles)
    if inner.kind == "cell":
        inner = next((one for one in reversed(around) if one.kind in ("row", "head")), inner)
    items = [one for one in around if one.kind == "item"]
    listed = next((one for one in around if one.kind in ("list", "table")), None)
    own = items.pop() if items and inner.kind in ("item", "paragraph") else None
    lead = [_own(parse, item) for item in items]
    if listed:
        lead = [_before(parse, listed), _head(parse, listed, inner), *lead]
    if own:
        sentence = _own(parse, own)
    elif inner.kind in ("row", "head"):
        sentence = parse.slice(inner.start, min(inner.end, inner.start + _FAR))
    else:
        sentence = _sentence(parse, inner, offset)
    return Context(sentence, " ".join(filter(None, lead)), titles)


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
    last = parse.first(offset + 1) - 1
    for index in range(last, max(-1, last - _BACK), -1):
        block = parse.blocks[index]
        if block.end > offset and (not found or block.depth < found[-1].depth):
            found.append(block)
        if not block.depth:
            break
    return found[::-1]


def _own(parse: Parse, item: Block) -> str:
    """Return the text of a list item without the lists, code and further items in it."""
    end = min(item.end, item.start + _FAR)
    inside = parse.blocks_in((item.start + 1, end))
    nested = next((one for one in inside if one.kind in ("list", "fence", "code", "table")), None)
    return parse.slice(item.start, nested.start if nested else end)


def _sentence(parse: Parse, block: Block, offset: int) -> str:
    """Return the sentence of a block that holds an offset."""
    first = max(block.start, offset - _FAR)
    text = parse.slice(first, min(block.end, offset + _FAR))
    at = len(parse.slice(first, offset))
    ends = [one.span() for one in _END.finditer(text)]
    start = max((end for _, end in ends if end <= at), default=0)
    return text[start : min((begin + 1 for begin, _ in ends if begin >= at), default=len(text))]


def _before(parse: Parse, block: Block) -> str:
    """Return the end of the paragraph in front of a list, a table or a piece of code."""
    last = parse.first(block.start) - 1
    for index in range(last, max(-1, last - _BACK), -1):
        one = parse.blocks[index]
        if one.depth <= block.depth:
            return parse.slice(max(one.start, one.end - _LEAD), one.end) if one.kind == "paragraph" else ""
    return ""


def _head(parse: Parse, block: Block, inner: Block) -> str:
    """Return the header row of a table."""
    if block.kind != "table" or inner.kind == "head":
        return ""
    first = parse.first(block.start)
    head = next((one for one in parse.blocks[first : first + 10] if one.kind == "head"), None)
    return parse.slice(head.start, min(head.end, head.start + _FAR)) if head else ""
