"""The texts that an example of data consists of, as its parser wants them."""

import json
import re
from typing import NoReturn

from holdfast.binding.syntax.data import json_words
from holdfast.model.example import Example
from holdfast.model.trial import Fault

_COMMENT = re.compile(r'("(?:[^"\\\n]|\\.)*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_COMMA = re.compile(r'("(?:[^"\\\n]|\\.)*")|,(?=\s*[}\]])', re.DOTALL)
_LINES = ("jsonl", "ndjson", "jsonlines")


def texts_of(example: Example) -> list[tuple[str, int]]:
    """Return each text with the line of the example it begins on."""
    word = example.word.casefold()
    if word in _LINES:
        return [(line.text, number) for number, line in enumerate(example.lines, 1) if line.text.strip()]
    if word == "jsonc":
        return [(_blanked(_COMMA, _blanked(_COMMENT, example.code)), 1)]
    return [(example.code, 1)]


def json_fault(text: str, first: int) -> Fault | None:
    """Return where a text is no JSON; ``NaN`` and ``Infinity`` are none, whatever Python takes."""
    try:
        # As text, because Python refuses to read numbers of thousands of digits, which are none the less JSON.
        json.loads(text, parse_constant=_refuse, parse_int=str)
    except json.JSONDecodeError as error:
        line, column, said = json_words(error)
        return Fault(first + line - 1, column, said)
    except _ConstantError as error:
        at = max(0, text.find(str(error)))
        return Fault(first + text.count("\n", 0, at), at - text.rfind("\n", 0, at), f"{error} is no value of JSON")
    return None


class _ConstantError(ValueError):
    pass


def _refuse(name: str) -> NoReturn:
    raise _ConstantError(name)


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    """Put blanks in place of what a pattern finds outside of strings, so that positions stay."""
    return pattern.sub(lambda found: found[1] or re.sub(r"[^\n]", " ", found[0]), text)
