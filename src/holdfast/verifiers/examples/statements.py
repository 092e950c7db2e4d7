"""Examples as statements: each asked as far as its Status, its author and its language go, with what it rests on."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from holdfast.binding.chains import said_to_rest_on
from holdfast.languages import Language, Unit, language_for
from holdfast.model.claim import Statement
from holdfast.model.example import Example, Level
from holdfast.records import replace

_PRINTS_NOTHING = Level.RAN
_MANY = 1000
"""So many examples of one language are tried in a document."""
_LONG = 32 * 1024 * 1024
"""So much code may the examples of a document rest on in all, in characters; each is handed over with all it rests on."""


class Matter(NamedTuple):
    """What the verifier of examples knows of one."""

    unit: Unit
    language: Language | None
    """``None`` where it is unknown or absent."""

    @property
    def example(self) -> Example:
        """The example itself."""
        return self.unit.example


def stated(found: Sequence[Example], asked: Level) -> Iterator[Statement]:
    """Yield a statement for each example of one file that readers see; ``asked`` is what its Status asks."""
    languages = [language_for(one.language) if one.language else None for one in found]
    ready = [_asking(one, language, asked) for one, language in zip(found, languages, strict=True)]
    before = _before(ready, languages)
    sizes = [len(one.code) + 100 for one in ready]
    counted: Counter[Language | None] = Counter()
    spent = 0
    for one, language, places in zip(ready, languages, before, strict=True):
        counted[language] += 1
        spent += sum(sizes[place] for place in places)
        if language and (counted[language] > _MANY or spent > _LONG):
            fault = (
                f"its document holds more than {_MANY} examples"
                if spent <= _LONG
                else "its document's examples rest on too much"
            )
            yield _statement(Unit(replace(one, highest=Level.LISTED, fault=fault).wanting(asked)), language, asked)
        elif not one.hidden:
            yield _statement(Unit(one, tuple(ready[place] for place in places)), language, asked)


def _statement(unit: Unit, language: Language | None, asked: Level) -> Statement:
    one = unit.example
    kept = bool(asked) and one.highest is Level.LISTED
    return Statement(
        span=one.span,
        name=one.word,
        content=_content(unit),
        identity=(*one.section, language.slug if language else one.language),
        matter=Matter(unit, language),
        section=one.section,
        asked=one.asked,
        group=language.slug if language else one.language,
        at=one.lines[0].start if one.lines else None,
        reason=one.reason if kept else "",
        fault=one.fault if kept else "",
        chain=len(unit.before),
    )


def _content(unit: Unit) -> str:
    """Return all that is handed to a language, the toolchain aside."""
    one = unit.example
    said = (one.asked, one.raises, one.fails_to_compile, one.schema, one.expected and one.expected.text, one.info)
    codes = [(each.language, each.code, each.hidden, each.raises) for each in (*unit.before, one)]
    return repr((3, said, codes))


def _asking(one: Example, language: Language | None, asked: Level) -> Example:
    if language is None:
        return replace(one, asked=Level.LISTED)
    if one.expected is None:
        asked = min(asked, _PRINTS_NOTHING)
    if one.fails_to_compile:
        asked = min(asked, Level.TYPED)
    return replace(one, language=language.slug).wanting(min(asked, language.highest(one)))


def _before(found: list[Example], languages: list[Language | None]) -> list[tuple[int, ...]]:
    """Return for each example which earlier ones it rests on, as its language and its author say."""
    result: list[tuple[int, ...]] = [()] * len(found)
    for language in dict.fromkeys(one for one in languages if one):
        places = [place for place, one in enumerate(languages) if one is language][:_MANY]
        mine = [found[place] for place in places]
        rests = language.rests_on(mine) if language.rests_on else said_to_rest_on(mine)
        for place, needed in zip(places, rests, strict=True):
            result[place] = tuple(places[index] for index in needed)
    return result
