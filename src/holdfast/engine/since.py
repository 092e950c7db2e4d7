"""What a change broke: its files and what rests on them, or the verdicts that were not there before it."""

import json
import os
from collections.abc import Callable, Mapping

from holdfast.binding.identity import Identity, faults
from holdfast.binding.targets import resolve
from holdfast.config import Config
from holdfast.digest import sha256
from holdfast.errors import HoldfastError, UsageError
from holdfast.model.entry import Entry
from holdfast.model.outcome import Outcome
from holdfast.model.result import Result
from holdfast.model.severity import Severity
from holdfast.model.verdict import Verdict
from holdfast.patterns import pattern
from holdfast.world.cachefolder import code_stamp
from holdfast.world.changes import ChangedFiles, changed_files, renames_today
from holdfast.world.commits import commits_touching
from holdfast.world.git import INSTALL, NOT_INSTALLED, GitError, repository
from holdfast.world.regular import open_regular
from holdfast.world.revision import folder_of
from holdfast.world.root import project_root
from holdfast.world.store import recall, remember

_FILE = pattern(r"[^\s`'\"(),;:]+")
_PATTERNS = (":(icase)*.md", ":(icase)*.markdown")

Check = Callable[[str], Result]
"""Checks the project around a folder."""
Standing = dict[Identity, Severity]
"""Faults with their severity."""


def compare(root: str, revision: str, option: str) -> ChangedFiles:
    """Return what changed since a revision; ``option`` is named where that cannot be told.

    Raises :class:`~holdfast.errors.UsageError`.
    """
    try:
        return changed_files(root, revision)
    except GitError as error:
        said = str(error)
        if "not a git repository" in said:
            raise UsageError(f"{option}: this is no git repository", remedy="run it inside one") from error
        if said == NOT_INSTALLED:
            raise UsageError(f"{option}: {said}", remedy=INSTALL) from error
        if not said:
            raise UsageError(
                f"{option}: git knows no {revision!r} here",
                remedy=f"name a commit, a branch or a tag, or fetch it first: git fetch origin {revision.removeprefix('origin/')}",
            ) from error
        if said == "no common commit":
            raise UsageError(
                f"{option}: {revision!r} and what is checked out have no commit in common here",
                remedy="fetch more of the history: git fetch --unshallow",
            ) from error
        raise UsageError(f"{option}: git failed: {said.splitlines()[0]}", remedy="do what git says") from error


class Touch:
    """Which verdicts a change may have altered."""

    def __init__(self, changed: ChangedFiles, root: str, config: Config, baseline: str) -> None:
        self.touched = changed.touched
        self._names = {os.path.basename(path) for path in changed.touched}
        rules = {os.path.relpath(path, root).replace(os.sep, "/") for path in (config.path, baseline) if path}
        self._all = bool(rules & changed.touched) or ".gitignore" in self._names

    def reaches(self, verdict: Verdict, entry: Entry | None) -> bool:
        """Tell whether a verdict is about a touched file, or rests on one.

        It rests on its template, on what it links to and on the files it names; on the configuration,
        the baseline and the ``.gitignore`` rests everything.
        """
        if self._all or verdict.path in self.touched:
            return True
        if verdict.requirement and verdict.requirement.path in self.touched:
            return True
        links = [link for link in entry.links if _overlap(link.spot, verdict.span)] if entry else []
        if any(resolve(verdict.path, link.target) in self.touched for link in links):
            return True
        words = _FILE.findall(f"{verdict.found} {verdict.remedy}")
        return any(word.rstrip(".").rpartition("/")[2] in self._names for word in words)


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def identified(result: Result, unsaved: Mapping[str, bytes] | None = None) -> list[tuple[Identity, ...]]:
    """Return the identities of what each verdict of a result stands for, reading its files where they lie."""

    def read(path: str) -> bytes | None:
        if unsaved and path in unsaved:
            return unsaved[path]
        try:
            with open_regular(os.path.join(result.root, path)) as file:
                return file.read()
        except OSError:
            return None

    return faults(result.verdicts, read)


