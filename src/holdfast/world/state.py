"""Where Holdfast keeps, outside of every repository, what must outlive a run."""

import os


def state_folder() -> str:
    """Return the user's state folder for Holdfast, after the XDG base directory specification, which ignores relative paths."""
    base = os.environ.get("XDG_STATE_HOME", "")
    if not os.path.isabs(base):
        base = os.path.join(os.path.expanduser("~"), ".local", "state")
    return os.path.join(base, "holdfast")
