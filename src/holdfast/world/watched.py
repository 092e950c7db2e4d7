"""Whether anything that a run rested on has changed since: told by looking, which works everywhere and needs no library."""

import os
from collections.abc import Iterable

Stamps = dict[str, tuple[int, int, int]]
"""Of each absolute path size, time of change and inode; zeros for what is not there."""


def settled(paths: Iterable[str], seen: Stamps, began: int) -> Stamps:
    """Return what to compare with: the state before the run, so that a change during it is not missed.

    Of a path that was not watched yet that state is unknown; one that changed since the run ``began``, in nanoseconds
    since the epoch, is looked at once more.
    """
    found = {}
    for path in paths:
        stamp = _stamp(path)
        late = path not in seen and stamp[1] >= began
        found[path] = seen.get(path, (-1, 0, 0) if late else stamp)
    return found


def changed(seen: Stamps) -> bool:
    """Tell whether something changed, and take note of what is now, so that each change is one run."""
    now = {path: _stamp(path) for path in seen}
    differs = now != seen
    seen.update(now)
    return differs


def _stamp(path: str) -> tuple[int, int, int]:
    try:
        status = os.stat(path)
    except OSError:
        return 0, 0, 0
    return status.st_size, status.st_mtime_ns, status.st_ino
