"""Results of tests as JUnit XML: what pytest, vitest, jest, gotestsum, nextest and most others write.

The format is a habit and no standard: what ``classname`` holds differs from tool to tool, so both names are kept as they are.
"""

import os
import re
from typing import Any, NamedTuple

from holdfast.errors import HoldfastError
from holdfast.world.regular import open_regular
from holdfast.world.root import lies_in

_MOST = 64 << 20
_MESSAGE = 200


class ResultsError(HoldfastError):
    """A file of results is not there, or is no JUnit XML."""


class Ran(NamedTuple):
    """What came of one test."""

    group: str
    """Its ``classname`` or, where it has none, the name of its suite."""
    name: str
    outcome: str
    """``passed``, ``failed`` or ``skipped``."""
    message: str
    """Why, on one line; empty where nothing is said."""


def read_results(root: str, path: str) -> list[Ran]:
    """Return the results that a file of the project holds.

    Raises :class:`ResultsError` where it is not there, leads out of the project, or is no JUnit XML.
    """
    try:
        from junitparser import JUnitXml, TestSuite
    except ImportError as error:
        raise ResultsError("results of tests need another package", remedy="pip install 'holdfast[verify]'") from error
    raw = _read(root, path)
    plain = raw.replace(b"\0", b"")  # As text of two bytes a character has them.
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise ResultsError(f"{path} declares entities, which results of tests do not need", remedy="write it without")
    try:
        parsed: Any = JUnitXml.fromstring(raw)
        suites: list[Any] = [parsed] if isinstance(parsed, TestSuite) else list(parsed)
        return [one for suite in suites for one in _of(suite)]
    except ResultsError:
        raise
    except Exception as error:  # The library raises what its XML parser and its own checks raise.
        said = re.sub(r"\s+", " ", str(error))[:_MESSAGE]
        raise ResultsError(f"{path} is no JUnit XML: {said}", remedy="let the test runner write it again") from error


def _read(root: str, path: str) -> bytes:
    absolute = os.path.realpath(os.path.join(root, path))
    if not lies_in(root, absolute):
        raise ResultsError(f"{path} leads out of the project", remedy="keep results inside of it")
    try:
        with open_regular(absolute) as file:
            raw = file.read(_MOST + 1) or b""
    except OSError as error:
        said = "is not there" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror}"
        raise ResultsError(f"{path} {said}", remedy="run the tests, so that they write it") from error
    if len(raw) > _MOST:
        raise ResultsError(f"{path} is larger than {_MOST >> 20} MB", remedy="write the results of fewer tests")
    return raw


def _of(suite: Any) -> list[Ran]:
    """Return the results of a suite and of those inside of it."""
    from junitparser import Skipped

    found = []
    for case in suite:
        results = case.result if isinstance(case.result, list) else [case.result] if case.result else []
        bad = [one for one in results if not isinstance(one, Skipped)]
        outcome = "failed" if bad else "skipped" if results else "passed"
        said = next((str(one.message or one.text or "") for one in (*bad, *results)), "")
        line = next((each.strip() for each in said.splitlines() if each.strip()), "")
        found.append(Ran(str(case.classname or suite.name or ""), str(case.name or ""), outcome, line[:_MESSAGE]))
    for inner in suite.testsuites():
        found += _of(inner)
    return found
