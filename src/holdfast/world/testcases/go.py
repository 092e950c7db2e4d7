"""Go: ``TestReads`` and ``TestReads/warm``, also ``FuzzReads``; in projects that have files named ``*_test.go``."""

import re

from holdfast.world.testcases.case import Case

_NAME = re.compile(
    r"(?:(?P<path>(?:[\w.-]+/)*\w+_test\.go)::)?(?P<name>(?:Test|Fuzz)[A-Z0-9_]\w*)(?:/(?P<sub>[^`]+))?(?:\(\))?"
)


def named(text: str) -> Case | None:
    """Return the test that a name means."""
    found = _NAME.fullmatch(text)
    if found is None:
        return None
    return Case(
        "go",
        found["path"] or "",
        (found["name"],),
        f"/{found['sub']}" if found["sub"] else "",
        sure=bool(found["path"]),
    )


def is_source(path: str) -> bool:
    """Tell whether a file holds tests."""
    return path.endswith("_test.go")


def defines(case: Case, source: str) -> bool | None:
    """Tell whether a file defines a test."""
    return re.search(rf"^func\s+{re.escape(case.name)}\s*\(", source, re.MULTILINE) is not None


def tests(source: str) -> list[str]:
    """Return the names of a file's tests."""
    return re.findall(r"^func\s+((?:Test|Fuzz)\w+)\s*\(", source, re.MULTILINE)
