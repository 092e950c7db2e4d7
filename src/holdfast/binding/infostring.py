"""What stands behind the three backticks: a language, attributes, and the author's words about how far to try it.

The grammar is the union of what people write: CommonMark leaves info strings open, so Pandoc (``{.python
title="x"}``), MyST and Quarto (``{code-block} python``), rustdoc (``rust,no_run``), MkDocs (``py hl_lines="1"``),
Docusaurus (``ts {1,3-5}``) and the test tools for Markdown each have a form of their own.
"""

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r"""(?P<name>[^\s,={}"']+)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<plain>[^\s,}]*))|(?P<word>[^\s,{}"']+)"""
)
_DIRECTIVES = frozenset({"code-block", "code", "code-cell", "sourcecode", "eval-rst", "doctest", "testcode"})
"""Of MyST and reStructuredText: the language is the word behind them."""
_SESSION = re.compile(r"\{(?:doctest|testcode)\}", re.IGNORECASE)
"""Directives whose text is Python, which they need not say."""
_LINES = re.compile(r"\{[\d\s,-]*\}")
"""``{1,3-5}``: lines to set off."""
_OWN = ("hf:", "holdfast:")
SKIPS = frozenset({"ignore", "notest", "no_test", "no-test", "skip"})
WORDS = frozenset(
    {
        "no_run",
        "no-run",
        "should_panic",
        "should_raise",
        "raises",
        "compile_fail",
        "continuation",
        "continue",
        "group",
        "reads",
        *SKIPS,
    }
)
"""The author's words, without the prefix ``hf:`` that each may carry."""
_BECAUSE = re.compile(r"\s*(?:\bbecause\b|\bsince\b|:|--|—)\s*:?\s*(?P<reason>\S.*)\Z", re.DOTALL)


class Info(NamedTuple):
    """An info string, read."""

    language: str
    """As written, without dots and braces; empty where there is none."""
    words: tuple[str, ...]
    """Bare words behind the language, in lower case, without the prefix ``hf:``."""
    values: dict[str, str]
    """Attributes with a value, by their names in lower case, without the prefix ``hf:``."""
    reason: str = ""
    """What follows a "because"."""


def read_info(info: str) -> Info:
    """Read the info string of a fence; never raises, whatever it says."""
    info, reason = _reason(info)
    bare = _LINES.sub(" ", info).strip()
    words: list[str] = []
    values: dict[str, str] = {}
    language = ""
    for number, token in enumerate(_TOKEN.finditer(bare)):
        if token["name"] and (number or token["double"] or token["single"] or token["plain"]):
            values.setdefault(
                _own(token["name"].lstrip(".")), token["double"] or token["single"] or token["plain"] or ""
            )
        elif not language and (number == 0 or words == ["directive"]):
            language = (token["word"] or token["name"]).strip("[]").lstrip(".").removeprefix("language-")
            if _own(language) in WORDS:
                language, words = "", [_own(language)]
            if language.casefold() in _DIRECTIVES and bare.startswith("{"):
                language, words = "", ["directive"]
        elif token["word"]:
            words.append(_own(token["word"].lstrip(".")))
    if not language and "directive" in words and _SESSION.match(bare):
        language = "python"
    language, name = _named(language)
    if name:
        values.setdefault("title", name)
    return Info(language, tuple(word for word in words if word != "directive"), values, values.get("reason", reason))


def read_words(text: str) -> Info | None:
    """Read a comment above a fence that speaks of it, such as ``skip because it needs a server``; ``None`` where it does not."""
    text = text.strip()
    said = text[len(_prefix(text)) :].strip()
    first = re.match(r"[\w-]+", said)
    if first is None or (first[0].casefold() not in WORDS):
        return None
    body, reason = _reason(said)
    rest = read_info("- " + body)
    # Without a prefix of ours a sentence may begin with such a word by chance: then nothing but words of ours may follow.
    if not _prefix(text) and not set(rest.words) <= WORDS | {"next"}:
        return None
    return rest._replace(reason=rest.values.get("reason", reason))


def _reason(text: str) -> tuple[str, str]:
    """Split off what follows a "because", where one of the author's words stands before it."""
    found = re.search(r"(?:^|[\s,.:])(?:ignore|notest|no[_-]test|skip|no[_-]run)\b(?!=)", text, re.IGNORECASE)
    because = _BECAUSE.search(text, found.end()) if found else None
    if because is None:
        return text, ""
    return text[: because.start()], " ".join(because["reason"].split())


def _prefix(text: str) -> str:
    return next((prefix for prefix in _OWN if text.casefold().startswith(prefix)), "")


def _own(word: str) -> str:
    return word[len(_prefix(word)) :].casefold()


def _named(language: str) -> tuple[str, str]:
    """Split ``python:app.py`` into language and file name."""
    head, colon, name = language.partition(":")
    return (head, name) if colon and head and not _prefix(language) else (language, "")
