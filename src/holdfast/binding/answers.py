"""Whether a field or a section says something, says "none", or leaves it open."""

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import islice

from holdfast.binding import answerwords
from holdfast.markdown.blocks import Block, Parse
from holdfast.markdown.plain import plain
from holdfast.patterns import pattern


class Answer(StrEnum):
    """The states of an answer; only the Status decides which of them will do."""

    GIVEN = "given"
    NONE = "none"
    """"None", "None at the moment": an answer."""
    NOT_APPLICABLE = "not-applicable"
    OPEN = "open"
    """"TBD", "Not yet", "Needs discussion": a promise."""
    EMPTY = "empty"


_NONE = pattern(
    r"(?:none|nothing|no|nope|nil)(?: (?:at|for) (?:the|this) (?:moment|time)| yet| currently| so far| for now| known| that(?: \w+){1,4} of)?[.!]*\Z"
)
_NOT_APPLICABLE = pattern(r"(?:n\. ?a\.|(?:n/?a|not applicable|does not apply|doesn't apply)\b).{0,80}\Z")
_OPEN = pattern(
    r"(?:tb[dac]|todo|fixme|wip|pending|not yet|coming soon|later|unknown|undecided|open"
    r"|to be (?:determined|decided|defined|written|done|completed|added|announced|filled(?: in)?|discuss(?:ed)?)"
    r"|(?:still )?needs? (?:discussion|decision|work|to be \w+)|[?]+|…|\.{3})[.!:?]*\Z"
)
_PROMISED = pattern(
    r"(?:tb[dac]|todo|fixme|to be (?:determined|decided|defined|written|done|completed|added|announced|filled(?: in)?|discuss(?:ed)?)"
    r"|(?:still )?needs? (?:discussion|decision|work))[.!:?]*\Z"
)
"""Of the open answers those that mean nothing else: "pending" and "unknown" may be all there is to say in a cell."""
_STOPS = ".!:。！… "
_PICTURE = pattern(rb"<(?:img|picture|svg|video|iframe)\b", re.IGNORECASE)


def answer(text: str) -> Answer:
    """Classify a value or the whole text of a section, free of markup."""
    words = " ".join(text.split()).strip("_*-–—()（） ").casefold()
    if words[:1] in (".", "…"):
        words = words.strip(".… ") or words
    if not words:
        return Answer.EMPTY
    if len(words) > 120:
        return Answer.GIVEN
    for said, state in ((_NONE, Answer.NONE), (_NOT_APPLICABLE, Answer.NOT_APPLICABLE), (_OPEN, Answer.OPEN)):
        if said.match(words):
            return state
    return _abroad(words.rstrip(_STOPS))


def _abroad(words: str) -> Answer:
    """Classify words of other languages, in lower case and without what ends a sentence."""
    if words in answerwords.NONE or answerwords.without_now(words) in answerwords.NONE:
        return Answer.NONE
    if words in answerwords.NOT_APPLICABLE:
        return Answer.NOT_APPLICABLE
    return Answer.OPEN if words in answerwords.OPEN else Answer.GIVEN


def promised(text: str) -> bool:
    """Tell whether a whole item, cell or value, free of markup, only promises an answer."""
    words = " ".join(text.split()).strip("_*-–—()[]（）【】 ").casefold()
    return _PROMISED.match(words) is not None or words.rstrip(_STOPS) in answerwords.PROMISED


def section_answer(parse: Parse, span: tuple[int, int]) -> Answer:
    """Classify the subtree of a section; headings, rules and comments are no content, a picture without words is."""
    blocks = list(islice(_content(parse, span), 2))
    if not blocks:
        return Answer.EMPTY
    only = blocks[0]
    if len(blocks) > 1 or only.kind not in ("paragraph", "list"):
        return Answer.GIVEN
    text = plain(parse.slice(only.start, min(only.end, only.start + 400)))
    state = answer(text.lstrip("-*+ ").removeprefix("[ ]"))
    return Answer.GIVEN if state is not Answer.GIVEN and _shows_a_picture(parse, only) else state


def does_not_apply(parse: Parse, span: tuple[int, int]) -> bool:
    """Tell whether a section begins by saying that it does not apply, whatever it adds."""
    first = next(_content(parse, span), None)
    if first is None or first.kind != "paragraph":
        return False
    return answer(plain(parse.slice(first.start, first.end))) is Answer.NOT_APPLICABLE


def section_words(parse: Parse, span: tuple[int, int]) -> str:
    """Return the words of a section that :func:`section_answer` classified as one paragraph or list, free of markup."""
    return plain(" ".join(parse.slice(block.start, block.end) for block in _content(parse, span))).lstrip("-*+ ")


def _content(parse: Parse, span: tuple[int, int]) -> Iterator[Block]:
    """Yield what a reader of a section sees; headings, rules and comments are no content."""
    for block in parse.top(span):
        if block.kind in ("heading", "rule"):
            continue
        comment = block.kind == "html" and parse.source[block.start : block.end].lstrip().startswith(b"<!--")
        if not comment or plain(parse.slice(block.start, block.end)):
            yield block


def _shows_a_picture(parse: Parse, block: Block) -> bool:
    images = parse.within((block.start, block.end), "image")
    return any(images) or _PICTURE.search(parse.source, block.start, block.end) is not None
