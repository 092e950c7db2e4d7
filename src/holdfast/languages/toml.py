"""TOML: it parses, and is valid against its schema."""

import re

from holdfast.languages.data.validity import check, reach, toolchain
from holdfast.model.example import Example
from holdfast.model.trial import Fault
from holdfast.toml import TOMLDecodeError, loads

__all__ = ["LANGUAGE", "NAMES", "check", "parse", "reach", "toolchain"]

LANGUAGE = "toml"
NAMES = ()
_AT = re.compile(r"\s*\(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)")


def parse(example: Example) -> Fault | None:
    """Return the first fault of a TOML text."""
    try:
        loads(example.code)
    except TOMLDecodeError as error:
        place = _AT.search(str(error))
        line, column = (
            (int(place["line"]), int(place["column"])) if place and place["line"] else (len(example.lines), 1)
        )
        return Fault(line, column, _AT.sub("", str(error)))
    return None
