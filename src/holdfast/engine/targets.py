"""The files that somebody asks about: paths, folders and patterns as typed, or what changed since a revision."""

import os
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from holdfast.engine.globs import matches
from holdfast.engine.plan import Plan
from holdfast.errors import UsageError
from holdfast.world.changes import changed_files
from holdfast.world.git import GitError
from holdfast.world.lost import renamed

_GLOB = re.compile(r"[*?\[]")


class Targets(NamedTuple):
    """Files to find documents for."""

    asked: tuple[str, ...]
    """As shown to a person: paths relative to the root, or the patterns themselves."""
    files: frozenset[str]
    """Relative to the root."""
    earlier: dict[str, str]
    """Names that some of the files had, each with that of today."""
    absent: tuple[str, ...] = ()
    """What was asked for and is not there."""


def named_targets(plan: Plan, start: str, paths: Sequence[str]) -> Targets:
    """Return the files that are named; one that was renamed is followed.

    Raises :class:`~holdfast.errors.UsageError` for a path outside of the project.
    """
    known = project_files(plan)
    asked, files, absent = [], set(), []
    for path in paths:
        if "\0" in path:  # A server is handed what no command line can hold.
            raise UsageError("no file can have such a name", where=path, remedy="check the spelling")
        relative = _relative(plan.tree.root, start, path)
        asked.append(relative or ".")
        if _GLOB.search(relative) and relative not in known:
            inside = {one for one in known if covers(relative, one)}
        elif os.path.isdir(plan.tree.absolute(relative)):
            inside = {one for one in known if not relative or one.startswith(f"{relative}/")}
        elif os.path.lexists(plan.tree.absolute(relative)):
            inside = {relative}
        else:
            inside = set()
            absent.append(relative)
        files |= inside
    earlier = renamed(plan.tree.root, absent) if absent else {}
    files |= {*absent, *earlier.values()}
    return Targets(tuple(asked), frozenset(files), dict(earlier), tuple(one for one in absent if one not in earlier))


def changed_targets(plan: Plan, revision: str) -> Targets:
    """Return the files that changed since a revision and today have their last commit in common.

    Raises :class:`~holdfast.errors.UsageError` where that cannot be told.
    """
    try:
        found = changed_files(plan.tree.root, revision)
    except GitError as error:
        said = str(error) or "git knows no such revision"
        raise UsageError(f"--diff {revision}: {said}", remedy="name a branch, a tag or a commit") from error
    documents = {path for one in plan.sets for path in one.paths}
    files = found.touched - documents - set(found.renamed)
    return Targets((f"what changed since {revision}",), frozenset(files), dict(found.renamed))


def project_files(plan: Plan) -> frozenset[str]:
    """Return every file of the project that is looked at, relative to the root."""
    return frozenset(plan.tree.names.paths)


def covers(pattern: str, path: str) -> bool:
    """Tell whether a path, a folder or a pattern (``*``, ``**``, ``?``) covers a file."""
    pattern = pattern.strip().removeprefix("./").lstrip("/")
    if not _GLOB.search(pattern):
        return path == pattern or path.startswith(f"{pattern.rstrip('/')}/")
    return matches(pattern, path)


def nearest(root: str, paths: Iterable[str]) -> dict[str, str]:
    """Return those of some paths that were renamed, with the file each is now."""
    wanted = sorted(set(paths))
    return renamed(root, wanted[:200]) if wanted else {}


def _relative(root: str, start: str, path: str) -> str:
    absolute = os.path.normpath(os.path.join(os.path.abspath(start), path))
    relative = os.path.relpath(absolute, root).replace(os.sep, "/")
    if relative == ".." or relative.startswith("../"):
        raise UsageError("lies outside the project", where=path, remedy=f"name a path inside of {root}")
    return "" if relative == "." else relative
