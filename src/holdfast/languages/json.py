"""JSON: it parses, comments and trailing commas aside where it says ``jsonc``; and is valid against its schema.

Of ``jsonl`` each line is a text of its own. For ``json5`` there is no parser, so it is only listed.
"""

from holdfast.languages.data import validity
from holdfast.languages.data.texts import json_fault, texts_of
from holdfast.languages.data.validity import check, toolchain
from holdfast.model.example import Example, Level
from holdfast.model.trial import Fault

__all__ = ["LANGUAGE", "NAMES", "check", "parse", "reach", "toolchain"]

LANGUAGE = "json"
NAMES = ("json5", "jsonc", "jsonl", "ndjson", "jsonlines", "geojson")


def parse(example: Example) -> Fault | None:
    """Return the first fault of a JSON text, or of one of the lines where each is a text of its own."""
    if example.word.casefold() == "json5":
        return None
    return next((fault for text, line in texts_of(example) if (fault := json_fault(text, line))), None)


def reach(example: Example) -> Level:
    """Return how far an example can be tried."""
    return Level.LISTED if example.word.casefold() == "json5" else validity.reach(example)
