"""TOML: it parses, and is valid against its schema."""

import re
import tomllib

from holdfast.languages.data.validity import check, reach, toolchain
from holdfast.model.example import Example
from holdfast.model.trial import Fault

__all__ = ["LANGUAGE", "NAMES", "check", "parse", "reach", "toolchain"]

LANGUAGE = "toml"
NAMES = ()
_AT = re.compile(r"\s*\(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)")


def parse(example: Example) -> Fault | None:
    """Return the first fault of a TOML text."""
    try:
        tomllib.loads(example.code)
    except tomllib.TOMLDecodeError as error:
        place = _AT.search(str(error))
        line, column = (
            (int(place["line"]), int(place["column"])) if place and place["line"] else (len(example.lines), 1)
        )
        return Fault(line, column, _AT.sub("", str(error)))
    return None
