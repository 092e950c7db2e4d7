"""Questions that a document keeps in a table: one in each row, with a column that says what came of it."""

from typing import NamedTuple

from holdfast.binding.answers import Answer, answer
from holdfast.markdown.blocks import Block, Parse
from holdfast.markdown.plain import key, plain
from holdfast.template.placeholders import is_placeholder

_QUESTION = frozenset({"question", "questions", "open question", "issue", "topic"})
_STATE = frozenset({"status", "state", "resolution", "answer", "decision", "outcome", "resolved", "conclusion"})
_OPEN = frozenset({"open", "pending", "unresolved", "undecided", "under", "in", "needs", "no", "not"})
"""First words of what says that a question is not answered, as in "In discussion"."""


class Row(NamedTuple):
    """A question with whether anything answers it."""

    text: str
    answered: bool


def cells(parse: Parse, row: Block) -> list[str]:
    """Return the words of a row or a head of a table."""
    return [
        plain(parse.slice(one.start, one.end)) for one in parse.blocks_in((row.start, row.end)) if one.kind == "cell"
    ]


def question_in(header: list[str], row: list[str]) -> Row | None:
    """Return the question of a row: what stands below "Question", else the cell that asks something."""
    names = [key(name) for name in header]
    named = next((place for place, name in enumerate(names) if name in _QUESTION and place < len(row)), None)
    asking = next((place for place, text in enumerate(row) if "?" in text), None)
    place = asking if named is None else named
    if place is None or not key(row[place]) or is_placeholder(row[place]):
        return None
    states = [text for name, text in zip(names, row, strict=False) if name in _STATE]
    answered = any(
        answer(text) not in (Answer.EMPTY, Answer.OPEN)
        and not is_placeholder(text)
        and not _OPEN & {*key(text).split()[:1]}
        for text in states
    )
    return Row(row[place], answered)
