"""Which account a sandbox is set up by: never real root, whom the limit on processes does not bind.

Root starts bubblewrap as an account of nobody's. What that account cannot reach (a toolchain below ``/root``, a
closed temporary folder) is bound elsewhere first, in a mount namespace that only this sandbox sees.
"""

import os
import shutil
import stat
from collections.abc import Sequence
from typing import NamedTuple

from holdfast.errors import Refused

NOBODY = 64017
"""User and group; no distribution gives it out, and it exists in containers that map 65536 accounts."""
_STAGES = ("/media", "/srv", "/mnt", "/opt", "/home")
_SCRIPT = """
set -e
stage=$1; account=$2; count=$3; shift 3
mount -t tmpfs -o mode=0755,size=1m holdfast "$stage"
i=0
while [ $i -lt "$count" ]; do
  if [ -d "$1" ]; then mkdir "$stage/$i"; else : > "$stage/$i"; fi
  mount --rbind "$1" "$stage/$i"
  i=$((i + 1)); shift
done
exec setpriv --reuid "$account" --regid "$account" --clear-groups --inh-caps=-all -- "$@"
"""


class Account(NamedTuple):
    """How to start bubblewrap, and where it finds what it is to show."""

    prefix: tuple[str, ...]
    """What stands before its command line."""
    staged: dict[str, str]
    """Path to where it lies instead, for what is closed to the account."""
    drop: bool
    """Whether whoever starts the process has to change its account."""


def account(shown: Sequence[str]) -> Account:
    """Return the way in which the current user sets up a sandbox that shows these paths.

    Raises :class:`~holdfast.errors.Refused` where root has no tools to hand over what is closed to others.
    """
    if os.geteuid() != 0:
        return Account((), {}, drop=False)
    closed = [path for path in shown if not _open_to_all(path)]
    if not closed:
        return Account((), {}, drop=True)
    _require_tools(closed)
    stage = next(one for one in _STAGES if os.path.isdir(one) and not any(_below(path, one) for path in shown))
    staged = {path: f"{stage}/{number}" for number, path in enumerate(closed)}
    script = ("sh", "-c", _SCRIPT, "sh", stage, str(NOBODY), str(len(closed)), *map(os.path.realpath, closed))
    return Account(("unshare", "--mount", "--propagation", "private", "--", *script), staged, drop=False)


def _open_to_all(path: str) -> bool:
    """Tell whether any account may read what a path leads to, and enter every folder on the way."""
    real = os.path.realpath(path)
    try:
        mode = os.stat(real).st_mode
        if not mode & stat.S_IROTH or (stat.S_ISDIR(mode) and not mode & stat.S_IXOTH):
            return False
        folder = os.path.dirname(real)
        while folder != "/":
            if not os.stat(folder).st_mode & stat.S_IXOTH:
                return False
            folder = os.path.dirname(folder)
    except OSError:
        return False
    return True


def _below(path: str, folder: str) -> bool:
    return f"{os.path.realpath(path)}/".startswith(f"{folder}/") or f"{path}/".startswith(f"{folder}/")


def _require_tools(closed: Sequence[str]) -> None:
    for tool, package in (("unshare", "util-linux"), ("setpriv", "util-linux"), ("mount", "mount")):
        if not shutil.which(tool):
            raise Refused(
                f"only root may look here, and without '{tool}' it cannot be handed to a sandbox",
                where=closed[0],
                remedy=f"apt-get install {package}, or run Holdfast as another user",
            )
