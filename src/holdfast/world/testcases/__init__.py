"""Tests that source files define, read as text and never imported: one file for each way of writing them.

A module of this folder that is one has a docstring whose first line names it, and::

    def named(text: str) -> Case | None: ...          # the test that a piece of code in a document names
    def is_source(path: str) -> bool: ...             # whether a file may define such tests
    def defines(case: Case, source: str) -> bool | None: ...   # None where the text cannot tell

To be in the folder is to be registered.
"""

from functools import cache
from importlib import import_module
from typing import Any

from holdfast.plugins import modules_in
from holdfast.suggest import nearest
from holdfast.world.testcases.case import Case
from holdfast.world.testcases.sources import Sources

__all__ = ["Case", "Sources", "cases_of", "lookup"]


@cache
def _ways() -> dict[str, Any]:
    modules = [import_module(f"{__name__}.{name}") for name in modules_in(__path__)]
    return {one.__name__.rpartition(".")[2]: one for one in modules if hasattr(one, "named")}


def cases_of(text: str) -> list[Case]:
    """Return the tests that a piece of code may name: one for each way of writing tests that knows such names."""
    return [found for way in _ways().values() if (found := way.named(text))]


def lookup(case: Case, sources: Sources) -> tuple[bool | None, str, str]:
    """Tell whether a test is defined; with the file that defines it or, where it is missing, why it is.

    The first result is ``None`` where nobody can tell. A name alone may be a helper, a module or a folder as well: it is
    missing only where no source file has the word.
    """
    way = _ways()[case.way]
    if case.path:
        return _in_file(case, sources, way)
    unclear = False
    for path in sources.paths(way.is_source):
        text = sources.text(path)
        if case.name not in text:
            continue
        answer = way.defines(case, text)
        if answer:
            return True, path, ""
        unclear = unclear or answer is None
    if sources.cut or unclear:
        return None, "", "the project's tests cannot all be read as text"
    elsewhere = "" if len(case.parts) > 1 else sources.holding(case.name)
    if elsewhere:
        return True, elsewhere, ""
    return False, "", f"no test file defines {case.name}"


def _in_file(case: Case, sources: Sources, way: Any) -> tuple[bool | None, str, str]:
    path = sources.find(case.path)
    if not path:
        near = nearest(case.path, sources.paths(way.is_source))
        return False, case.path, f"{case.path} does not exist{f'; did you mean {near}?' if near else ''}"
    answer = way.defines(case, sources.text(path))
    if answer is None:
        return None, path, f"{path} takes names over from elsewhere"
    known = way.tests(sources.text(path)) if hasattr(way, "tests") and not answer else []
    near = nearest(case.name, known) if known else ""
    return answer, path, "" if answer else f"{path} defines no {case.shown}{f'; did you mean {near}?' if near else ''}"
