"""Languages of examples: one file each. To be in this folder is to be registered.

A module of this folder (a folder inside it holds parts of one) has a docstring whose first line says what it tries, and::

    LANGUAGE = "python"
    NAMES = ("py", "python3", ...)           # as code blocks name it, besides LANGUAGE, in lower case
    def parse(example: Example) -> Fault | None: ...

``parse`` reads the text in this process and never runs anything; ``PARSE_IS_A_GUESS = True`` says that it may refuse
what is right, so that it decides only where nothing further is asked. Where more than parsing can be asked
of a language it also has::

    def reach(example: Example) -> Level: ...
    def toolchain(bench: Bench) -> Toolchain: ...
    def rests_on(examples: Sequence[Example]) -> list[tuple[int, ...]]: ...
    def check(units: Sequence[Unit], bench: Bench) -> Iterator[tuple[Unit, Trial]]: ...
    def run(units: Sequence[Unit], bench: Bench) -> Iterator[tuple[Unit, Trial]]: ...
    def excerpt(example: Example) -> str: ...

``reach`` says how far one example can be tried at best, where that is not the same for all. ``toolchain`` says
what there is and what is missing. ``rests_on`` tells for the examples of one document,
in order, which earlier ones each of them needs, as indices; without it an example needs what it continues
and the earlier ones of its group. ``check`` answers for types, ``run`` for what happens and what is printed; both answer
every unit, in any order, as soon as they know, and only in the bench's sandbox. A batch in which a known fault
is not reported proves nothing: its units are unproven. ``excerpt`` says of what an example that does not
parse is a part, such as ``a class``; empty where it is none. A language is added by one file, whose name is its ``LANGUAGE``
and whose ``NAMES`` are written out at the beginning of a line.
"""

import os
import re
from ast import literal_eval
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from holdfast.model.example import Example, Level
from holdfast.model.trial import Fault, Toolchain, Trial
from holdfast.plugins import modules_in, plugins
from holdfast.world.bench import Bench

_NAMES = re.compile(rb"^NAMES = (\([^)]*\))", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Unit:
    """One example with all that it rests on: what is handed to a verifier, and what evidence is about."""

    example: Example
    before: tuple[Example, ...] = ()
    """Earlier examples of the same document, in order, whose names it uses."""


Answers = Iterator[tuple[Unit, Trial]]


@dataclass(frozen=True, slots=True)
class Language:
    """One language as the verifier of examples sees it."""

    slug: str
    names: tuple[str, ...]
    page: str
    guesses: bool
    """Whether what its parser refuses may be right all the same, so that only a check decides."""
    parse: Callable[[Example], Fault | None]
    reach: Callable[[Example], Level] | None = None
    toolchain: Callable[[Bench], Toolchain] | None = None
    rests_on: Callable[[Sequence[Example]], list[tuple[int, ...]]] | None = None
    check: Callable[[Sequence[Unit], Bench], Answers] | None = None
    run: Callable[[Sequence[Unit], Bench], Answers] | None = None
    excerpt: Callable[[Example], str] | None = None

    def highest(self, example: Example) -> Level:
        """Return how far an example of the language can be tried at best."""
        if self.reach:
            return self.reach(example)
        if self.run:
            return Level.COMPARED
        return Level.TYPED if self.check else Level.PARSED


@cache
def language_for(word: str) -> Language | None:
    """Return the language that a code block names, in any case; ``None`` where there is none.

    Of the languages in this folder only the one that is named is loaded.
    """
    word = word.casefold()
    if word in _files():
        return _language_of(import_module(f"{__name__}.{_files()[word]}"))
    return next((one for one in _foreign() if word == one.slug or word in one.names), None)


@cache
def _files() -> dict[str, str]:
    """Return which file of this folder tries what is called by a name.

    What a language is called is read off the text of its file: its parts take longer to load than most runs last.
    """
    slugs = modules_in(__path__)
    names = {name: slug for slug in slugs for name in _names(slug)}
    return names | {slug: slug for slug in slugs}


def _names(slug: str) -> tuple[str, ...]:
    with open(os.path.join(os.path.dirname(__file__), f"{slug}.py"), "rb") as file:
        found = _NAMES.search(file.read())
    return tuple(literal_eval(found[1].decode())) if found else ()


@cache
def _foreign() -> tuple[Language, ...]:
    """Return the languages of other distributions."""
    return tuple(_language_of(module) for _, module in plugins("holdfast.languages"))


def _language_of(module: Any) -> Language:
    return Language(
        slug=module.LANGUAGE,
        names=tuple(module.NAMES),
        page=module.__doc__ or "",
        guesses=getattr(module, "PARSE_IS_A_GUESS", False),
        parse=module.parse,
        reach=getattr(module, "reach", None),
        toolchain=getattr(module, "toolchain", None),
        rests_on=getattr(module, "rests_on", None),
        check=getattr(module, "check", None),
        run=getattr(module, "run", None),
        excerpt=getattr(module, "excerpt", None),
    )
