"""Which document governs which files, as patterns that the rule files of coding agents can hold.

It is what ``for`` says of all files, without what only this machine knows: evidence is left out, so that every clone
writes the same. Nothing of a document but its path and its role goes in: whoever writes a title does not write rules.
"""

import re
from typing import NamedTuple

from holdfast.engine.governs import Reason, governed
from holdfast.engine.session import Session
from holdfast.engine.targets import Targets, covers, project_files
from holdfast.model.role import Role

_ROLES = (Role.ACTIVE, Role.DRAFT)
_PLAIN = re.compile(r"[\w.@+/*?-]{1,200}")
"""Names that mean the same in every agent's patterns, and in Markdown's code."""
_MOST = 40


class Scope(NamedTuple):
    """One document that is in force or proposed, and the files it governs."""

    path: str
    role: str
    patterns: tuple[str, ...]
    """Paths, or patterns with ``*`` and ``**``."""
    left_out: int
    """Files whose names cannot be written as a pattern, or that were too many."""


def scopes(session: Session) -> list[Scope]:
    """Return the documents that govern files of the project, ordered by path."""
    documents = {path for one in session.plan.sets for path in (*one.paths, *(each.path for each in one.templates))}
    files = project_files(session.plan) - documents
    found = governed(session, Targets(("the project",), files, {}))
    made = []
    for one in found.governors:
        reasons = [each for each in one.reasons if each.kind != "reads"]
        if one.entry.role not in _ROLES or not reasons or not _PLAIN.fullmatch(one.entry.path):
            continue
        patterns = _joined({_pattern(each) for each in reasons})
        plain = [each for each in patterns if _PLAIN.fullmatch(each)]
        kept = tuple(plain[:_MOST])
        if kept:
            made.append(Scope(one.entry.path, one.entry.role.value, kept, len(patterns) - len(kept)))
    return sorted(made)


def _pattern(one: Reason) -> str:
    """Return what a document says where it names a folder or a pattern, else the file."""
    words = one.words.strip().removeprefix("./").lstrip("/")
    if one.kind not in ("declares", "path") or not covers(words, one.file) or words == one.file:
        return one.file
    if "*" in words or "?" in words:
        return f"{words}**" if words.endswith("/") else words
    return f"{words.rstrip('/')}/**"


def _joined(patterns: set[str]) -> list[str]:
    """Return patterns in order, without files that another one of them covers."""
    wide = [one for one in patterns if "*" in one]
    return sorted(one for one in patterns if "*" in one or not any(covers(each, one) for each in wide))
