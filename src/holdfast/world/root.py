"""Where a project begins, and what lies in it."""

import os


def project_root(start: str) -> str:
    """Return the folder of the repository that holds ``start``, or ``start`` itself outside of one."""
    folder = os.path.abspath(start)
    while True:
        if os.path.exists(os.path.join(folder, ".git")):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return os.path.abspath(start)
        folder = parent


def lies_in(root: str, path: str, *, strict: bool = False) -> bool:
    """Tell whether what a path leads to, every link followed, lies in a folder or is that folder.

    With ``strict`` raises ``OSError`` where nothing is there, or the links lead in a circle.
    """
    inside, target = os.path.realpath(root), os.path.realpath(path, strict=strict)
    return target == inside or target.startswith(inside.rstrip(os.sep) + os.sep)
