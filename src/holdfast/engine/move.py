"""``mv``: a document or a folder gets another name, and every link to it and from it follows.

All edits are worked out in memory and checked by following every link of the new texts; only then is anything written,
and nothing is where a file has changed since it was read.
"""

import os
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from holdfast.edits.apply import apply
from holdfast.edits.follow import Moves, follow, led_to, moved_target, targets
from holdfast.edits.rowmove import renumbered_head, renumbered_rows
from holdfast.engine.clashes import Clash, clashes
from holdfast.engine.movable import is_tracked, path_inside, refuse_move
from holdfast.engine.project import open_plan
from holdfast.markdown.parser import parse as parse_markdown
from holdfast.model.edit import Edit, Fix
from holdfast.world.files import SUFFIXES, Problem, include, read
from holdfast.world.git import GitError, run

_NAMED = 20
"""So many places that still name the old path are listed."""
_GENERIC = re.compile(r"(?:readme|index|_index|summary|changelog|license|template)(?:\.\w+)?\Z", re.IGNORECASE)


class Rewritten(NamedTuple):
    """One file with its links as they have to be."""

    path: str
    """Where it lay before, relative to the root."""
    old: bytes
    new: bytes
    edits: tuple[Edit, ...]


class Place(NamedTuple):
    """A line that a person has to look at."""

    path: str
    """As it is after the move."""
    line: int
    words: str


@dataclass(frozen=True, slots=True)
class Moving:
    """A rename with all that follows from it; nothing is written yet."""

    root: str
    old: str
    new: str
    """Both relative to the root; without a slash at the end."""
    folder: bool
    tracked: bool
    """Whether git knows what is moved."""
    changes: tuple[Rewritten, ...]
    left: tuple[Place, ...]
    """Links that are written in a way that could not be changed."""
    named: tuple[Place, ...]
    """Lines that name the old path in words or code."""
    clashes: tuple[Clash, ...]
    """Documents, here and on other branches, that have the number of the new name."""

    def now(self, path: str) -> str:
        """Return where a path is after the move."""
        return _now(path, self.old, self.new)


def prepare(
    start: str,
    old: str,
    new: str,
    *,
    config: str | None = None,
    title: bool = False,
    unsaved: Mapping[str, bytes] | None = None,
) -> Moving:
    """Work out a rename; paths are as typed in the folder ``start``.

    With ``title`` the document's own title and number field get the number of the new name. ``unsaved`` holds contents
    by path relative to the root that stand for those on the disk.

    Raises :class:`~holdfast.errors.UsageError` for a path that cannot be moved, or not to there.
    """
    plan, _ = open_plan(start, config=config, unsaved=unsaved)
    root = plan.tree.root
    here, there = path_inside(root, start, old), path_inside(root, start, new)
    if os.path.isdir(plan.tree.absolute(there)) or new.endswith(("/", os.sep)):
        there = posixpath.join(there, posixpath.basename(here)) if there != "." else posixpath.basename(here)
    folder = refuse_move(root, here, there)
    if not folder:
        include(plan.tree, here)
    moves = Moves(lambda path: _now(path, here, there), cache(lambda path: os.path.lexists(plan.tree.absolute(path))))
    indexes = {page for one in plan.sets for page in one.indexes}
    changes: list[Rewritten] = []
    left: list[Place] = []
    named: list[Place] = []
    for path in plan.tree.markdown:
        raw = read(plan.tree, path)
        if isinstance(raw, Problem) or _leads_elsewhere(root, path):
            continue
        one, unchanged = _rewritten(path, raw, moves, rows=path in indexes, head=title and path == here, near=here)
        left += unchanged
        named += _named(moves.now(path), one.new, here)
        if one.new != raw:
            changes.append(one)
    tracked = is_tracked(root, here)
    if tracked:
        named += _named_elsewhere(root, here, there)
    clash = () if folder else clashes(plan.tree, there, instead=here)
    return Moving(root, here, there, folder, tracked, tuple(changes), tuple(left), tuple(named[:_NAMED]), tuple(clash))


