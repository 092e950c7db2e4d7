"""JavaScript and TypeScript (vitest, jest, node:test): ``src/cache.test.ts > cache > keeps what was written``."""

import re

from holdfast.world.testcases.case import Case

_FILE = r"(?:[\w.@+-]+/)*[\w.@+-]+\.(?:test|spec)\.[cm]?[jt]sx?"
_PATH = re.compile(rf"(?P<path>{_FILE})\s*(?:>|›|::)\s*(?P<parts>[^`]+)")
_TITLES = re.compile(r"[\w][^`<>=(){};&|]*(?:\s+[>›]\s+[\w][^`<>=(){};&|]*)+")
_SPLIT = re.compile(r"\s+[>›]\s+")
_TEMPLATE = re.compile(r"%[sdifjoO#%]|\$\{[^}]*\}|\$[\w.]+")


def named(text: str) -> Case | None:
    """Return the test that a file with titles means, or titles alone."""
    if found := _PATH.fullmatch(text):
        return Case("javascript", found["path"], tuple(_SPLIT.split(found["parts"].strip())))
    if _TITLES.fullmatch(text) and any(" " in part for part in _SPLIT.split(text)):
        return Case("javascript", "", tuple(_SPLIT.split(text)), sure=False)
    return None


def is_source(path: str) -> bool:
    """Tell whether a file holds tests."""
    return re.search(r"(?:\.(?:test|spec)|(?:^|/)__tests__/.*)\.[cm]?[jt]sx?$", path) is not None


def defines(case: Case, source: str) -> bool | None:
    """Tell whether all titles of a test stand in a file as strings; those that are filled in match anything there."""
    titles = _titles(source)
    return all(part in titles or any(_fits(title, part) for title in titles) for part in case.parts)


def tests(source: str) -> list[str]:
    """Return the titles of a file's tests."""
    return [title for title in _titles(source) if " " in title]


def _titles(source: str) -> list[str]:
    found = re.findall(r"""\(\s*(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`)""", source)
    return [re.sub(r"\\(.)", r"\1", next(filter(None, one), "")) for one in found]


def _fits(title: str, part: str) -> bool:
    if not _TEMPLATE.search(title):
        return False
    pieces = [re.escape(piece) for piece in _TEMPLATE.split(title)]
    return any(pieces) and re.fullmatch(".+?".join(pieces), part) is not None
