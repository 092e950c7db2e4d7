"""Which names an example declares and uses at its top level, as far as its text tells without a compiler."""

import re
from collections.abc import Sequence
from functools import lru_cache

from holdfast.binding.chains import said_to_rest_on
from holdfast.model.example import Example

_DECLARED = re.compile(
    r"^(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?"
    r"(?P<kind>class|interface|type|enum|const\s+enum|function\*?|const|let|var|namespace)\s+(?P<name>[A-Za-z_$][\w$]*)",
    re.MULTILINE,
)
_SPREAD = re.compile(r"^(?:export\s+)?(?:const|let|var)\s*[\[{](?P<names>[^=]*?)[\]}]\s*(?::[^=]*)?=", re.MULTILINE)
_IMPORTED = re.compile(r"^import\s+(?:type\s+)?(?P<what>[^'\";]*?)\s+from\s*['\"]", re.MULTILINE)
_EXPORTED = re.compile(r"^export\s*\{(?P<names>[^}]*)\}\s*;?\s*$", re.MULTILINE)
_WORD = re.compile(r"[A-Za-z_$][\w$]*")
_TEXT = re.compile(
    r"//[^\n]*|/\*.*?\*/|'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|`(?P<template>(?:[^`\\]|\\.)*)`", re.DOTALL
)
_TYPES = frozenset({"interface", "type"})


@lru_cache(maxsize=2048)
def declared(code: str) -> dict[str, str]:
    """Return the names that a text declares at its top level, with the kind of each; a type is ``type`` or ``interface``."""
    bare = _bare(code)
    found = {one["name"]: one["kind"] for one in _DECLARED.finditer(bare)}
    for one in _SPREAD.finditer(bare):
        found.update(dict.fromkeys(_WORD.findall(re.sub(r"[\w$]+\s*:", "", one["names"])), "const"))
    return found


def exported(code: str) -> set[str]:
    """Return the names that a text exports already."""
    bare = _bare(code)
    found = {one["name"] for one in _DECLARED.finditer(bare) if one[0].startswith("export")}
    for one in _EXPORTED.finditer(bare):
        found |= {part.split(" as ")[-1].strip().removeprefix("type ") for part in one["names"].split(",")}
    return found


def used(code: str) -> set[str]:
    """Return every word of a text outside of strings and comments that it neither declares nor imports."""
    bare = _bare(code)
    imported = {word for one in _IMPORTED.finditer(bare) for word in _WORD.findall(one["what"])}
    return set(_WORD.findall(re.sub(r"\.\s*[A-Za-z_$][\w$]*", "", bare))) - declared(code).keys() - imported


def rests_on(found: Sequence[Example]) -> list[tuple[int, ...]]:
    """Return which earlier examples each one needs: those whose names it uses, and those its author names."""
    result: list[tuple[int, ...]] = []
    said = said_to_rest_on(found)
    for place, one in enumerate(found):
        needed = set(said[place])
        missing = used(one.code)
        for earlier in range(place - 1, -1, -1):
            given = missing & declared(found[earlier].code).keys()
            if given:
                needed |= {earlier, *result[earlier]}
                missing -= given
        result.append(tuple(sorted(needed)))
    return result


def is_type(kind: str) -> bool:
    """Tell whether a kind of declaration leaves nothing behind when it runs."""
    return kind in _TYPES


def _bare(code: str) -> str:
    """Blank out strings and comments, but for what stands in the braces of a template."""
    return _TEXT.sub(_kept, code)


def _kept(found: re.Match[str]) -> str:
    if found["template"] is None:
        return re.sub(r"[^\n'\"]", " ", found[0])
    return " ".join(re.findall(r"\$\{([^}]*)\}", found["template"])) + "\n" * found[0].count("\n")
