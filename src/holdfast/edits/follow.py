"""The links of one text after files have moved: those to what moved, and those from a text that moved itself.

An edit is made only where a link, as it stands, would not lead to where its target is now; everything else of the text
stays as it is, anchors and the way a link is written among it.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from holdfast.binding.facts import is_local
from holdfast.edits.relink import INLINE
from holdfast.markdown.blocks import Inline, Parse
from holdfast.markdown.header import read_header
from holdfast.markdown.outline import outline
from holdfast.model.edit import Edit
from holdfast.model.span import Span
from holdfast.percent import quote, unquote

_DEFINED = re.compile(rb"\[(?:\\.|[^\]\\])*\]:\s*(?:<(?P<angled>[^<>\n]*)>|(?P<plain>\S+))", re.DOTALL)
_ATTRIBUTE = re.compile(rb"""\b(?:href|src)\s*=\s*(?:"(?P<double>[^"&]*)"|'(?P<single>[^'&]*)')""", re.IGNORECASE)
_VALUE = re.compile(r"[^\s,\[\](){}<>\"'`|#]+")
_TOLD_APART = re.compile(r"\d|-.*-|_.*_")
"""A name without suffix that can only be a file's."""
_PLAIN = "/-._~!&'+,;=:@"
_SUFFIXES = ("", ".md", ".mdx", ".markdown")
_BASE = "/" + "up/" * 40
"""Stands above the project's root, so that a link that leaves the project can be followed as well."""


class Moves(NamedTuple):
    """What moved."""

    now: Callable[[str], str]
    """The path of today for a path of before, both relative to the project's root."""
    exists: Callable[[str], bool]
    """Whether something was at a path before."""


class _Place(NamedTuple):
    """A destination as it stands in the text."""

    span: Span
    angled: bool


def follow(path: str, parse: Parse, moves: Moves) -> list[Edit]:
    """Return the edits after which every local link of a text leads to where it led before; ``path`` is its old one."""
    edits: dict[Span, Edit] = {}
    for place in _places(parse):
        written = parse.slice(*place.span)
        new = _rewritten(path, written, moves, angled=place.angled)
        if new is not None:
            edits[place.span] = Edit(place.span, new)
    for edit in (*_texts(path, parse, moves), *_fields(path, parse, moves)):
        edits.setdefault(edit.span, edit)
    return sorted(edits.values())


def targets(path: str, parse: Parse) -> list[str]:
    """Return where each local link of a text leads, in the order of the text, as absolute paths above the root."""
    found = []
    for place in _places(parse):
        written = parse.slice(*place.span)
        target = _path(written)
        if _local(written) and target:
            found.append(_absolute(path, target))
    return found


def _relative(absolute: str) -> str | None:
    """Return a path that :func:`targets` gave, relative to the root; ``None`` where it is outside."""
    shown = posixpath.relpath(absolute, _BASE)
    return None if shown.startswith("../") or shown == ".." else shown


def led_to(path: str, written: str) -> str | None:
    """Return where a destination in a page leads, relative to the root; ``None`` where that is no place in it."""
    target = _path(written)
    return _relative(_absolute(path, target)) if target and _local(written) else None


def moved_target(absolute: str, moves: Moves) -> str:
    """Return where a target of before is now, suffix or none as it is written."""
    target = _relative(absolute)
    if target is None:
        return absolute
    return posixpath.normpath(posixpath.join(_BASE, _today(target, moves)))


def _today(target: str, moves: Moves) -> str:
    for suffix in _SUFFIXES:
        file = f"{target}{suffix}"
        if moves.exists(file):
            return moves.now(file).removesuffix(suffix) if suffix else moves.now(file)
    stem, dot, end = target.rpartition(".")
    if end in ("html", "htm") and moves.exists(f"{stem}.md"):
        return f"{moves.now(f'{stem}.md').removesuffix('.md')}{dot}{end}"
    # What is not there yet is named by its place, which moves with its folder.
    return moves.now(target)


def _rewritten(path: str, written: str, moves: Moves, *, angled: bool) -> str | None:
    """Return a destination as it has to be now; ``None`` where it can stay."""
    raw = re.split(r"[?#]", written, maxsplit=1)[0]
    target = _path(written)
    if not target or not _local(written):
        return None
    now = moved_target(_absolute(path, target), moves)
    page = moves.now(path)
    if _absolute(page, target) == now:
        return None
    if target.startswith("/"):
        shown = f"/{_relative(now)}"
    else:
        shown = posixpath.relpath(now, posixpath.dirname(posixpath.join(_BASE, page)))
        if raw.startswith("./") and not shown.startswith("../"):
            shown = f"./{shown}"
    if target.endswith("/"):
        shown += "/"
    return _encoded(shown, raw, angled=angled) + written[len(raw) :]


