"""Where a project begins."""

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
