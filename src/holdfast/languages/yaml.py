"""YAML: it parses, several documents included, names no key twice, and is valid against its schema."""

import warnings
from collections.abc import Iterator
from typing import Any

from holdfast.languages.data.validity import check, reach, toolchain
from holdfast.model.example import Example
from holdfast.model.trial import Fault

__all__ = ["LANGUAGE", "NAMES", "check", "parse", "reach", "toolchain"]

LANGUAGE = "yaml"
NAMES = ("yml",)
_WIDE = 5000
"""A longer line can make the parser take seconds."""
_CODE = "tag:yaml.org,2002:python"


def parse(example: Example) -> Fault | None:
    """Return the first fault of a YAML text; nothing is constructed, so that no alias can grow."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    if any(len(line.text) > _WIDE for line in example.lines):
        return Fault(1, 1, f"a line is longer than {_WIDE} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for document in YAML(typ="safe", pure=True).compose_all(example.code):
                for node, problem in _problems(document):
                    return Fault(node.start_mark.line + 1, node.start_mark.column + 1, problem)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return Fault(line, column, error.problem or error.context or "no YAML")
    except YAMLError as error:
        return Fault(1, 1, str(error).split("\n", 1)[0])
    return None


def _problems(document: Any) -> Iterator[tuple[Any, str]]:
    """Yield the nodes that say a key twice or ask for an object of a program."""
    waiting, seen = [document], set()
    while waiting:
        node = waiting.pop()
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        if str(node.tag).startswith(_CODE):
            yield (
                node,
                f"{str(node.tag).removeprefix('tag:yaml.org,2002:')} makes an object of a program, which is no data",
            )
        if isinstance(node.value, list):
            pairs = [one for one in node.value if isinstance(one, tuple)]
            for key in _repeated([key for key, _ in pairs]):
                yield key, f"the key {key.value!r} stands here twice"
            parts = [part for pair in pairs for part in pair] or node.value
            waiting += [one for one in reversed(parts) if not isinstance(one, tuple)]


def _repeated(keys: list[Any]) -> Iterator[Any]:
    """Yield the keys of a mapping that stood there before; ``<<`` may stand as often as it likes."""
    known: set[tuple[str, str]] = set()
    for key in keys:
        if not isinstance(key.value, str):
            continue
        name = (str(key.tag), key.value)
        if name in known and key.value != "<<":
            yield key
        known.add(name)
