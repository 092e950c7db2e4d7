"""Runs inside the sandbox: validates data against schemas of the project; prints one JSON list of answers."""

import json
import os
import sys
import tomllib
import warnings
from typing import Any
from urllib.parse import unquote, urlsplit

Answer = dict[str, Any]


def main(asked: list[tuple[str, list[tuple[str, int]], str, str]], root: str) -> None:
    """Answer for a known fault first, then for everything asked: language, texts with their first lines, schema, document."""
    canary = _answer("json", [('{"a": 1}', 1)], {"required": ["b"]}, "", root)
    sys.stdout.write(json.dumps([canary, *(_one(root, *each) for each in asked)]))


def _one(root: str, language: str, texts: list[tuple[str, int]], name: str, document: str) -> Answer:
    """Find the schema beside the document or from the root, and answer."""
    places = [os.path.normpath(os.path.join(os.path.dirname(document), name)), os.path.normpath(name)]
    inside = [place for place in places if not place.startswith(("..", "/"))]
    path = next((place for place in inside if os.path.isfile(os.path.join(root, place))), None)
    if path is None:
        found = f"there is no schema {name}"
        return {"outcome": "broken", "found": found, "schema": inside, "remedy": "name one of the project's files"}
    try:
        schema = _schema(os.path.join(root, path))
    except Exception as error:  # The parsers raise errors of many kinds, and all of them say the same here.
        return {"outcome": "broken", "found": f"the schema cannot be read: {_said(error)}", "schema": [path]}
    return _answer(language, texts, schema, path, root)


def _answer(language: str, texts: list[tuple[str, int]], schema: Any, path: str, root: str) -> Answer:
    import jsonschema

    read = [path]
    try:
        validator = _validator(schema, path, root, read)
        for text, first in texts:
            for number, data in enumerate(_read(language, text)):
                found = min(validator.iter_errors(data), key=jsonschema.exceptions.relevance, default=None)
                if found is not None:
                    line, column = _place(language, text, number, list(found.absolute_path))
                    at = {"line": first + line - 1, "column": column}
                    return {"outcome": "broken", "found": found.message[:200], "schema": read, **at}
    except jsonschema.SchemaError as error:
        return {"outcome": "broken", "found": f"the schema is none: {error.message[:200]}", "schema": read}
    except Exception as error:  # A reference that leads nowhere, a recursion without end.
        cause = error.__cause__ if isinstance(error.__cause__, LookupError) else error
        return {"outcome": "unproven", "found": f"cannot be validated: {_said(cause)}", "schema": read}
    return {"outcome": "holds", "schema": read}


def _validator(schema: Any, path: str, root: str, read: list[str]) -> Any:
    """Return what validates by a schema; every other file that a reference leads to is added to ``read``."""
    from jsonschema.validators import validator_for
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT202012, specification_with

    def retrieve(uri: str) -> Resource[Any]:
        """A reference leads to a file of the project, or nowhere."""
        parts = urlsplit(uri)
        place = os.path.relpath(os.path.realpath(unquote(parts.path)), os.path.realpath(root))
        if parts.scheme != "file" or place.startswith(".."):
            raise LookupError(f"it refers to {uri}, which is no file of the project")
        read.append(place)
        return Resource.from_contents(_schema(os.path.join(root, place)), default_specification=dialect)

    kind = validator_for(schema)
    kind.check_schema(schema)
    dialect = specification_with(schema.get("$schema", "") if isinstance(schema, dict) else "", default=DRAFT202012)
    base = f"file://{os.path.join(root, path)}"
    empty: Any = Registry
    registry = empty(retrieve=retrieve).with_resource(base, dialect.create_resource(schema))
    return kind(schema, registry=registry, _resolver=registry.resolver(base))


def _schema(path: str) -> Any:
    with open(path, encoding="utf-8") as file:
        return _read("yaml" if path.endswith((".yaml", ".yml")) else "json", file.read())[0]


def _read(language: str, text: str) -> list[Any]:
    """Return the documents of a text."""
    if language == "toml":
        return [tomllib.loads(text)]
    if language == "json":
        return [json.loads(text)]
    from ruamel.yaml import YAML

    warnings.simplefilter("ignore")
    return list(YAML(typ="safe", pure=True).load_all(text))


def _place(language: str, code: str, number: int, path: list[str | int]) -> tuple[int, int]:
    """Return line and column of a value, as far as they can be told; JSON is YAML for this."""
    if language == "toml":
        return _line_of_key(code, [part for part in path if isinstance(part, str)])
    from ruamel.yaml import YAML

    try:
        node = list(YAML(typ="safe", pure=True).compose_all(code))[number]
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


def _said(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].strip("'\"")[:200]


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as given:
        main(json.load(given), sys.argv[2])
