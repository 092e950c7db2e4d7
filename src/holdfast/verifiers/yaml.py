"""YAML: it parses, several documents included, and is valid against its schema."""

import warnings

from holdfast.model.example import Example
from holdfast.model.trial import Fault
from holdfast.verifiers.data.validity import check, reach, toolchain

__all__ = ["LANGUAGE", "NAMES", "check", "parse", "reach", "toolchain"]

LANGUAGE = "yaml"
NAMES = ("yml",)
_WIDE = 5000
"""A longer line can make the parser take seconds."""


def parse(example: Example) -> Fault | None:
    """Return the first fault of a YAML text; nothing is constructed, so that no alias can grow."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    if any(len(line.text) > _WIDE for line in example.lines):
        return Fault(1, 1, f"a line is longer than {_WIDE} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for _ in YAML(typ="safe", pure=True).compose_all(example.code):
                pass
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return Fault(line, column, error.problem or error.context or "no YAML")
    except YAMLError as error:
        return Fault(1, 1, str(error).split("\n", 1)[0])
    return None
