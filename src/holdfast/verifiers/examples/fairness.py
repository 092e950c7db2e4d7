"""What broke, seen with its author's eyes: what is left out, or said to be wrong, is not broken; it proves nothing."""

import re

from holdfast.binding.excerpts import fails_itself, gap, names_failure, said_wrong
from holdfast.binding.lookalikes import reads_as
from holdfast.languages import Language, Unit
from holdfast.model.example import Example, Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Trial
from holdfast.records import replace
from holdfast.verifiers.examples.parsing import EXCERPT, otherwise

_NOTHING_RETURNED = re.compile(
    r"found `\(\)`|TS2355|TS2366|TS7030|missing return|returns? `None`|implicitly return|empty body", re.IGNORECASE
)
"""What a compiler says of a function whose body is left out."""
_NAME = re.compile(r"\b(?P<name>[A-Z]\w*(?:Error|Exception|Warning|Exit|Interrupt|Timeout)\b|panics?(?=:))")
_SYNTAX = re.compile(r"does not parse|cannot parse|syntax error|SyntaxError")
_PSEUDO = re.compile(r"\bpseudo[- ]?code\b|\bpseudo\b", re.IGNORECASE)
_PANIC = {"panics": "panicked", "panic": "panic"}
"""How the messages of Rust and Go begin, and what their programs print."""


def fairly(language: Language, unit: Unit, trial: Trial) -> Trial:
    """Return a trial, unproven where an example that broke leaves something out there, or says that it is wrong."""
    example = unit.example
    if trial.outcome is not Outcome.BROKEN or trial.fault is None or trial.level is Level.COMPARED:
        return trial
    if example.raises or example.fails_to_compile:
        return trial
    lines = _code(example)
    at = trial.fault.line
    if _unread(language, unit, trial) and (other := reads_as(lines, language.slug)):
        return _unproven(trial, *otherwise(other, example))
    if any(_PSEUDO.search(text) for text in (*example.section, *lines)):
        return _unproven(trial, "it is said to be pseudo code", 'say so: ignore="pseudo code"')
    why = _meant(example, lines, at, trial)
    if why:
        return _unproven(trial, why, f"say so in a word that counts: {_word(trial)}")
    missing = _gap(language, unit, lines, at, trial)
    if missing:
        return _unproven(trial, f"{missing} leaves something out", EXCERPT)
    return trial


def _code(example: Example) -> list[str]:
    """Return the lines of an example; of a session what was typed, whose further lines begin with three dots as well."""
    lines = [line.text for line in example.lines]
    if not any(line.lstrip().startswith(">>>") for line in lines):
        return lines
    return [line.lstrip()[4:] if line.lstrip()[:3] in (">>>", "...") else "" for line in lines]


def _meant(example: Example, lines: list[str], at: int, trial: Trial) -> str:
    """Return how the document tells that the failure is meant; empty where it does not."""
    if said_wrong(lines, at):
        return "a comment says that it is wrong"
    if trial.level < Level.RAN:
        return ""
    name = _name(trial)
    if names_failure(lines, at, name):
        return "a comment says that it fails"
    if fails_itself(lines[at - 1]):
        return "it fails on purpose"
    shown = example.expected.text if example.expected else ""
    return "what it prints is shown to be a failure" if name and (_PANIC.get(name) or name) in shown else ""


def _word(trial: Trial) -> str:
    """Return the author's word for a failure that is meant."""
    if trial.level < Level.RAN:
        return "compile_fail"
    name = _name(trial)
    return "should_panic" if name in _PANIC else f"should_raise={name}" if name else "should_raise"


def _name(trial: Trial) -> str:
    found = _NAME.search(_said(trial))
    return found["name"] if found else ""


def _gap(language: Language, unit: Unit, lines: list[str], at: int, trial: Trial) -> str:
    """Return which line leaves out what the fault may come of; empty where none does."""
    if trial.level >= Level.RAN:
        number = gap(lines, 1, at) or _inside(lines)
        return f"line {unit.example.position.line + number - 1}" if number else _before(unit)
    number = (
        gap(lines)
        if _unread(language, unit, trial) or _NOTHING_RETURNED.search(_said(trial))
        else gap(lines, at - 1, at + 1)
    )
    return f"line {unit.example.position.line + number - 1}" if number else ""


def _unread(language: Language, unit: Unit, trial: Trial) -> bool:
    """Tell whether an example is not even text of its language."""
    return (
        trial.level is Level.PARSED
        or _SYNTAX.search(_said(trial)) is not None
        or (language.guesses and trial.level is Level.TYPED and language.parse(unit.example) is not None)
    )


def _said(trial: Trial) -> str:
    """Return all that a compiler or a run said of what broke."""
    return f"{trial.found} {trial.fault.message if trial.fault else ''}"


def _inside(lines: list[str]) -> int:
    """Return a line that stands for a whole body, which is called before it is read."""
    return next((at for at, line in enumerate(lines, 1) if line.strip() in ("...", "…")), 0)


def _before(unit: Unit) -> str:
    found: Example | None = next((one for one in unit.before if gap(_code(one))), None)
    return f"the example on line {found.position.line}" if found else ""


def _unproven(trial: Trial, found: str, remedy: str) -> Trial:
    return replace(trial, outcome=Outcome.UNPROVEN, found=found, remedy=remedy, settled=True)
