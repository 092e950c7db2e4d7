"""What of a repository a sandbox must not show: git's own folder, untracked secrets, and doors to other programs.

A tracked file is as public as its repository, and type checkers need some that look like secrets (``.npmrc``, test
certificates), so these stay. What git does not track and is named like a secret is covered by an empty file.
Folders of dependencies hold what registries publish and are not searched: they are large.
"""

import os
import re
import stat
from collections.abc import Iterator
from typing import NamedTuple

from holdfast.errors import UsageError

_OWN = frozenset({".git", ".hg", ".svn", ".jj", ".bzr"})
_PRIVATE = frozenset({".ssh", ".gnupg", ".aws", ".azure", ".kube", ".docker", ".gcloud", ".password-store"})
_UNSEARCHED = frozenset(
    {"node_modules", ".venv", "venv", "target", "site-packages", "__pycache__", ".tox", ".nox", ".mypy_cache"}
)
_SECRET = re.compile(
    r"""
      \.env(\..+)? | .+\.env | \.envrc
    | \.npmrc | \.yarnrc(\.yml)? | \.pypirc | \.netrc | _netrc | \.pgpass | \.my\.cnf | \.dockercfg | \.git-credentials
    | \.htpasswd | \.vault[-_]?(pass(word)?|token).* | \.terraformrc
    | .+\.(pem|key|p12|pfx|jks|keystore|kdbx?|ppk|asc|gpg|ovpn|tfstate|tfvars)
    | id_(rsa|dsa|ecdsa|ed25519)(?!.*\.pub$).*
    | (client_)?secrets?(\..+)? | credentials?(\..+)? | service[-_]account.*\.json
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SAMPLE = re.compile(r"[._-](example|sample|template|dist|defaults?|pub)$", re.IGNORECASE)
_SOURCE = re.compile(r"\.(py|pyi|[cm]?[jt]sx?|rs|go|c|h|cc|cpp|java|kt|rb|md|rst|html|css)$", re.IGNORECASE)
_LIMIT = 2_000
"""So many covers are set up in some 100 ms; a repository with more should be looked at by a person."""


class Masks(NamedTuple):
    """Absolute paths to cover, each list sorted."""

    folders: tuple[str, ...]
    files: tuple[str, ...]


def masks(repository: str) -> Masks:
    """Walk a repository and return what to cover.

    Raises :class:`~holdfast.errors.UsageError` where it is a whole home directory or the whole machine, and where
    there is more to cover than can be.
    """
    _refuse_home(repository)
    folders: list[str] = []
    private: list[str] = []
    files: list[str] = []
    doubtful: list[str] = []
    for entry in _searched(repository):
        is_folder = entry.is_dir(follow_symlinks=False)
        if entry.name in _OWN:
            (folders if is_folder else files).append(entry.path)
        elif is_folder:
            private.append(entry.path)
        elif not entry.is_file(follow_symlinks=False):
            files.append(entry.path)
        elif looks_secret(entry.name):
            doubtful.append(entry.path)
    tracked = _tracked(repository, [*doubtful, *private]) if doubtful or private else ()
    files += [path for path in doubtful if path not in tracked]
    folders += [path for path in private if not any(one.startswith(f"{path}/") for one in tracked)]
    if len(files) + len(folders) > _LIMIT:
        raise UsageError(
            f"more than {_LIMIT} files and folders look like secrets",
            where=repository,
            remedy="move them out of the project, or run examples of a part of it",
        )
    return Masks(tuple(sorted(folders)), tuple(sorted(files)))


def _searched(repository: str) -> Iterator[os.DirEntry[str]]:
    """Yield every file and door below a folder, and of folders git's own and private ones, which are not searched."""
    pending = [repository]
    while pending:
        for entry in _entries(pending.pop()):
            if entry.name in _OWN or entry.is_file(follow_symlinks=False):
                yield entry
            elif entry.is_dir(follow_symlinks=False):
                if entry.name in _PRIVATE:
                    yield entry
                elif entry.name not in _UNSEARCHED:
                    pending.append(entry.path)
            elif not entry.is_symlink() and _is_door(entry):
                yield entry


def looks_secret(name: str) -> bool:
    """Tell whether a file's name promises a secret; source code and samples never do."""
    return bool(_SECRET.fullmatch(name)) and not _SAMPLE.search(name) and not _SOURCE.search(name)


def _refuse_home(repository: str) -> None:
    real = os.path.realpath(repository)
    home = os.path.realpath(os.path.expanduser("~"))
    if f"{home}/".startswith(f"{real.rstrip('/')}/"):
        raise UsageError(
            "the project holds your whole home directory, which a sandbox must not show",
            where=repository,
            remedy="run Holdfast in a folder of its own",
        )


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:
        return []


def _is_door(entry: os.DirEntry[str]) -> bool:
    """Tell whether this is a socket, a pipe or a device: read-only mounts do not close these."""
    try:
        return not stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode)
    except OSError:
        return False


def _tracked(repository: str, paths: list[str]) -> frozenset[str]:
    """Return which files git tracks, of these and below these; none where git cannot say."""
    from holdfast.world.git import GitError, run

    found: set[str] = set()
    for start in range(0, len(paths), 500):
        asked = [f":(literal){os.path.relpath(path, repository)}" for path in paths[start : start + 500]]
        try:
            listed = run(repository, "ls-files", "-z", "--", *asked)
        except (GitError, ValueError):
            return frozenset()
        found.update(os.path.join(repository, os.fsdecode(one)) for one in listed.split(b"\0") if one)
    return frozenset(found)
