"""The OpenAPI 3.1 document of an application, from the same shapes that read its requests."""

import inspect
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, NamedTuple, get_type_hints

from fairlead.arguments import REQUIRED, Source
from fairlead.calls import Call
from fairlead.encoding import plain
from fairlead.messages import JSON, Response
from fairlead.shapes import Definitions, shape_of

_PROBLEM = {"$ref": "#/components/responses/Problem"}
_PROBLEM_SCHEMA = {
    "type": "object",
    "properties": {
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
    "required": ["title", "status", "detail"],
}


class Route(NamedTuple):
    """A handler with the method and the path that it answers, and its status when all is well."""

    method: str
    path: str
    call: Call
    status: int


def document(title: str, version: str, routes: Iterable[Route]) -> dict[str, Any]:
    """Return the document as plain data."""
    definitions: Definitions = {"Problem": _PROBLEM_SCHEMA}
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, definitions)
    answer = {"description": "Why not", "content": {"application/problem+json": {"schema": _ref("Problem")}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version},
        "paths": paths,
        "components": {"schemas": definitions, "responses": {"Problem": answer}},
    }


def _operation(route: Route, definitions: Definitions) -> dict[str, Any]:
    function = route.call.function
    operation: dict[str, Any] = {"operationId": getattr(function, "__name__", route.path)}
    if text := inspect.getdoc(function):
        operation["summary"] = text.partition("\n")[0]
    parameters, body = [], None
    for one in route.call.everything():
        # What several dependencies read is told once.
        if one.source is Source.BODY:
            body = {"required": one.default is REQUIRED, "content": _content(one.shape.schema(definitions))}
        elif one.source in (Source.PATH, Source.QUERY, Source.HEADER):
            schema = one.shape.schema(definitions)
            if one.default is not REQUIRED and one.default is not None:
                schema["default"] = plain(one.default)
            told = {"name": one.called, "in": one.source.value, "required": one.default is REQUIRED, "schema": schema}
            parameters += [told] if told not in parameters else []
    if parameters:
        operation["parameters"] = parameters
    if body:
        operation["requestBody"] = body
    operation["responses"] = {
        str(route.status): _success(route, definitions),
        **({"400": _PROBLEM} if parameters or body else {}),
        "default": _PROBLEM,
    }
    return operation


def _success(route: Route, definitions: Definitions) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": HTTPStatus(route.status).phrase}
    returned = get_type_hints(route.call.function, include_extras=True).get("return", Any)
    if route.status != 204 and returned not in (Any, Response):
        answer["content"] = _content(shape_of(returned).schema(definitions))
    return answer


def _content(schema: dict[str, Any]) -> dict[str, Any]:
    return {JSON: {"schema": schema}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
