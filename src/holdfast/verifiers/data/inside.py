"""Runs inside the sandbox: validates data against schemas of the project; prints one JSON list of answers."""

import json
import os
import sys
import tomllib
import warnings
from typing import Any

Answer = dict[str, Any]


def main(asked: list[list[str]], root: str) -> None:
    """Answer for a known fault first, then for everything asked: language, text, schema, document."""
    canary = _answer("json", '{"a": 1}', {"required": ["b"]}, "")
    sys.stdout.write(json.dumps([canary, *(_one(root, *each) for each in asked)]))


def _one(root: str, language: str, code: str, name: str, document: str) -> Answer:
    """Find the schema beside the document or from the root, and answer."""
    places = [os.path.normpath(os.path.join(os.path.dirname(document), name)), os.path.normpath(name)]
    inside = [place for place in places if not place.startswith(("..", "/"))]
    path = next((place for place in inside if os.path.isfile(os.path.join(root, place))), None)
    if path is None:
        found = f"there is no schema {name}"
        return {"outcome": "broken", "found": found, "schema": places[-1], "remedy": "name one of the project's files"}
    try:
        with open(os.path.join(root, path), encoding="utf-8") as file:
            schema = _read("yaml" if path.endswith((".yaml", ".yml")) else "json", file.read())
    except Exception as error:  # The parsers raise errors of many kinds, and all of them say the same here.
        return {"outcome": "broken", "found": f"the schema cannot be read: {_said(error)}", "schema": path}
    return _answer(language, code, schema, path)


def _answer(language: str, code: str, schema: Any, path: str) -> Answer:
    import jsonschema
    from jsonschema.validators import validator_for

    try:
        data = _read(language, code)
        kind = validator_for(schema)
        kind.check_schema(schema)
        found = min(kind(schema).iter_errors(data), key=jsonschema.exceptions.relevance, default=None)
    except jsonschema.SchemaError as error:
        return {"outcome": "broken", "found": f"the schema is none: {error.message[:200]}", "schema": path}
    except Exception as error:  # A reference that leads nowhere, a recursion without end.
        return {"outcome": "unproven", "found": f"cannot be validated: {_said(error)}", "schema": path}
    if found is None:
        return {"outcome": "holds", "schema": path}
    line, column = _place(language, code, list(found.absolute_path))
    return {"outcome": "broken", "found": found.message[:200], "line": line, "column": column, "schema": path}


def _read(language: str, text: str) -> Any:
    if language == "toml":
        return tomllib.loads(text)
    if language == "json":
        return json.loads(text)
    from ruamel.yaml import YAML

    warnings.simplefilter("ignore")
    return YAML(typ="safe", pure=True).load(text)


def _place(language: str, code: str, path: list[str | int]) -> tuple[int, int]:
    """Return line and column of a value, as far as they can be told; JSON is YAML for this."""
    if language == "toml":
        return _line_of_key(code, [part for part in path if isinstance(part, str)])
    from ruamel.yaml import YAML

    try:
        node = YAML(typ="safe", pure=True).compose(code)
        for part in path:
            node = node.value[part] if isinstance(part, int) else next(v for k, v in node.value if k.value == part)
    except Exception:  # Without a place the example is as broken as with one.
        return 1, 1
    return node.start_mark.line + 1, node.start_mark.column + 1


def _line_of_key(code: str, names: list[str]) -> tuple[int, int]:
    for name in reversed(names):
        for number, line in enumerate(code.splitlines(), 1):
            if line.lstrip("[ \t\"'").startswith(name):
                return number, len(line) - len(line.lstrip()) + 1
    return 1, 1


def _said(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as given:
        main(json.load(given), sys.argv[2])
