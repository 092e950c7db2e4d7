"""JSON: it parses, comments and trailing commas aside where it says ``jsonc`` or ``json5``; and is valid against its schema."""

import json as decoder
import re

from holdfast.model.example import Example
from holdfast.model.trial import Fault
from holdfast.verifiers.data.validity import check, reach, toolchain

__all__ = ["LANGUAGE", "NAMES", "check", "parse", "reach", "toolchain"]

LANGUAGE = "json"
NAMES = ("json5", "jsonc", "jsonl", "ndjson", "geojson")
_COMMENT = re.compile(r'("(?:[^"\\\n]|\\.)*")|//[^\n]*|/\*.*?\*/|,(?=\s*[}\]])', re.DOTALL)


def parse(example: Example) -> Fault | None:
    """Return the first fault of a JSON text, or of one of the lines where each is a text of its own."""
    word = example.word.casefold()
    if word == "json5":
        return None
    if word in ("jsonl", "ndjson"):
        faults = (_fault(line.text, number) for number, line in enumerate(example.lines, 1) if line.text.strip())
        return next((fault for fault in faults if fault), None)
    return _fault(_bare(example.code) if word == "jsonc" else example.code, 1)


def _fault(text: str, first: int) -> Fault | None:
    try:
        decoder.loads(text)
    except decoder.JSONDecodeError as error:
        return Fault(first + error.lineno - 1, error.colno, error.msg)
    return None


def _bare(text: str) -> str:
    """Put blanks in place of comments and trailing commas, so that positions stay."""
    return _COMMENT.sub(lambda found: found[1] or re.sub(r"[^\n]", " ", found[0]), text)