def standing_at(start: str, root: str, changed: ChangedFiles, check: Check, asked: str) -> Standing:
    """Return the faults there were before a change, by the paths of today; kept, as a commit does not change.

    ``root`` is the project's today; ``asked`` names everything else that decides what ``check`` says.

    Raises :class:`~holdfast.errors.UsageError` where the files of the commit cannot be looked at.
    """
    top = project_root(start)
    within = os.path.relpath(os.path.abspath(start), top)
    home = os.path.relpath(root, top)
    key = repr((code_stamp(), changed.commit, within, home, asked))
    name = f"standing {sha256(os.fsencode(key)).hexdigest()}"
    known = _decoded(recall(top, name))
    if known is None:
        known = _checked(top, within, home, changed.commit, check)
        remember(top, name, json.dumps([[*identity, severity.value] for identity, severity in known.items()]))
    renamed = changed.renamed
    return {
        identity._replace(path=renamed.get(identity.path, identity.path)): severity
        for identity, severity in known.items()
    }


def _checked(top: str, within: str, home: str, commit: str, check: Check) -> Standing:
    try:
        with folder_of(top, commit) as folder:
            start = os.path.join(folder, within)
            if not os.path.isdir(start):
                return {}
            try:
                result = check(start)
            except HoldfastError as error:
                where = f"{commit[:7]}:{error.where.removeprefix(folder + os.sep)}"
                raise UsageError(error.found, where=where, remedy=error.remedy) from error
            there = os.path.join(folder, home)
            found: Standing = {}
            for several, one in zip(identified(result), result.verdicts, strict=True):
                path = os.path.relpath(os.path.join(result.root, one.path), there).replace(os.sep, "/")
                if one.outcome is not Outcome.WAIVED:
                    found |= {identity._replace(path=path): one.severity for identity in several}
            return found
    except (GitError, OSError) as error:
        raise UsageError(
            f"--new-since: the files of {commit[:7]} cannot be looked at: {error}",
            remedy="make room in the folder for temporary files, or fetch what is missing",
        ) from error


def is_new(several: tuple[Identity, ...], verdict: Verdict, before: Standing) -> bool:
    """Tell whether something that a verdict stands for was not there before, or was milder."""
    return any(before.get(identity, Severity.OFF) < verdict.severity for identity in several)


def followed(root: str, lost: set[str], *, use_cache: bool = True) -> Mapping[str, str]:
    """Return where files that are no longer there have gone, as far as git knows: older path to that of today."""
    try:
        found = repository(root)
        if not lost or not found.head:
            return {}
        name = f"moves {sha256(repr((code_stamp(), found.head, sorted(lost))).encode()).hexdigest()}"
        kept = recall(root, name) if use_cache else None
        moves = json.loads(kept) if kept else _moves(root)
        if kept is None and use_cache:
            remember(root, name, json.dumps(moves))
        today = renames_today(root)
    except (GitError, ValueError):
        return {}
    ends = {path: today.get(moves.get(path, path), moves.get(path, path)) for path in lost}
    return {path: end for path, end in ends.items() if path != end and os.path.exists(os.path.join(root, end))}


def _moves(root: str) -> dict[str, str]:
    """Return where every file that was ever renamed has gone since: older path to the last one."""
    moves: dict[str, str] = {}
    for commit in commits_touching(root, *_PATTERNS):
        for change in commit.changes:
            if change.status == "R":
                moves.setdefault(change.old, moves.get(change.path, change.path))
    return moves


def _decoded(text: str | None) -> Standing | None:
    if text is None:
        return None
    try:
        return {Identity(*fields): Severity(severity) for *fields, severity in json.loads(text)}
    except (ValueError, TypeError):
        return None