def _rewritten(
    path: str, raw: bytes, moves: Moves, *, rows: bool, head: bool, near: str
) -> tuple[Rewritten, list[Place]]:
    """Return a file as it has to be, with the links that could not be changed."""
    moved = moves.now(path) != path
    name = posixpath.basename(near).rpartition(".")[0] or posixpath.basename(near)
    if not moved and not _may_name(raw, name):
        return Rewritten(path, raw, raw, ()), []
    parse = parse_markdown(raw)
    edits = follow(path, parse, moves)
    if rows:
        edits += renumbered_rows(parse, lambda target: _pair(path, target, moves))
    if head:
        edits += renumbered_head(parse, path, moves.now(path))
    fixes = [Fix((edit,)) for edit in dict.fromkeys(edits)]
    content, made = apply(raw, fixes)
    after = parse_markdown(content)
    want = [moved_target(one, moves) for one in targets(path, parse)]
    got = targets(moves.now(path), after)
    left = []
    if want != got:
        left = [Place(moves.now(path), 1, "its links do not lead to what they led to before")]
    for link in after.inlines:
        if link.kind in ("link", "image") and _lost(moves, path, link.data):
            left.append(Place(moves.now(path), after.line(link.start), link.data))
    return Rewritten(path, raw, content, tuple(fixes[number].edits[0] for number in made)), left


def _lost(moves: Moves, path: str, written: str) -> bool:
    """Tell whether a link of the new text leads to the place that something has left."""
    target = led_to(moves.now(path), written)
    return target is not None and moves.now(target) != target and moves.exists(target)


def _pair(path: str, written: str, moves: Moves) -> tuple[str, str] | None:
    """Return old and new path of the document that a destination led to, where it moved."""
    target = led_to(path, written)
    for file in (target, f"{target}.md", f"{target}/README.md"):
        if file and moves.exists(file) and moves.now(file) != file and file.lower().endswith(SUFFIXES):
            return file, moves.now(file)
    return None


def _may_name(raw: bytes, name: str) -> bool:
    """Tell whether a text can have a link to a file or folder of this name, spelled out or percent-encoded."""
    # A link can name a folder above, or a page by its folder; what is encoded may be encoded in any way.
    return name.encode("utf-8", "surrogateescape") in raw or b"%" in raw or _GENERIC.match(name) is not None


def _now(path: str, old: str, new: str) -> str:
    if path == old:
        return new
    return f"{new}{path[len(old) :]}" if path.startswith(f"{old}/") else path


def _leads_elsewhere(root: str, path: str) -> bool:
    """Tell whether a file is reached through a link; it is rewritten where it lies."""
    return os.path.realpath(os.path.join(root, path)) != os.path.join(os.path.realpath(root), path)


def _named(path: str, content: bytes, old: str) -> Iterator[Place]:
    """Yield the lines that still name the old path, or a file name that is told apart by itself."""
    name = posixpath.basename(old)
    words = [old] if _GENERIC.match(name) or "." not in name else [old, name]
    if not any(word.encode("utf-8", "surrogateescape") in content for word in words):
        return
    pattern = re.compile("|".join(rf"(?<![\w./-]){re.escape(word)}(?![\w-])" for word in words))
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        if pattern.search(line):
            yield Place(path, number, line.strip())


def _named_elsewhere(root: str, old: str, new: str) -> Iterator[Place]:
    """Yield the lines of tracked files that are no Markdown and name the old path."""
    try:
        found = run(
            root, "grep", "-n", "-z", "-I", "-F", "-e", old, "--", ".", ":(exclude)*.md", ":(exclude)*.markdown"
        )
    except GitError:
        return
    for record in found.splitlines()[:_NAMED]:
        path, _, rest = record.partition(b"\0")
        number, _, line = rest.partition(b"\0")
        if number.isdigit():
            yield Place(_now(os.fsdecode(path), old, new), int(number), line.decode("utf-8", "replace").strip())
