"""Who writes: the name, the address and, where it is known, the GitHub handle that git has been told."""

import os
import re
from typing import NamedTuple

from holdfast.world.git import GitError, run

_NOREPLY = re.compile(r"(?:\d+\+)?(?P<handle>[A-Za-z0-9-]{1,39})@users\.noreply\.github\.com\Z")


class Person(NamedTuple):
    """What is known of somebody; what is not is empty."""

    name: str = ""
    email: str = ""
    handle: str = ""
    """Without the ``@``."""


def author(root: str) -> Person:
    """Return who commits in a folder, as the environment and git's settings say; git is never asked to guess."""
    email = os.environ.get("GIT_AUTHOR_EMAIL") or _setting(root, "user.email")
    found = _NOREPLY.match(email)
    handle = _setting(root, "github.user") or (found["handle"] if found else "")
    return Person(os.environ.get("GIT_AUTHOR_NAME") or _setting(root, "user.name"), email, handle)


def _setting(root: str, name: str) -> str:
    try:
        return run(root, "config", "--get", name).decode("utf-8", "replace").strip()
    except GitError:
        return ""
