"""Requests as lines with ``curl`` write them, without running any."""

import re
import shlex
from base64 import b64encode
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from holdfast.binding.guides.http import addressed, unsendable
from holdfast.markdown.code import CodeLine
from holdfast.markdown.console import PROMPT, quotation
from holdfast.model.guide import Request
from holdfast.model.span import Span

_QUIET = frozenset(
    [
        "-s",
        "--silent",
        "-S",
        "--show-error",
        "-i",
        "--include",
        "-v",
        "--verbose",
        "-f",
        "--fail",
        "--fail-with-body",
        "-L",
        "--location",
        "-k",
        "--insecure",
        "-g",
        "--globoff",
        "-N",
        "--no-buffer",
        "-#",
        "--progress-bar",
        "--compressed",
        "--http1.1",
        "--http1.0",
        "-0",
        "--path-as-is",
        "-4",
        "-6",
        "--ipv4",
        "--ipv6",
        "-sS",
        "-si",
        "-sSi",
        "-is",
        "-sv",
        "-vs",
    ]
)
_WITH_VALUE = frozenset(
    ["-o", "--output", "-w", "--write-out", "-m", "--max-time", "--connect-timeout", "--retry", "-D", "--dump-header"]
)
_SENT = {
    "-X": "method",
    "--request": "method",
    "-H": "header",
    "--header": "header",
    "-d": "data",
    "--data": "data",
    "--data-ascii": "data",
    "--data-raw": "raw",
    "--data-binary": "data",
    "--data-urlencode": "encoded",
    "--json": "json",
    "-u": "user",
    "--user": "user",
    "-b": "cookie",
    "--cookie": "cookie",
    "-A": "agent",
    "--user-agent": "agent",
    "-e": "referer",
    "--referer": "referer",
    "--url": "url",
}
_NAMES = {"cookie": "Cookie", "agent": "User-Agent", "referer": "Referer"}


def curl_requests(lines: Sequence[CodeLine], *, prompted: bool) -> Iterator[Request]:
    """Yield a request for every line with curl, in order; ``prompted`` says that commands stand behind a prompt."""
    for start, end, text in _commands(lines, prompted=prompted):
        try:
            words = shlex.split(text, comments=True)
        except ValueError:
            words = ["curl"] if text.startswith("curl") else []
        while words and re.match(r"\w+=", words[0]):
            words.pop(0)
        if words and words[0] == "curl":
            yield _read(words[1:], Span(start, end), text)


def _commands(lines: Sequence[CodeLine], *, prompted: bool) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and text of the commands; a quotation or a backslash goes on in the next line."""
    parts: list[str] = []
    start, end, mark = -1, 0, ""
    for line in lines:
        prompt = PROMPT.match(line.text)
        if start >= 0:
            part = line.text.removeprefix("> ")
        elif prompt or not prompted:
            part, start = line.text[prompt.end() if prompt else 0 :], line.start
        else:
            continue
        end = line.start + len(line.text.encode())
        mark, goes_on = quotation(part, mark)
        parts.append(part[:-1] + " " if goes_on else part + "\n")
        if not (mark or goes_on):
            yield start, end, "".join(parts).strip()
            parts, start = [], -1
    if start >= 0:
        yield start, end, "".join(parts).strip()


def _read(words: list[str], span: Span, text: str) -> Request:
    said: dict[str, list[str]] = {kind: [] for kind in _SENT.values()}
    flags: set[str] = set()
    fault = ""
    words = list(words)
    while words:
        word = words.pop(0)
        name, equals, glued = word.partition("=") if word.startswith("--") else (word, "", "")
        if len(word) > 2 and word[0] == "-" and word[1] != "-" and word[:2] in _SENT and word not in _QUIET:
            name, equals, glued = word[:2], "=", word[2:]
        if name in ("-G", "--get", "-I", "--head"):
            flags.add({"-G": "get", "--get": "get"}.get(name, "head"))
        elif name in _SENT:
            value = glued if equals else words.pop(0) if words else ""
            said[_SENT[name]].append(value)
        elif name in _WITH_VALUE:
            words = words if equals else words[1:]
        elif word in ("|", "|&", ">", ">>", "2>", "&&", ";"):
            break
        elif word.startswith("-") and word not in _QUIET:
            fault = fault or f"curl {name} is not read"
        elif not word.startswith("-"):
            said["url"].append(word)
    return _made(said, flags, span, fault or ("" if said["url"] else f"no address in {text[:60]!r}"))


def _made(said: dict[str, list[str]], flags: set[str], span: Span, fault: str) -> Request:
    headers = [_header(one) for one in said["header"]]
    headers += [(name, value) for kind, name in _NAMES.items() for value in said[kind]]
    headers += [("Authorization", "Basic " + b64encode(one.encode()).decode()) for one in said["user"]]
    given = {name.casefold() for name, _ in headers}
    pieces = [*said["data"], *said["raw"], *map(_encoded, said["encoded"])]
    if any(one.startswith("@") for one in (*said["data"], *said["json"])):
        fault = fault or "a file behind @ is not read"
    body = "".join(said["json"]) or "&".join(pieces)
    method = said["method"][-1] if said["method"] else "POST" if body else "GET"
    target, unsent = addressed(_whole(said["url"][0])) if said["url"] else ("", "")
    if "head" in flags:
        method = "HEAD"
    elif "get" in flags:
        method = said["method"][-1] if said["method"] else "GET"
        target += ("&" if "?" in target else "?") + body if body else ""
        body = ""
    kind = "application/json" if said["json"] else "application/x-www-form-urlencoded"
    if body and "content-type" not in given:
        headers.append(("Content-Type", kind))
    if said["json"] and "accept" not in given:
        headers.append(("Accept", "application/json"))
    sent = tuple((name, value) for name, value in headers if value or name.casefold() not in ("accept", "content-type"))
    return Request("", method, target, sent, body, span, span.start, fault or unsent or unsendable(method, sent))


def _whole(url: str) -> str:
    """Return an address with its scheme, which curl adds by itself: ``localhost:8000/items``."""
    return url if "://" in url or url.startswith("/") else f"http://{url}"


def _header(text: str) -> tuple[str, str]:
    name, _, value = text.partition(":")
    return name.strip().removesuffix(";"), value.strip()


def _encoded(text: str) -> str:
    name, equals, value = text.partition("=")
    return f"{name}={quote(value, safe='')}" if equals and name else quote(value or text, safe="")
