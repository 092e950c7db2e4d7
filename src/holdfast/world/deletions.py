"""What git once had and has no more."""

import os

from holdfast.world.git import run


def deleted(root: str, paths: list[str]) -> dict[str, str]:
    """Return those of some paths that a commit deleted, with the last such commit; folders end with a slash."""
    text = run(
        root,
        "log",
        "--format=%x02%h",
        "-z",
        "--name-only",
        "--diff-filter=D",
        "--no-renames",
        "--relative",
        "--",
        *(f":(literal){path}" for path in paths),
    )
    found: dict[str, str] = {}
    for chunk in text.split(b"\x02")[1:]:
        commit, _, rest = chunk.partition(b"\n")
        names = [os.fsdecode(name) for name in rest.split(b"\0") if name]
        for path in paths:
            if path not in found and any(
                name == path or (path.endswith("/") and name.startswith(path)) for name in names
            ):
                found[path] = commit.strip(b"\0").decode()
    return found
