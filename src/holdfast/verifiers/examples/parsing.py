"""The first level: an example is parsed in this process, and nothing of it is run."""

from holdfast.binding.excerpts import gap
from holdfast.binding.lookalikes import Lookalike, reads_as
from holdfast.binding.syntax import LANGUAGES, syntax_fault
from holdfast.binding.syntax.fault import elided
from holdfast.languages import Language
from holdfast.model.example import Example, Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Fault, Trial

EXCERPT = 'show it whole, or say why it is shown: ignore="an excerpt"'
"""What to do about an example that is part of something."""


def parsed(language: Language, example: Example) -> Trial:
    """Parse an example; what is meant not to compile may fail here already."""
    if example.fault:
        return unproven(Level.PARSED, example.fault, "say in the document why it is not tried")
    try:
        fault: Fault | None = language.parse(example)
    except RecursionError:
        return unproven(Level.PARSED, "it is nested too deeply to be parsed", "cut it into parts")
    except (ValueError, OverflowError, MemoryError) as error:
        said = str(error) or "too large"
        return unproven(Level.PARSED, f"its parser gave up on it: {said}", "show less of it")
    if fault is None or example.fails_to_compile:
        return Trial(Outcome.HOLDS, Level.PARSED)
    if _let_pass(language, example, fault):
        if example.asked is Level.PARSED:
            return Trial(Outcome.HOLDS, Level.PARSED)
        if other := reads_as([line.text for line in example.lines], language.slug):
            return _excerpt(fault, *otherwise(other, example))
        found = f"it is an excerpt, or not all {example.language}: it does not parse"
        return _excerpt(fault, found, EXCERPT)
    if other := reads_as([line.text for line in example.lines], language.slug):
        return _excerpt(fault, *otherwise(other, example))
    return Trial(
        Outcome.BROKEN,
        Level.PARSED,
        fault,
        f"does not parse: {fault.message}",
        'mend it, or say why it is shown: ignore="why"',
    )


def otherwise(other: Lookalike, example: Example) -> tuple[str, str]:
    """Return what is said of an example that reads as another language than its fence names, and what to do."""
    return (
        f"it reads as {other.name}, and its fence says {example.word}",
        f"name its language on the fence: {other.word}",
    )


def _let_pass(language: Language, example: Example, fault: Fault) -> bool:
    """Tell whether an example leaves something out, or is part of something; what ``check`` lets pass is let pass here."""
    lines = [line.text for line in example.lines]
    if example.language in LANGUAGES:
        return not example.schema and syntax_fault(example.language, lines) is None
    return elided(lines, fault.line - 1) or gap(lines) > 0 or bool(language.excerpt and language.excerpt(example))


def _excerpt(fault: Fault, found: str, remedy: str) -> Trial:
    return Trial(Outcome.UNPROVEN, Level.PARSED, fault, found, remedy, settled=True)


def unproven(level: Level, found: str, remedy: str) -> Trial:
    """Return the trial of what could not be found out."""
    return Trial(Outcome.UNPROVEN, level, found=found, remedy=remedy)
