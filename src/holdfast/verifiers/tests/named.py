"""The tests that a page names in code: anywhere by their whole names, in sections about testing also by a name alone."""

import os
import re
from collections.abc import Iterator
from typing import NamedTuple

from holdfast.binding.context import context, prose
from holdfast.binding.page import Page
from holdfast.markdown.plain import key
from holdfast.model.span import Span
from holdfast.patterns import pattern
from holdfast.world.testcases import Case, cases_of

_ABOUT = pattern(r"\b(?:tests?|testing|tested|verification|quality)\b")
_NOT_YET = pattern(
    r"\b(?:will|would|shall|to be (?:written|added|done)|to ?do|planned?|propos\w*|later|future|missing|not yet|no longer"
    r"|remov\w*|delet\w*|dropp\w*|renamed?|e\.g|example|such as|for instance|something like|former\w*|used to)\b",
    re.IGNORECASE,
)
_RESULTS = pattern(rb"(?<![\w/`])`?junit:([^\s`|)]{1,300})")


class NamedTest(NamedTuple):
    """One test as a page names it."""

    text: str
    cases: tuple[Case, ...]
    """More than one where several languages know such names."""
    span: Span
    section: tuple[str, ...]
    results: tuple[str, ...]
    """The files of results that are to be looked into."""


def named_tests(page: Page) -> Iterator[NamedTest]:
    """Yield the tests that a page names, each once, but those that are said to be planned or gone.

    ``TestX`` alone is a test in a module of Go only; elsewhere it is a class.
    """
    if b"test" not in page.parse.source.lower():
        return
    results = _results(page)
    seen: set[str] = set()
    go = os.path.exists(os.path.join(page.root, "go.mod"))
    for one in page.parse.within((0, len(page.parse.source)), "code"):
        text = page.parse.slice(one.start, one.end).strip("`").strip()
        if text in seen or len(text) > 300:
            continue
        around = tuple(each.title for each in page.headings if each.start <= one.start < each.end)
        about = any(_ABOUT.search(key(title)) for title in around[1:])
        cases = tuple(case for case in cases_of(text) if case.sure or (about and (case.way != "go" or go)))
        if not cases or not _is_there(page, one.start):
            continue
        seen.add(text)
        yield NamedTest(text, cases, Span(one.start, one.end), around[1:], results)


def _is_there(page: Page, offset: int) -> bool:
    """Tell whether the words around a name let it be there today."""
    words = context(page.parse, page.headings, offset)
    return not _NOT_YET.search(prose(words.sentence)) and not _NOT_YET.search(prose(words.lead))


def _results(page: Page) -> tuple[str, ...]:
    """Return the files of results: those that the page names (``junit:FILE``), else those of the configuration."""
    named = tuple(dict.fromkeys(found[1].decode("utf-8", "replace") for found in _RESULTS.finditer(page.parse.source)))
    table = page.settings.get("tests", {})
    set_ = table.get("results", []) if isinstance(table, dict) else []
    return named or tuple([set_] if isinstance(set_, str) else map(str, set_))
