"""Numbers that two documents took, one of them on another branch."""

import os
from collections.abc import Iterator
from typing import NamedTuple

from holdfast.binding.numbers import numbered
from holdfast.engine.homes import parent_of
from holdfast.engine.plan import Plan
from holdfast.world.branches import names_on_branches
from holdfast.world.deletions import deleted
from holdfast.world.files import Tree
from holdfast.world.git import GitError, commit_id, run


class Clash(NamedTuple):
    """A number that something else has."""

    path: str
    """The document here."""
    number: str
    """As its name has it."""
    other: str
    """The path of what has the same number."""
    branch: str
    """Where that is; empty for here."""


def clashes(tree: Tree, path: str, instead: str = "") -> Iterator[Clash]:
    """Yield what has the number of a document's name; ``instead`` is the path it had until now."""
    folder = parent_of(path)
    yield from _in_folder(tree, folder, [path], {path, instead}, here=True)


def clashes_on_branches(plan: Plan) -> Iterator[Clash]:
    """Yield the numbers of a project's documents that something else has on another branch."""
    folders: dict[str, list[str]] = {}
    for one in plan.sets:
        for path in one.documents:
            if numbered(path):
                folders.setdefault(parent_of(path), []).append(path)
    for folder, paths in sorted(folders.items()):
        yield from _in_folder(plan.tree, folder, paths, set(), here=False)


def _in_folder(tree: Tree, folder: str, paths: list[str], known: set[str], *, here: bool) -> Iterator[Clash]:
    wanted = {found.number: path for path in paths if (found := numbered(path))}
    if not wanted:
        return
    try:
        present = set(os.listdir(tree.absolute(folder)))
    except OSError:
        present = set()
    if here:
        for name in sorted(present):
            other = f"{folder}/{name}".lstrip("/")
            number = _number(name)
            if number in wanted and other not in known and other != _own(wanted[number], folder):
                yield Clash(wanted[number], _text(wanted[number]), other, "")
    candidates = {
        f"{folder}/{name}".lstrip("/"): number
        for name in sorted(names_on_branches(tree.root, folder) - present)
        if (number := _number(name)) in wanted
    }
    for other, number in _foreign(tree.root, candidates):
        path = wanted[number]
        branch = "" if other in known else _branch(tree.root, other)
        if branch and not _renamed_there(tree.root, branch, path):
            yield Clash(path, _text(path), other, branch)


def _foreign(root: str, candidates: dict[str, int]) -> list[tuple[str, int]]:
    """Return the candidates that were never here: what this branch renamed or removed is still on older ones.

    What is renamed and not committed yet is still in the last commit.
    """
    candidates = {one: number for one, number in candidates.items() if not _has(root, "HEAD", one)}
    try:
        ours = deleted(root, [word for one in candidates for word in (one, f"{one}/")]) if candidates else {}
    except GitError:
        return []
    return [(one, number) for one, number in candidates.items() if one not in ours and f"{one}/" not in ours]


def _branch(root: str, path: str) -> str:
    """Return a branch on which something was added, other than the one that is checked out."""
    try:
        text = run(root, "log", "--branches", "--remotes", "-1", "--format=%S", "--", f":(literal){path}")
    except GitError:
        return ""
    name = os.fsdecode(text).strip()
    return name.removeprefix("refs/heads/").removeprefix("refs/remotes/")


def _renamed_there(root: str, branch: str, path: str) -> bool:
    """Tell whether a branch has a document under another name: it was there when the two parted, and is no more."""
    try:
        base = run(root, "merge-base", "HEAD", commit_id(root, branch)).decode().strip()
    except GitError:
        return False
    return _has(root, base, path) and not _has(root, branch, path)


def _has(root: str, revision: str, path: str) -> bool:
    try:
        run(root, "cat-file", "-e", f"{revision}:./{path}")
    except GitError:
        return False
    return True


def _own(path: str, folder: str) -> str:
    """Return what a document is called in a folder: itself, or the folder it is the page of."""
    return path if path.rpartition("/")[0] == folder else path.rpartition("/")[0]


def _number(name: str) -> int | None:
    if "template" in name.casefold():
        return None
    found = numbered(name if name.lower().endswith((".md", ".markdown")) else f"{name}/README.md")
    return found.number if found else None


def _text(path: str) -> str:
    found = numbered(path)
    return found.text if found else ""
