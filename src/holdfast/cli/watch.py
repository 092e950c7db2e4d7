"""``holdfast check --watch``: check again whenever something that the last run rested on has changed."""

import argparse
import os
import sys
import time
from collections.abc import Iterable

from holdfast.world.watched import Stamps, changed, settled

_PAUSE = 0.25
"""Between two looks at the files, in seconds; a thousand of them are looked at in a few milliseconds."""
_CLEAR = "\x1b[H\x1b[2J\x1b[3J"


def watch(options: argparse.Namespace, start: str) -> int:
    """Check until interrupted; raises ``KeyboardInterrupt`` then, as every command does.

    Raises :class:`~holdfast.errors.UsageError` where there is nothing that could be watched.
    """
    _refuse_unfit(options)
    seen: Stamps = {}
    while True:
        began = time.time_ns()
        paths = _checked(options, start, seen)
        seen = settled(paths, seen, began)
        _say(len(seen))
        while not changed(seen):
            time.sleep(_PAUSE)


def _refuse_unfit(options: argparse.Namespace) -> None:
    from holdfast.errors import UsageError

    if "-" in options.paths:
        raise UsageError("--watch: standard input cannot be watched", remedy="name the file instead")


def _checked(options: argparse.Namespace, start: str, seen: Stamps) -> Iterable[str]:
    """Check once and return the absolute paths that the run rested on; a mistake in what is watched is shown and waited out."""
    from holdfast.cli.check import check_once
    from holdfast.errors import HoldfastError
    from holdfast.formats.escape import visible

    try:
        _, result = check_once(options, start, before=_clear)
    except HoldfastError as error:
        _clear()
        sys.stderr.write(f"holdfast: {visible(str(error))}\n")
        return {*seen, *_around(start)}
    return set(result.inputs)


def _clear() -> None:
    """Empty a terminal, so that what stands on it is what holds now; elsewhere results are appended."""
    if sys.stdout.isatty():
        sys.stdout.write(_CLEAR)
    sys.stdout.flush()


def _around(start: str) -> Iterable[str]:
    """Return all that a mistake can lie in where no run has said what it rests on."""
    from holdfast.config import candidates
    from holdfast.world.files import walk
    from holdfast.world.ignore import Ignore
    from holdfast.world.root import project_root

    root = project_root(start)
    return (*candidates(os.path.abspath(start), root), *walk(root, Ignore(root)).inputs)


def _say(count: int) -> None:
    """Say below the results, and not among them, that it goes on."""
    sys.stdout.flush()
    sys.stderr.write(f"\n{time.strftime('%H:%M:%S')}  watching {count} files and folders; Ctrl-C ends it\n")
    sys.stderr.flush()
