"""Two answers compared: status, a sensible subset of headers, and bodies by structure; the rules are told in the docs."""

from collections.abc import Callable, Iterable
from difflib import unified_diff
from typing import NamedTuple
from urllib.parse import urlsplit

from holdfast.model.guide import ABSENT
from holdfast.verifiers.replayed.answers import Answer
from holdfast.verifiers.replayed.structure import Moment, NotJSONError, compared, read_json

HEADERS = (
    *("content-type", "location", "allow", "www-authenticate", "cache-control", "content-disposition"),
    *("content-language", "link", "retry-after", "set-cookie"),
    *("access-control-allow-origin", "access-control-allow-methods", "access-control-allow-headers"),
    *("access-control-allow-credentials", "access-control-expose-headers", "access-control-max-age"),
)
_SETS = frozenset(
    {"allow", "access-control-allow-methods", "access-control-allow-headers", "access-control-expose-headers"}
)
_LINES = 40


class Difference(NamedTuple):
    """One thing in which two answers differ."""

    what: str
    """``status``, ``header``, ``body``, ``openapi`` or ``output``."""
    part: str
    """Name of the header, or path in the body."""
    before: str
    after: str
    """Values as text; :data:`~holdfast.model.guide.ABSENT` for none."""
    sort: str = ""
    """``number`` or ``null`` where that is all there is to it."""
    lines: tuple[str, ...] = ()
    """How it is shown, where that is more than one line."""


def differences(before: Answer, after: Answer, sent: str, further: Iterable[str] = ()) -> list[Difference]:
    """Return in what two complete answers to one request differ; ``sent`` is the text of the request."""
    found = []
    if before.status != after.status:
        found.append(Difference("status", "", str(before.status), str(after.status)))
    for name in dict.fromkeys((*HEADERS, *(one.casefold() for one in further))):
        old, new = _shown(name, before), _shown(name, after)
        if old != new:
            found.append(Difference("header", name, old, new))
    return [*found, *_bodies(before, after, sent)]


def _shown(name: str, answer: Answer) -> str:
    """Return a header as it is compared."""
    values = answer.header(name)
    if not values:
        return ABSENT
    read: Callable[[str], str] = _READERS.get(name, str)
    if name in _SETS:
        return ", ".join(sorted({part.strip() for value in values for part in value.split(",") if part.strip()}))
    return ", ".join(" ".join(read(one).split()) for one in values)


def _media_type(text: str) -> str:
    """A charset of JSON says nothing: RFC 8259 knows one only."""
    kind, *parameters = [part.strip() for part in text.casefold().split(";")]
    if kind.endswith(("/json", "+json")):
        parameters = [one for one in parameters if not one.startswith("charset=")]
    return "; ".join([kind, *sorted(one.replace('"', "") for one in parameters if one)])


def _location(text: str) -> str:
    """Of an address at the side itself only the path is compared."""
    parts = urlsplit(text)
    own = parts.hostname in ("127.0.0.1", "localhost", "::1")
    return text.partition(parts.netloc)[2] or "/" if own and parts.netloc else text


def _cookie(text: str) -> str:
    """Values of cookies are nobody's business: name and attributes are compared."""
    first, *attributes = text.split(";")
    shown = sorted(one.strip().casefold() for one in attributes if not one.strip().casefold().startswith("expires="))
    return "; ".join([first.partition("=")[0].strip(), *shown])


_READERS = {"content-type": _media_type, "location": _location, "set-cookie": _cookie}


def _bodies(before: Answer, after: Answer, sent: str) -> list[Difference]:
    if before.body == after.body:
        return []
    if before.is_json and after.is_json:
        try:
            moment = Moment(before.moment, after.moment, sent)
            return [Difference("body", *one) for one in compared(read_json(before.body), read_json(after.body), moment)]
        except NotJSONError:
            # What cannot be read as what it says it is, is compared as it came.
            pass
    texts = [_text(one.body) for one in (before, after)]
    if texts[0] is not None and texts[0] == texts[1]:
        return []
    shown = [
        f"{len(one.body)} bytes" if text is None else text for one, text in zip((before, after), texts, strict=True)
    ]
    return [Difference("body", "", shown[0], shown[1], lines=text_lines(shown[0], shown[1]))]


def text_lines(before: str, after: str) -> tuple[str, ...]:
    """Return how two texts differ, line by line; nothing for two short ones."""
    old, new = before.splitlines(), after.splitlines()
    if max(len(old), len(new)) < 2 and max(len(before), len(after)) < 100:
        return ()
    return tuple([line.rstrip()[:300] for line in unified_diff(old, new, lineterm="", n=2)][2 : 2 + _LINES])


def _text(body: bytes) -> str | None:
    """Return a body as text with plain line ends; ``None`` where it is none."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text.replace("\r\n", "\n")
