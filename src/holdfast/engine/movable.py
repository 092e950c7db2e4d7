"""What can be moved, and to where: paths as people type them, and what is in the way of a rename."""

import os

from holdfast.errors import UsageError
from holdfast.world.files import SUFFIXES
from holdfast.world.git import GitError, run

_LONGEST = 255
"""So many bytes a name has at most, as most file systems have it."""
_DEEPEST = 200
"""So many folders lie within each other at most."""


def path_inside(root: str, start: str, path: str) -> str:
    """Return a path as typed, relative to the root.

    Raises :class:`~holdfast.errors.UsageError` where it lies outside.
    """
    try:
        nameable = b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:  # Half a surrogate pair, which an editor can send.
        nameable = False
    if not nameable:
        raise UsageError("is no name that a file can have", where=path, remedy="choose another name")
    joined = os.path.join(os.path.abspath(start), path)
    absolute = os.path.join(os.path.realpath(os.path.dirname(joined.rstrip("/"))), os.path.basename(joined.rstrip("/")))
    relative = os.path.relpath(absolute, os.path.realpath(root)).replace(os.sep, "/")
    if relative == ".." or relative.startswith("../") or ".git" in relative.split("/"):
        raise UsageError("lies outside the project", where=path, remedy=f"name a path inside of {root}")
    parts = relative.split("/")
    if len(parts) > _DEEPEST or any(len(os.fsencode(one)) > _LONGEST for one in parts):
        raise UsageError("is longer than a file's name can be", where=path, remedy="choose another name")
    return relative


def refuse_move(root: str, old: str, new: str) -> bool:
    """Refuse what cannot be moved, or not to there; tell whether it is a folder.

    Both paths are relative to the root. Raises :class:`~holdfast.errors.UsageError`.
    """
    source, target = os.path.join(root, old), os.path.join(root, new)
    if not os.path.lexists(source):
        raise UsageError("there is no such file or folder", where=old, remedy="check the spelling")
    if os.path.islink(source):
        raise UsageError("is a link", where=old, remedy="move what it leads to")
    if old in (".", "") or f"{new}/".startswith(f"{old}/"):
        raise UsageError(f"cannot be moved to {new}", where=old, remedy="name a place outside of it")
    if os.path.lexists(target):
        raise UsageError("is there already", where=new, remedy="choose another name, or move it away first")
    if is_tracked(root, new):
        raise UsageError(
            "git still has a file of that name, which was deleted and not committed",
            where=new,
            remedy="commit the deletion first, or choose another name",
        )
    folder = os.path.isdir(source)
    if not folder and old.lower().endswith(SUFFIXES) and not new.lower().endswith(SUFFIXES):
        raise UsageError(
            "would no longer be a Markdown file", where=new, remedy=f"write {new}.md, or {new}/ for a folder"
        )
    above = os.path.dirname(target)
    while not os.path.lexists(above):
        above = os.path.dirname(above)
    if not os.path.isdir(above):
        raise UsageError("is no folder", where=os.path.relpath(above, root), remedy="choose another name")
    return folder


def is_tracked(root: str, path: str) -> bool:
    """Tell whether git knows a file, or one below a folder; outside of git it knows none."""
    try:
        return bool(run(root, "ls-files", "-z", "--", f":(literal){path}"))
    except GitError:
        return False
