"""``--format`` and ``--output``: what every command that shows results shares, and how they are written."""

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from holdfast.patterns import pattern
from holdfast.world.output import write

_NAMED = pattern(r"(?P<format>[a-z][a-z0-9-]*)=(?P<path>.+)", re.DOTALL)


class Target(NamedTuple):
    """One text to write: its format, and the file it goes to; empty for standard output."""

    format: str
    path: str


def add_output(parser: argparse.ArgumentParser, *formats: str, several: bool = False) -> None:
    """Add ``--format`` with the names of formats, the default first, and ``--output``.

    With ``several``, other distributions may add formats, and ``-o FORMAT=FILE`` writes further ones in the same run.
    """
    listed = ", ".join([f"{formats[0]} (default)", *formats[1:]])
    if several:
        parser.add_argument("--format", default=formats[0], metavar="NAME", help=listed)
        text = (
            "write to a file instead of standard output; FORMAT=FILE writes another format as well, and can be repeated"
        )
        parser.add_argument("-o", "--output", action="append", default=[], metavar="[FORMAT=]FILE", help=text)
    else:
        parser.add_argument("--format", choices=formats, default=formats[0], help=listed)
        parser.add_argument("-o", "--output", metavar="FILE", help="write to a file instead of standard output")


def targets(format: str, outputs: Iterable[str], names: Sequence[str] = ()) -> list[Target]:
    """Return what is to be written where: ``-o FILE`` takes ``format``, else standard output does.

    ``names`` are the formats to choose from, by default those of a result.

    Raises :class:`~holdfast.errors.UsageError` for an unknown format, and for one destination named twice.
    """
    from holdfast.errors import UsageError
    from holdfast.formats import format_names
    from holdfast.suggest import suggestion

    known = list(names) or format_names()
    found = []
    for word in outputs:
        named = _NAMED.fullmatch(word)
        found.append(Target(named["format"], named["path"]) if named else Target("", word))
    plain = [one for one in found if not one.format]
    if len(plain) > 1:
        remedy = "name the format of each: -o sarif=out.sarif -o junit=report.xml"
        raise UsageError(f"-o: both {plain[0].path} and {plain[1].path} are to get the same text", remedy=remedy)
    if not plain:
        found.insert(0, Target("", ""))
    found = [Target(one.format or format, "" if one.path == "-" else one.path) for one in found]
    for one in found:
        if one.format not in known:
            option = "--format" if one.format == format else f"-o {one.format}={one.path}"
            more = "" if one.format == format else f"; for a file of this name write ./{one.format}={one.path}"
            remedy = f"{suggestion(one.format, known)}{more}"
            raise UsageError(f"{option}: there is no format {one.format!r}", remedy=remedy)
    places = [os.path.realpath(one.path) if one.path else "" for one in found]
    twice = next(
        (one.path or "standard output" for one, place in zip(found, places, strict=True) if places.count(place) > 1), ""
    )
    if twice:
        raise UsageError(f"-o: {twice} is named twice", remedy="give each format a file of its own")
    return found


def emit(texts: Iterable[tuple[str, str]], spared: Iterable[str] = ()) -> None:
    """Write texts, each to its file, those for standard output last; ``spared`` are files that are never replaced.

    All files are refused before the first is written. Raises :class:`~holdfast.errors.HoldfastError` for one that
    cannot be written, or that holds somebody's work.
    """
    from holdfast.world.replacement import put

    pairs = sorted(texts, key=lambda pair: pair[0] == "")
    # Asking where a path really is takes longer than writing to a terminal, and that replaces no file.
    kept = {os.path.realpath(path) for path in spared} if any(path for path, _ in pairs) else set()
    for path, _ in pairs:
        if path:
            _refuse_unfit(path, kept)
    for path, text in pairs:
        if path:
            put(path, text.encode("utf-8", "backslashreplace"))
        else:
            write(text)


def write_results(options: argparse.Namespace, lines: Iterable[str]) -> None:
    """Write the lines of a command that shows one text, where ``--output`` says."""
    path = options.output or "-"
    emit([("" if path == "-" else path, "".join(f"{line}\n" for line in lines))])


def emit_each(options: argparse.Namespace, made: Callable[[Target], Iterable[str]]) -> None:
    """Write the lines that are made for each output of a command with several, where they are text or JSON only."""
    wanted = targets(options.format, options.output, ("text", "json"))
    emit([(one.path, "".join(f"{line}\n" for line in made(one))) for one in wanted])


def write_diffs(changes: Iterable[Any]) -> None:
    """Print what changes: each has a ``path`` with its ``old`` and its ``new`` content, of which one may be missing."""
    from holdfast.cli.terminal import write_lines
    from holdfast.edits.diff import unified
    from holdfast.formats.mended import diff

    view = terminal_view("")
    for one in changes:
        write_lines(diff(unified(one.path, one.old or b"", one.new or b""), view))


def view_for(path: str | None, base: str, **more: Any) -> Any:
    """Return how a result is shown in a file, or, where none is named, on standard output."""
    from holdfast.formats import View

    return View(base=base, **more) if path and path != "-" else terminal_view(base, **more)


def terminal_view(base: str, **more: Any) -> Any:
    """Return how a result is shown on standard output, with whatever its terminal can do."""
    from holdfast.cli.terminal import follows_links, wants_color, width
    from holdfast.formats import View

    out = sys.stdout
    return View(base=base, color=wants_color(out), width=width(out), links=follows_links(out), **more)


def _refuse_unfit(path: str, spared: set[str]) -> None:
    """Refuse a file that cannot be written to, and one that a person wrote."""
    from holdfast.errors import UsageError

    target = os.path.realpath(path)
    folder = os.path.dirname(target)
    if not os.path.isdir(folder):
        raise UsageError(
            "-o: its folder is not there",
            where=path,
            remedy=f"make it first: mkdir -p {os.path.dirname(path) or folder}",
        )
    if os.path.isdir(target):
        raise UsageError("-o: is a folder", where=path, remedy="name a file in it")
    if target in spared or (target.lower().endswith((".md", ".markdown")) and not _is_ours(target)):
        raise UsageError(
            "-o: holds something that Holdfast did not write",
            where=path,
            remedy="name another file, or remove this one first",
        )


def _is_ours(path: str) -> bool:
    """Tell whether a Markdown file is missing, empty, or a summary that an earlier run wrote."""
    from holdfast.formats.markdown import TITLE

    try:
        with open(path, "rb") as file:
            start = file.read(len(TITLE))
    except OSError:
        return not os.path.exists(path)
    return start in (b"", TITLE.encode())
