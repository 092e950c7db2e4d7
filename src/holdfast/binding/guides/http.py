"""Requests as ``http`` fences write them: request line, headers, an empty line, a body; several between ``###``."""

import re
from collections.abc import Iterator, Sequence

from holdfast.markdown.code import CodeLine
from holdfast.model.guide import Request
from holdfast.model.span import Span
from holdfast.patterns import pattern

METHODS = "GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|QUERY"
_LINE = pattern(rf"(?:(?P<method>{METHODS}|CONNECT|WEBSOCKET|GRPC|GRAPHQL)\s+)?(?P<target>\S+)(?:\s+HTTP/[\d.]+)?\s*\Z")
_HEADER = pattern(r"(?P<name>[!#$%&'*+.^_`|~\w-]+)\s*:\s*(?P<value>.*?)\s*\Z")
_DEFINED = pattern(r"@(?P<name>[\w-]+)\s*=\s*(?P<value>.*?)\s*\Z")
_USED = pattern(r"\{\{(?P<name>[^{}]+)\}\}")
_ADDRESS = pattern(r"(?P<scheme>https?|wss?)://[^/?#\s]*(?P<rest>.*)\Z", re.IGNORECASE)
_NAMED = pattern(r"(?:#|//)\s*@name\s+(?P<name>.+?)\s*\Z")


def http_requests(lines: Sequence[CodeLine], defined: dict[str, str]) -> Iterator[Request]:
    """Yield the requests of a fence in order; ``defined`` holds the variables, and takes further ones."""
    part: list[CodeLine] = []
    name = ""
    for line in lines:
        if line.text.startswith("###"):
            yield from _read(part, name, defined)
            part, name = [], line.text.strip("# \t")
        else:
            part.append(line)
    yield from _read(part, name, defined)


def addressed(target: str) -> tuple[str, str]:
    """Return path and query of a target, whatever host it names, and why it cannot be sent; empty where it can."""
    found = _ADDRESS.match(target)
    if found and found["scheme"].casefold().startswith("ws"):
        return found["rest"] or "/", "a websocket is not replayed"
    path = (found["rest"] if found else target).partition("#")[0]
    if not path.startswith("/"):
        path = f"/{path}" if found else path
    fault = "" if path.startswith("/") or path == "*" else f"{target} is no path"
    if not path.isascii() or not path.isprintable():
        fault = f"{target} has letters that a request line cannot have: write them with %"
    return path, fault


def _read(part: list[CodeLine], name: str, defined: dict[str, str]) -> Iterator[Request]:
    """Yield the one request of a part; none where it has no request line."""
    for place, line in enumerate(part):
        text = line.text.strip()
        said, named = _DEFINED.match(text), _NAMED.match(text)
        if said:
            defined[said["name"]] = _filled(said["value"], defined)
        elif named:
            name = named["name"]
        elif text and not text.startswith(("#", "//")):
            if not text.startswith("HTTP/"):
                yield _request(line, part[place + 1 :], name, defined)
            return


def _request(first: CodeLine, rest: list[CodeLine], name: str, defined: dict[str, str]) -> Request:
    start = first.text.strip()
    while rest and rest[0].text.lstrip().startswith(("?", "&")):
        start += rest.pop(0).text.strip()
    headers: list[tuple[str, str]] = []
    fault = ""
    while rest and rest[0].text.strip():
        text = rest.pop(0).text.strip()
        found = _HEADER.match(_filled(text, defined))
        if found:
            headers.append((found["name"], found["value"]))
        elif not text.startswith(("#", "//")):
            fault = fault or f"{text[:40]!r} is no header"
    body = _body(rest)
    last = (rest or [first])[-1]
    read = _LINE.match(_filled(start, defined))
    target, unsent = addressed(read["target"]) if read else ("", f"{start[:60]!r} is no request line")
    method = (read and read["method"]) or "GET"
    whole = _filled("\n".join((start, *(f"{key}: {value}" for key, value in headers), body)), defined)
    unknown = _USED.search(whole)
    return Request(
        name=name,
        method=method,
        target=target,
        headers=tuple(headers),
        body=_filled(body, defined),
        span=Span(first.start, last.start + len(last.text.encode())),
        at=first.start,
        fault=(f"{{{{{unknown['name'].strip()}}}}} is defined nowhere" if unknown else "")
        or fault
        or unsent
        or unsendable(method, headers),
    )


def unsendable(method: str, headers: Sequence[tuple[str, str]]) -> str:
    """Return why a request cannot be replayed, by the name of what it wants; empty where it can."""
    wants = {name.casefold(): value.casefold() for name, value in headers}
    if method == "WEBSOCKET" or "websocket" in wants.get("upgrade", ""):
        return "a websocket is not replayed"
    if method in ("CONNECT", "GRPC", "GRAPHQL"):
        return f"{method} is not replayed"
    if "upgrade" in wants:
        return f"an upgrade to {wants['upgrade']} is not replayed"
    if "chunked" in wants.get("transfer-encoding", ""):
        return "a request in chunks is not replayed"
    return ""


def _body(lines: list[CodeLine]) -> str:
    """Return what stands behind the empty line, without empty lines around it."""
    texts = [line.text for line in lines]
    while texts and not texts[0].strip():
        texts.pop(0)
    while texts and not texts[-1].strip():
        texts.pop()
    return "\n".join(texts)


def _filled(text: str, defined: dict[str, str]) -> str:
    return _USED.sub(lambda found: defined.get(found["name"].strip(), found[0]), text)
