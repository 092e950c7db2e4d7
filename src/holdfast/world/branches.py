"""The names that a folder holds on any branch, so that two branches do not take the same number."""

import os

from holdfast.world.git import GitError, run

_MOST = 2000
"""So many branches are looked at, those with the newest commits first."""


def names_on_branches(root: str, folder: str) -> set[str]:
    """Return the names of the files and folders right in a folder, on every local and remote-tracking branch.

    ``folder`` is relative to ``root``. Nothing is fetched: a branch counts as it was when it was last fetched. Outside
    of a repository, and where git refuses, there are none.
    """
    try:
        refs = run(root, "for-each-ref", f"--count={_MOST}", "--sort=-committerdate", "--format=%(objectname)", *_REFS)
        commits = dict.fromkeys(refs.decode().split())
        prefix = run(root, "rev-parse", "--show-prefix").rstrip(b"\n")
        path = prefix + os.fsencode(folder)
        if not commits or b"\n" in path:
            return set()
        asked = b"".join(commit.encode() + b":" + path.rstrip(b"/") + b"\n" for commit in commits)
        found = run(root, "cat-file", "--batch-check=%(objectname) %(objecttype)", stdin=asked)
        trees = {line.split()[0] for line in found.splitlines() if line.endswith(b" tree")}
        return set(_entries(run(root, "cat-file", "--batch", stdin=b"\n".join([*trees, b""])))) if trees else set()
    except GitError:
        return set()


_REFS = ("refs/heads", "refs/remotes")


def _entries(text: bytes) -> list[str]:
    """Read the names out of raw trees: mode, space, name, zero byte, and the object id in binary."""
    names = []
    at = 0
    while at < len(text):
        end = text.index(b"\n", at)
        id, _, size = text[at:end].split(b" ")
        at, stop = end + 1, end + 1 + int(size)
        while at < stop:
            zero = text.index(b"\0", at)
            names.append(os.fsdecode(text[at:zero].partition(b" ")[2]))
            at = zero + 1 + len(id) // 2
        at = stop + 1
    return names
