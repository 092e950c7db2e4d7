"""``adopt``: a project that keeps its records with another tool, described to Holdfast: a configuration and a template.

The tool's own files stay as they are, so that it can be used as before.
"""

import os
import re
from typing import NamedTuple

from holdfast.builtin import builtin_template
from holdfast.config import Config
from holdfast.engine.changes import FileChange
from holdfast.engine.plan import Plan
from holdfast.engine.project import read_config
from holdfast.engine.settle import NAME, settle
from holdfast.engine.templates import find_templates
from holdfast.engine.translation import translated
from holdfast.engine.wantedtype import WantedType
from holdfast.errors import UsageError
from holdfast.world.files import Problem, Tree, read, walk
from holdfast.world.ignore import Ignore, escaped
from holdfast.world.regular import open_regular
from holdfast.world.root import project_root

TOOLS = ("adr-tools", "log4brains", "madr")
_ADR_DIR, _LOG4BRAINS = ".adr-dir", ".log4brains.yml"
_NUMBERED = re.compile(r"\d{3,8}-[^/]*\.md\Z")
_FOLDER = re.compile(r"^[ \t]*(?:-[ \t]+)?adrFolder[ \t]*:[ \t]*[\"']?([^\"'#\r\n]+)", re.MULTILINE)
_DECISIONS = ("docs/decisions", "docs/adr", "docs/adrs", "doc/adr", "adr", "decisions")
_LONGEST = 100_000


class Records(NamedTuple):
    """What another tool keeps."""

    tool: str
    """One of :data:`TOOLS`."""
    why: str
    """What says so, in a few words."""
    folders: tuple[str, ...]
    """Relative to the root; empty for the root itself."""
    template: str
    """The tool's own; empty where there is none."""
    documents: tuple[str, ...]


class Adoption(NamedTuple):
    """What would be written."""

    records: Records
    root: str
    changes: tuple[FileChange, ...]
    plan: Plan
    """What the project is understood as with it."""
    template: str
    """The template that documents are held to."""
    differs: tuple[str, ...]


def adopt(start: str, tool: str = "") -> Adoption:
    """Return the configuration and the template that describe the records of another tool; ``tool`` is guessed.

    Raises :class:`~holdfast.errors.UsageError` where nothing of the tool is there, or the configuration knows it already.
    """
    config, root = read_config(os.path.abspath(start), project_root(start))
    tree = walk(root, Ignore(root, config.exclude))
    found = recognise(tree, tool)
    _refuse_known(config, found)
    template, content = _template(tree, found)
    patterns = tuple(os.path.relpath(os.path.join(root, one), start) for one in map(_pattern, found.folders))
    wanted = WantedType(
        "madr" if found.tool == "madr" else "adr",
        patterns,
        os.path.relpath(os.path.join(root, template), start),
        content=content,
        record=True,
    )
    settled = settle(start, wanted)
    changes = [FileChange(path, None, text) for path, text in settled.copies]
    changes.append(FileChange(NAME, settled.old, settled.text.encode()))
    return Adoption(found, settled.root, tuple(changes), settled.plan, template, settled.differs)


def recognise(tree: Tree, tool: str = "") -> Records:
    """Return what the tool that is named keeps here, or the first one there are signs of.

    Raises :class:`~holdfast.errors.UsageError` where there are none.
    """
    readers = {"log4brains": _log4brains, "adr-tools": _adr_tools, "madr": _madr}
    for name, reader in readers.items():
        found = reader(tree) if tool in ("", name) else None
        if found:
            return found
    raise UsageError(
        f"nothing here looks like {tool or 'adr-tools, log4brains or MADR'}",
        remedy="holdfast init --type adr FOLDER takes any folder of records",
    )


def _adr_tools(tree: Tree) -> Records | None:
    """Read ``.adr-dir``, else take the folder that adr-tools uses without one, where its template or its form is there."""
    named = _small(tree, _ADR_DIR)
    folder = _inside(named.splitlines()[0], _ADR_DIR) if named.strip() else "doc/adr"
    template = f"{folder}/templates/template.md".lstrip("/")
    documents = _numbered(tree, folder)
    has_template = template in tree.markdown
    if not documents or not (named or has_template or all(_is_nygard(tree, path) for path in documents[:8])):
        return None
    why = f"named in {_ADR_DIR}" if named else "where adr-tools keeps them"
    return Records("adr-tools", why, (folder,), template if has_template else "", documents)


