"""Whether a snippet is JSON, TOML or YAML."""

import re
import warnings
from typing import TYPE_CHECKING

from holdfast.binding.plainyaml import is_plain
from holdfast.binding.syntax.fault import ELIDED, SyntaxFault
from holdfast.patterns import pattern

if TYPE_CHECKING:
    import json

_COMMENT = pattern(r'("(?:[^"\\\n]|\\.)*")|//[^\n]*|/\*.{0,500}?\*/|#[^\n]*', re.DOTALL)
_VARIABLE = pattern(r"(?!None\b|True\b|False\b)[A-Za-z_$][\w.$]*\s*(?:[,\]}\n]|\Z)")
"""A name in place of a value stands for one."""
_JSON_BEGINS = pattern(r'\s*[\[{"\d-]|\s*(?:true|false|null)\b')


def json_fault(lines: list[str]) -> SyntaxFault | None:
    """Return the first fault of one JSON value, several in a row, or the members of an object without its braces; comments are let pass."""
    import json

    text = "\n".join(lines)
    if "..." in text or "…" in text or not _JSON_BEGINS.match(bare := _COMMENT.sub(lambda found: found[1] or "", text)):
        return None
    if bare.lstrip().startswith('"'):
        bare = "{" + bare.strip().removesuffix(",") + "}" if '":' in bare else bare
    decoder = json.JSONDecoder(strict=False)
    at = 0
    while at < len(bare.rstrip()):
        try:
            _, at = decoder.raw_decode(bare, at + len(bare[at:]) - len(bare[at:].lstrip()))
        except json.JSONDecodeError as error:
            if error.msg == "Expecting value" and _VARIABLE.match(bare, error.pos):
                return None
            # What was taken out before stands on the same line, if anywhere, so that the line fits and the column nearly.
            line, column, said = json_words(error)
            return SyntaxFault(min(line, len(lines)) - 1, column - 1, said)
    return None


def json_words(error: "json.JSONDecodeError") -> tuple[int, int, str]:
    """Return line and column, from 1, of what is wrong with a JSON text, and what it is, as a reader would say it."""
    before = error.doc[: error.pos].rstrip()
    here = error.doc[error.pos : error.pos + 1]
    if before.endswith(",") and here in ("}", "]"):
        at = len(before) - 1
        return before.count("\n") + 1, at - before.rfind("\n", 0, at), "a comma too many: nothing follows it"
    words = {
        "Expecting ',' delimiter": "a comma is missing before this",
        "Expecting property name enclosed in double quotes": "a name in double quotes is missing here",
        "Extra data": "a second value begins here",
    }
    return error.lineno, error.colno, words.get(error.msg, error.msg)


_AT = pattern(r"\s*\(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)")
_TWICE = pattern(r"Cannot (?:declare|overwrite|mutate|redefine)|[Dd]uplicate|already")
_MANY = 200
_BRACES = pattern(r"\{[^{}\"']*(?:\"[^\"\n]*\"[^{}\"']*|'[^'\n]*'[^{}\"']*)*\}")


def toml_fault(lines: list[str]) -> SyntaxFault | None:
    """Return the first fault of TOML; a table given twice shows two states, and inline tables over several lines are let pass."""
    from holdfast.toml import TOMLDecodeError, loads

    text = "\n".join(lines)
    try:
        loads(text)
    except TOMLDecodeError as error:
        said = str(error)
        if _TWICE.search(said) or (0 < text.count("{") < _MANY and _reads_on_one_line(text)):
            return None
        place = _AT.search(said)
        line, column = (
            (int(place["line"]), int(place["column"])) if place and place["line"] else (len(lines), len(lines[-1]) + 1)
        )
        return SyntaxFault(min(line, len(lines)) - 1, column - 1, _AT.sub("", said))
    return None


def _reads_on_one_line(text: str) -> bool:
    """Tell whether it is only the line ends in inline tables that older versions of TOML do not know."""
    from holdfast.toml import TOMLDecodeError, loads

    try:
        loads(_BRACES.sub(_on_one_line, text))
    except TOMLDecodeError:
        return False
    return True


def _on_one_line(found: re.Match[str]) -> str:
    return re.sub(r",\s*\}", "}", " ".join(re.sub(r"#[^\n]*", "", found[0]).split()))


def yaml_fault(lines: list[str]) -> SyntaxFault | None:
    """Return the first fault of YAML, several documents included; it is composed, and nothing is constructed."""
    text = "\n".join(lines) + "\n"
    if is_plain(lines) or ELIDED.search(text):
        return None
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for _ in YAML(typ="safe", pure=True).compose_all(text):
                pass
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if mark is None:
            return None
        said = error.problem or error.context or "no YAML"
        return (
            SyntaxFault(mark.line, mark.column, said)
            if mark.line < len(lines)
            else SyntaxFault(len(lines) - 1, len(lines[-1]), said)
        )
    except YAMLError:
        return None
    return None