def _encoded(shown: str, raw: str, *, angled: bool) -> str:
    """Write a path as a destination: spelled out where the old one was, and where it could not stand otherwise."""
    if angled and "%" not in raw:
        return re.sub(r"[<>\n#?%\\{}$|*]", lambda found: quote(found[0], safe=""), shown)
    if "%" in raw:
        return quote(shown, safe=_PLAIN)
    return "".join(char if not char.isascii() and char.isprintable() else quote(char, safe=_PLAIN) for char in shown)


def _local(written: str) -> bool:
    """Tell whether a destination names something of the project; in angle brackets it may hold spaces."""
    return is_local(written.replace(" ", "%20"))


def _path(written: str) -> str:
    return unquote(re.split(r"[?#]", written, maxsplit=1)[0])


def _absolute(path: str, target: str) -> str:
    base = _BASE if target.startswith("/") else posixpath.dirname(posixpath.join(_BASE, path))
    return posixpath.normpath(posixpath.join(base, target.lstrip("/")))


def _places(parse: Parse) -> Iterator[_Place]:
    """Yield where the destinations of a text stand: in links and images, in definitions, in HTML."""
    source = parse.source
    for inline in parse.inlines:
        if inline.kind in ("link", "image"):
            place = _inline(source, inline)
            if place:
                yield place
    for one in parse.definitions:
        found = _DEFINED.search(source, one.start, one.end)
        if found:
            group = "plain" if found["plain"] is not None else "angled"
            yield _Place(Span(*found.span(group)), group == "angled")
    pieces = [(one.start, one.end) for one in parse.inlines if one.kind == "html"]
    pieces += [(one.start, one.end) for one in parse.blocks if one.kind == "html"]
    for start, end in pieces:
        for found in _ATTRIBUTE.finditer(source, start, end):
            yield _Place(Span(*found.span("double" if found["double"] is not None else "single")), False)


def _inline(source: bytes, inline: Inline) -> _Place | None:
    text = source[inline.start : inline.end]
    # The last "](" is the link's own: an image within its text has one as well.
    found = INLINE.match(text, max(text.rfind(b"]("), 0))
    if found is None:
        return None
    group = "plain" if found["plain"] is not None else "angled"
    start, end = found.span(group)
    return _Place(Span(inline.start + start, inline.start + end), group == "angled")


def _texts(path: str, parse: Parse, moves: Moves) -> Iterator[Edit]:
    """Yield the texts of links that are the old file name, or the old destination, as the new one."""
    for inline in parse.inlines:
        place = _inline(parse.source, inline) if inline.kind == "link" else None
        if place is None:
            continue
        written = parse.slice(*place.span)
        target = _path(written)
        now = _relative(moved_target(_absolute(path, target), moves)) if target and _local(written) else None
        if now is None or now == _relative(_absolute(path, target)):
            continue
        new = _rewritten(path, written, moves, angled=place.angled) or written
        names = {target: _path(new), posixpath.basename(target): posixpath.basename(now)}
        text = re.match(rb"\[(`?)([^`\[\]]+)\1\]\(", parse.source[inline.start : inline.end])
        said = text[2].decode("utf-8", "replace") if text else ""
        if text and said in names and names[said] != said:
            yield Edit(Span(inline.start + text.start(2), inline.start + text.end(2)), names[said])


def _fields(path: str, parse: Parse, moves: Moves) -> Iterator[Edit]:
    """Yield the references in the header that are no links: a path, or a file name with or without its suffix."""
    for field in read_header(parse, outline(parse)).fields:
        text = parse.slice(*field.span)
        for found in _VALUE.finditer(text):
            start = field.span.start + len(text[: found.start()].encode())
            if parse.covered(start, "link", "image"):
                continue
            new = _referred(path, found[0], moves)
            if new and new != found[0]:
                yield Edit(Span(start, start + len(found[0].encode())), new)


def _referred(path: str, word: str, moves: Moves) -> str | None:
    """Return a word of a field as it has to be now, where it names a file."""
    bare = not word.lower().endswith((".md", ".markdown"))
    if bare and not _TOLD_APART.search(posixpath.basename(word)):
        return None
    suffix = ".md" if bare else ""
    here = _relative(_absolute(path, f"{word}{suffix}"))
    if here and moves.exists(here):
        if bare and "/" not in word:
            return posixpath.basename(moves.now(here)).removesuffix(suffix)
        folder = posixpath.dirname(moves.now(path)) or "."
        return posixpath.relpath(moves.now(here), folder).removesuffix(suffix)
    if "/" in word and moves.exists(f"{word}{suffix}"):
        return moves.now(f"{word}{suffix}").removesuffix(suffix)
    return None
