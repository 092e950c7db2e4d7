"""Rust: ``cache::tests::it_reads``, ``tests/api.rs::it_reads``, or ``test_reads`` alone."""

import re

from holdfast.world.testcases.case import Case

_PATH = re.compile(r"(?P<path>(?:[\w.-]+/)*[\w-]+\.rs)::(?P<parts>[a-z_]\w*(?:::[a-z_]\w*)*)(?:\(\))?")
_ITEM = re.compile(r"(?!test::)(?:[a-z_]\w*::)*tests?::(?:[a-z_]\w*::)*[a-z_]\w*(?:\(\))?")
_BARE = re.compile(r"(?P<name>test_[a-z0-9_]+)(?:\(\))?")


def named(text: str) -> Case | None:
    """Return the test that a path of modules, a file with a name, or a name means."""
    if found := _PATH.fullmatch(text):
        return Case("rust", found["path"], tuple(found["parts"].split("::")))
    if _ITEM.fullmatch(text):
        return Case("rust", "", tuple(text.removesuffix("()").split("::")))
    if found := _BARE.fullmatch(text):
        return Case("rust", "", (found["name"],), sure=False)
    return None


def is_source(path: str) -> bool:
    """Tell whether a file may hold tests."""
    return path.endswith(".rs")


def defines(case: Case, source: str) -> bool | None:
    """Tell whether a file defines a function of a test's name; macros may make one of any word they are given."""
    if re.search(rf"\bfn\s+{re.escape(case.name)}\b", source):
        return True
    return None if re.search(rf"\w!\s*[({{\[][^;]*\b{re.escape(case.name)}\b", source) else False


def tests(source: str) -> list[str]:
    """Return the names of a file's functions."""
    return re.findall(r"\bfn\s+(\w+)", source)
