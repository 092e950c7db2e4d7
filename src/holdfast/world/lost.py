"""Where files that are gone are now, by what git recorded as a rename."""

import os

from holdfast.world.deletions import deleted
from holdfast.world.git import GitError
from holdfast.world.renames import renames

_HOPS = 8
"""A file may have been renamed so many times; more is a loop."""


def renamed(root: str, paths: list[str]) -> dict[str, str]:
    """Return those of some lost paths that were renamed, committed or staged, with the file each is now.

    Paths are relative to ``root``. Outside of git nothing is known.
    """
    try:
        staged = {old: new for new, old in renames(root, "HEAD", staged=True).items()}
        return _followed(root, paths, staged)
    except GitError:
        return {}


def _followed(root: str, paths: list[str], staged: dict[str, str]) -> dict[str, str]:
    now = {path: path for path in paths}
    known: dict[str, dict[str, str]] = {}
    for _ in range(_HOPS):
        lost = sorted({path for path in now.values() if not os.path.lexists(os.path.join(root, path))})
        commits = deleted(root, lost) if lost else {}
        step = {path: staged[path] for path in lost if path in staged}
        for path, commit in commits.items():
            if commit not in known:
                known[commit] = {old: new for new, old in renames(root, commit).items()}
            if path in known[commit]:
                step[path] = known[commit][path]
        if not step:
            break
        now = {path: step.get(last, last) for path, last in now.items()}
    return {path: last for path, last in now.items() if last != path and os.path.isfile(os.path.join(root, last))}
