"""Content that a user trusts so far that it may run without a sandbox: named by its hash, in the user's own configuration.

The file is ``trust`` in the user's configuration folder: one line for each content, its hash and any words behind it.
A repository cannot write it, and the trust ends with the next edit of any example.
"""

import os
from collections.abc import Iterable

from holdfast.digest import sha256
from holdfast.errors import UsageError
from holdfast.model.claim import Claim
from holdfast.verifiers import runs_something
from holdfast.world.root import lies_in


def trust_path() -> str:
    """Return the path of the user's file, after the XDG base directory specification."""
    base = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    return os.path.join(base, "holdfast", "trust")


def content_of(claims: Iterable[Claim]) -> str:
    """Return the hash of all that claims would run."""
    return sha256("\n".join(sorted(claim.inputs for claim in claims if runs_something(claim))).encode()).hexdigest()


def is_trusted(root: str, content: str) -> bool:
    """Tell whether the user trusts a content.

    Raises :class:`~holdfast.errors.UsageError` where the file lies inside the project, which could then trust itself.
    """
    path = trust_path()
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()
    except OSError:
        return False
    if lies_in(root, path):
        raise UsageError(
            "lies inside the project, which could then trust itself",
            where=path,
            remedy="move it, or point XDG_CONFIG_HOME elsewhere",
        )
    return any(line.split(" ", 1)[0] == content for line in lines)
