"""What ``for`` found: for people, for a comment under a pull request, for programs, and within a budget for readers with little room."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from holdfast.formats import View
from holdfast.formats.escape import code, markdown, visible
from holdfast.formats.layout import columns, cut
from holdfast.formats.style import Paint
from holdfast.plural import counted

_REASONS = 3
"""So many reasons are shown for each document."""
_MARKDOWN = 14
"""So many lines of a comment are about documents."""
_COLOR = {"active": "green", "deprecated": "yellow", "superseded": "yellow"}
_CHARACTERS = 4
"""So many characters are counted as one token; a rule of thumb that holds for English."""


def text(found: Any, view: View) -> Iterator[str]:
    """Yield each document with the surest reasons, in force first."""
    paint = Paint(color=view.color, links=view.links)
    if not found.governors:
        yield nothing(found)
        return
    words = [governor_status(one) for one in found.governors]
    wide = max(map(columns, words))
    several = len(found.targets.files) > 1
    for one, status in zip(found.governors, words, strict=True):
        color = _COLOR.get(str(one.entry.role), "cyan")
        path = paint.file(view.shown(found.root, one.entry.path), f"{found.root}/{one.entry.path}")
        gap = " " * (wide - columns(status))
        yield f"{paint(status, color)}{gap}  {paint(cut(governor_title(one), 60), 'bold')}   {path}"
        for line in _lines(one, several=several):
            yield f"{'':{wide}}  {line}"
    rest = _rest(found)
    if rest:
        yield rest


def as_markdown(found: Any, view: View) -> Iterator[str]:
    """Yield a comment of fewer than twenty lines."""
    if not found.governors:
        yield markdown(nothing(found))
        return
    several = len(found.targets.files) > 1
    yield f"**{counted(len(found.governors), 'design document')}** for {_asked(found)}"
    yield ""
    shown = found.governors[:_MARKDOWN] if len(found.governors) <= _MARKDOWN else found.governors[: _MARKDOWN - 1]
    for one in shown:
        heirs = f"; superseded by {', '.join(markdown(_title_of(heir)) for heir in one.heirs[:3])}" if one.heirs else ""
        title = markdown(cut(governor_title(one), 80))
        reason = markdown_reason(one, several=several)
        yield f"- {title} ({markdown(governor_status(one))}{heirs}) {code(one.entry.path)}: {reason}"
    if len(shown) < len(found.governors):
        yield f"- and {len(found.governors) - len(shown)} more: {code('holdfast for')} lists them"
    rest = _rest(found, code)
    if rest:
        yield ""
        yield rest


def within(render: Callable[[Any, View], Iterator[str]], found: Any, view: View, budget: int) -> Iterator[str]:
    """Yield as many documents as fit into a number of tokens, and say how many do not."""
    from holdfast.records import replace

    total = len(found.governors)
    for count in range(total, -1, -1):
        part = replace(found, governors=found.governors[:count])
        lines = list(render(part, view)) if count or not total else []
        if count < total:
            left = total - count
            lines.append(f"left out for the budget of {budget} tokens: {counted(left, 'document')}")
        if sum(len(line) + 1 for line in lines) <= budget * _CHARACTERS or not count:
            yield from lines
            return


def record(found: Any, count: int | None = None) -> str:
    """Return the JSON document, valid against ``schemas/for-v1.json``, with at most so many documents."""
    from holdfast.version import __version__

    governors = found.governors if count is None else found.governors[:count]
    value = {
        "version": 1,
        "holdfast": __version__,
        "root": visible(found.root),
        "asked": [visible(one) for one in found.targets.asked],
        "files": sorted(visible(one) for one in found.targets.files),
        "absent": [visible(one) for one in found.targets.absent],
        "ungoverned": [visible(one) for one in found.ungoverned],
        "documents": [governor_record(one) for one in governors],
        "left_out": len(found.governors) - len(governors),
    }
    return json.dumps(value, indent=2)


def record_within(found: Any, budget: int) -> str:
    """Return the JSON document with as many documents as fit into a number of tokens."""
    for count in range(len(found.governors), 0, -1):
        made = record(found, count)
        if len(made) <= budget * _CHARACTERS:
            return made
    return record(found, 0)


def nothing(found: Any) -> str:
    """Return the one line for files that no document governs."""
    absent = "" if not found.targets.absent else ", which is not there" if len(found.targets.files) == 1 else ""
    return f"no design document governs {_asked(found)}{absent}"


def markdown_reason(one: Any, *, several: bool) -> str:
    """Return the surest reasons as Markdown, what a document says as code."""
    return reasons(one, code, "**", several=several)


def reasons(one: Any, quote: Callable[[str], str], bold: str = "", *, several: bool) -> str:
    """Return the surest reasons on one line; ``quote`` shows what a document says, ``bold`` stands around what is broken or stale."""
    return "; ".join(_reason(one, each, quote, bold, several=several) for each in _shown(one))


def _lines(one: Any, *, several: bool) -> Iterator[str]:
    for heir in one.heirs[:3]:
        yield f"superseded by {visible(_title_of(heir))}, {visible(heir.path)}"
    if one.over and not one.heirs:
        yield "no longer in force; nothing says what replaced it"
    shown = _shown(one)
    for each in shown:
        yield _reason(one, each, _quoted, "", several=several)
    hidden = sum(each.kind != "reads" for each in one.reasons) - sum(each.kind != "reads" for each in shown)
    if hidden > 0:
        yield f"and {hidden} more"
    if one.broken:
        yield f"broken when last tried: {_places(one.broken)}"
    grouped: dict[str, list[int]] = {}
    for claim in (each for each in one.stale if each.near):
        grouped.setdefault(claim.why, []).append(claim.line)
    for why, lines in list(grouped.items())[:2]:
        yield f"stale: {_places(lines)}: {visible(why)}"


def _places(lines: Sequence[int]) -> str:
    listed = ", ".join(map(str, lines[:6])) + ("…" if len(lines) > 6 else "")
    return f"{'line' if len(lines) == 1 else 'lines'} {listed}"


def _shown(one: Any) -> list[Any]:
    """Return the reasons worth showing: evidence once, and no more than a few others."""
    reads = [each for each in one.reasons if each.kind == "reads"][:1]
    return reads + [each for each in one.reasons if each.kind != "reads"][: _REASONS - len(reads)]


def _reason(one: Any, each: Any, quote: Callable[[str], str], bold: str, *, several: bool) -> str:
    of = f" of {quote(each.file)}" if several else ""
    if each.kind == "reads":
        counts = ((len(one.broken), "broken"), (len(one.stale), "stale"))
        failing = "".join(f", {bold}{count} {word}{bold}" for count, word in counts if count)
        files = sum(1 for other in one.reasons if other.kind == "reads")
        what = f"{files} of the files" if several else "the file"
        among = f", and {one.spread - 1} others" if one.broad else ""
        return f"its examples read {what}{among} ({counted(one.claims, 'claim')}{failing})"
    if each.kind == "declares":
        return f"declares {quote(each.words)} (line {each.line})"
    if each.kind == "symbol":
        return f"names {quote(each.words)}{of} (line {each.line})"
    verb = "links to" if each.kind == "link" else "names"
    return f"{verb} {quote(each.file if several else each.words)} (line {each.line})"


def _rest(found: Any, quote: Callable[[str], str] = visible) -> str:
    left = found.ungoverned
    if not left or len(found.targets.files) < 2:
        return ""
    listed = ", ".join(quote(one) for one in left[:3]) + (" …" if len(left) > 3 else "")
    return f"{counted(len(left), 'file')} of {len(found.targets.files)} without a document: {listed}"


def _asked(found: Any) -> str:
    asked = ", ".join(visible(one) for one in found.targets.asked[:3])
    more = len(found.targets.asked) - 3
    return f"{asked} and {more} more" if more > 0 else asked


def governor_status(one: Any) -> str:
    """Return the status of a document in a word or two."""
    return visible((one.entry.status or str(one.entry.role).capitalize()).split(" (")[0][:24].strip())


def governor_title(one: Any) -> str:
    """Return the number and the title of a document."""
    return _title_of(one.entry)


def _title_of(entry: Any) -> str:
    from holdfast.binding.numbers import numbered

    name = numbered(entry.path)
    number = f"{name.text} " if name and not entry.title.lstrip("#").lstrip("0").startswith(str(name.number)) else ""
    return visible(f"{number}{entry.title or entry.path.rpartition('/')[2]}")


def _quoted(word: str) -> str:
    return f"`{visible(word)}`"


def governor_record(one: Any) -> dict[str, Any]:
    """Return a document with its reasons as JSON knows it."""
    return {
        "path": visible(one.entry.path),
        "title": visible(one.entry.title),
        "status": visible(one.entry.status) if one.entry.status else None,
        "role": str(one.entry.role),
        "superseded_by": [visible(heir.path) for heir in one.heirs],
        "claims": one.claims,
        "reasons": [
            {"kind": each.kind, "file": visible(each.file), "words": visible(each.words), "line": each.line or None}
            for each in one.reasons
        ],
        "broken": [{"line": line} for line in one.broken],
        "stale": [{"line": each.line, "why": visible(each.why)} for each in one.stale],
    }
