"""Links whose target is certain to be elsewhere now, and the edits that lead them there."""

import posixpath
import re
from collections.abc import Iterable

from holdfast.binding.targets import resolve, shown_from
from holdfast.markdown.anchors import squeeze
from holdfast.model.corpus import Corpus
from holdfast.model.edit import Edit, Fix
from holdfast.model.entry import Entry, Link
from holdfast.model.span import Span
from holdfast.patterns import pattern
from holdfast.percent import quote, unquote

_GENERIC = frozenset({"readme", "index", "_index", "template", "changelog", "license", "summary"})
"""Names that files of any folder have, so that an equal one elsewhere says nothing."""
INLINE = pattern(
    rb"\]\(\s*(?:<(?P<angled>[^<>\n]*)>|(?P<plain>[^\s<>]+?))(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)\Z"
)
"""The end of a link that has its destination in parentheses, from the bracket that closes its text."""
_LABEL = pattern(rb"\[(?P<text>[^\[\]]*)\](?:\[(?P<label>[^\[\]]*)\])?\Z")
_PLAIN = "/-._~!$&'*+,;=:@"
"""What a path may hold in a link as it is; parentheses and spaces may not."""


def certain(corpus: Corpus, paths: Iterable[str]) -> dict[str, str]:
    """Return those of some lost paths of which it is certain where they are now, with that path.

    Git recorded a rename, or exactly one other file of the project has the same name, and one that tells it apart.
    """
    lost = sorted(set(paths))
    found = {path: now for path, now in corpus.renamed(lost).items() if not corpus.ignored(now)} if lost else {}
    for path in lost:
        name = posixpath.basename(path)
        same = [one for one in corpus.known.get(name, []) if not corpus.ignored(one)]
        if path not in found and len(same) == 1 and name.partition(".")[0].casefold() not in _GENERIC:
            found[path] = same[0]
    return found


def relink(corpus: Corpus, entry: Entry, link: Link, now: str) -> Fix | None:
    """Return the edits that make a link lead to another file of the project, in the style in which it is written.

    A text that is the old file name becomes the new one. ``None`` where the place of the destination cannot be
    told, or where the link names a heading that the file does not have.
    """
    if link.fragment and not _has(corpus, now, link.fragment):
        return None
    source = corpus.text(entry.path).encode()
    span = destination(source, link)
    if span is None:
        return None
    old = source[span.start : span.end].decode()
    path, mark, rest = _split(old)
    if unquote(path) != link.target or resolve(entry.path, link.target) is None:
        return None
    edits = [Edit(span, _written(entry.path, link.target, now) + mark + rest)]
    name = posixpath.basename(link.target)
    text = Span(link.spot.start + 1, link.spot.start + 1 + len(name.encode()))
    if source[link.spot.start : text.end + 1] == f"[{name}]".encode():
        edits.append(Edit(text, posixpath.basename(now)))
    return Fix(tuple(edits))


def refragment(corpus: Corpus, entry: Entry, link: Link, anchor: str) -> Fix | None:
    """Return the edit that makes a link name another heading of the same file; ``None`` where its place is unsure."""
    source = corpus.text(entry.path).encode()
    span = destination(source, link)
    old = source[span.start : span.end].decode() if span else ""
    at = old.find("#")
    if span is None or at < 0 or unquote(old[at + 1 :]) != link.fragment:
        return None
    start = span.start + len(old[: at + 1].encode())
    return Fix((Edit(Span(start, span.end), anchor),))


def _has(corpus: Corpus, path: str, fragment: str) -> bool:
    anchors = corpus.entries[path].anchors if path in corpus.entries else corpus.anchors(path)
    return anchors is None or squeeze(fragment) in {squeeze(one) for one in anchors}


def _split(destination: str) -> tuple[str, str, str]:
    at = min((destination.find(mark) for mark in "?#" if mark in destination), default=len(destination))
    return destination[:at], destination[at : at + 1], destination[at + 1 :]


def _written(page: str, old: str, now: str) -> str:
    if old.startswith("/"):
        return "/" + quote(now, safe=_PLAIN)
    dot = "./" if old.startswith("./") else ""
    shown = shown_from(page, now)
    return quote(shown if shown.startswith("../") else dot + shown, safe=_PLAIN)


def destination(source: bytes, link: Link) -> Span | None:
    """Return where a link's destination stands: in its parentheses, or in the definition it refers to; else ``None``."""
    text = source[link.spot.start : link.spot.end]
    # The last "](" is the link's own: an image within its text has one as well.
    found = INLINE.match(text, max(text.rfind(b"]("), 0))
    if found:
        group = "plain" if found["plain"] is not None else "angled"
        return Span(link.spot.start + found.start(group), link.spot.start + found.end(group))
    reference = _LABEL.search(text)
    if reference is None:
        return None
    label = rb"\s+".join(map(re.escape, (reference["label"] or reference["text"]).split()))
    defined = re.compile(rb"^ {0,3}\[\s*" + label + rb"\s*\]:[ \t]*<?(?P<at>[^\s<>]+)", re.MULTILINE | re.IGNORECASE)
    places = list(defined.finditer(source))
    return Span(*places[0].span("at")) if len(places) == 1 else None