def _log4brains(tree: Tree) -> Records | None:
    text = _small(tree, _LOG4BRAINS)
    folders = tuple(dict.fromkeys(_inside(one.strip(), _LOG4BRAINS) for one in _FOLDER.findall(text)))
    documents = tuple(path for folder in folders for path in _numbered(tree, folder))
    if not folders or not documents:
        return None
    own = [path for folder in folders if (path := f"{folder}/template.md".lstrip("/")) in tree.markdown]
    return Records("log4brains", f"named in {_LOG4BRAINS}", folders, own[0] if own else "", documents)


def _madr(tree: Tree) -> Records | None:
    """Take the first folder of decisions that has a template, or records in the form of MADR."""
    templates = find_templates(tree)
    for folder in _DECISIONS:
        documents = _numbered(tree, folder)
        own = [one.path for one in templates if one.folder == folder and not one.paged]
        if documents and (own or any(_is_madr(tree, path) for path in documents[:8])):
            why = f"their template is {own[0]}" if own else "in the form of MADR"
            return Records("madr", why, (folder,), own[0] if own else "", documents)
    return None


def _template(tree: Tree, found: Records) -> tuple[str, bytes | None]:
    """Return the path of the template that documents are held to, with its content where it has to be made."""
    if found.template and found.tool != "adr-tools":
        return found.template, None
    name = "adr-template.md" if found.tool == "madr" else "template.md"
    path = f"{found.folders[0]}/{name}".lstrip("/")
    if path in tree.markdown:
        return path, None
    if not found.template:
        return path, builtin_template("nygard" if found.tool == "adr-tools" else "madr")
    raw = read(tree, found.template)
    if isinstance(raw, Problem):
        raise UsageError(raw.found, where=found.template, remedy=raw.remedy)
    return path, translated(raw)


def _refuse_known(config: Config, found: Records) -> None:
    for one in config.types:
        if any(
            folder and any(pattern.startswith(f"{folder}/") for pattern in one.documents) for folder in found.folders
        ):
            raise UsageError(
                f"type {one.name} has the documents of {found.folders[0]} already",
                where=NAME,
                remedy="there is nothing left to adopt",
            )


def _numbered(tree: Tree, folder: str) -> tuple[str, ...]:
    """Return the records right in a folder: files whose names begin with a number, or with a date."""
    return tuple(
        path
        for path in tree.markdown
        if path.rpartition("/")[0] == folder and _NUMBERED.fullmatch(path.rpartition("/")[2])
    )


def _pattern(folder: str) -> str:
    return f"{escaped(folder)}/[0-9]*.md".lstrip("/")


def _is_nygard(tree: Tree, path: str) -> bool:
    raw = read(tree, path)
    return not isinstance(raw, Problem) and all(f"\n## {name}".encode() in raw for name in ("Status", "Decision"))


def _is_madr(tree: Tree, path: str) -> bool:
    raw = read(tree, path)
    return not isinstance(raw, Problem) and b"\n## Context and Problem Statement" in raw


def _small(tree: Tree, name: str) -> str:
    """Return the text of a small file in the root of the project; empty where there is none."""
    try:
        with open_regular(tree.absolute(name)) as file:
            return file.read(_LONGEST).decode("utf-8", "replace")
    except OSError:
        return ""


def _inside(folder: str, where: str) -> str:
    """Return a folder relative to the root as it is written elsewhere in this package.

    Raises :class:`~holdfast.errors.UsageError` for one that lies outside.
    """
    path = os.path.normpath(folder.strip()).replace(os.sep, "/")
    if os.path.isabs(path) or path == ".." or path.startswith("../") or "\0" in path:
        raise UsageError(
            f"{folder.strip()!r} lies outside the project", where=where, remedy="name a folder inside of it"
        )
    return "" if path == "." else path
