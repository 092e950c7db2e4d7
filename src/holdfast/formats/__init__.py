"""Formats: one file each, which turns a result into text. To be in this folder is to be registered.

Files that show something else than a result, or that formats share, are listed in ``_PARTS``.

A format module has a docstring whose first line says what it is for, and one function::

    def render(result: Result, view: View) -> Iterator[str]: ...

that yields lines without their line ends. Its name on the command line is the file's name with
dashes. Distributions add formats through the entry point group ``holdfast.formats``.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import cast

from holdfast.formats.escape import visible_path
from holdfast.model.outcome import Outcome
from holdfast.model.result import Result
from holdfast.model.severity import Limit
from holdfast.model.verdict import Verdict
from holdfast.plugins import modules_in, plugins
from holdfast.records import field, record

_PARTS = frozenset(
    {
        "counted",
        "created",
        "escape",
        "explained",
        "export",
        "governing",
        "charted",
        "graphed",
        "layout",
        "listed",
        "location",
        "mended",
        "moved",
        "proofs",
        "searched",
        "style",
    }
)
"""Files of this folder that are no formats of a result."""


@record
class View:
    """How a person wants to see a result."""

    base: str = ""
    """Folder that paths are shown relative to, absolute; empty for the project's root."""
    color: bool = False
    whole: bool = True
    """False at first sight of a project with many findings: counts, and the surest ten."""
    width: int = 0
    """Columns of the terminal that the text is laid out for; 0 for as many as it takes."""
    links: bool = False
    """Whether the terminal follows hyperlinks."""
    fail_on: Limit | None = None
    """The mildest severity that fails the run, where it is not the configuration's."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """Slug to the page of each rule, for formats that bring their own documentation."""
    known: bool = False
    """Whether people are listed what the baseline holds as well; it is counted in any case."""
    given: Mapping[str, bytes] = field(default_factory=dict)
    """Texts that stand for files of the project, such as what an editor has not saved."""

    def told(self, result: Result) -> list[Verdict]:
        """Return the verdicts that people are to read: not what is waived, and of the baseline only when asked."""
        return [one for one in result.verdicts if one.outcome is not Outcome.WAIVED and (self.known or not one.known)]

    def shown(self, root: str, path: str) -> str:
        """Return a path of the project as one would type it from where one stands, safe for a terminal."""
        return visible_path(os.path.relpath(os.path.join(root, path), self.base or root).replace(os.sep, "/"))


Renderer = Callable[[Result, View], Iterator[str]]


def format_names() -> list[str]:
    """Return the names of all formats, ordered."""
    own = [name.replace("_", "-") for name in modules_in(__path__) if name not in _PARTS]
    return sorted([*own, *(name for name, _ in plugins("holdfast.formats"))])


def renderer(name: str) -> Renderer:
    """Return the function that renders a format.

    Raises ``KeyError`` when there is none of this name.
    """
    module = name.replace("-", "_")
    if module not in _PARTS and module in modules_in(__path__):
        return cast("Renderer", import_module(f"{__name__}.{module}").render)
    return cast("Renderer", dict(plugins("holdfast.formats"))[name].render)
