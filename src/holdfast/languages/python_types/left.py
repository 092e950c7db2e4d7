"""Reports about what an example leaves to its readers: names that it does not define, the function around a ``return``."""

import ast
import re
from collections.abc import Sequence

from holdfast.languages import Unit
from holdfast.languages.python_run.source import source_of
from holdfast.languages.python_run.syntax import NO_PYTHON
from holdfast.languages.python_types.checkers import Checker, Reported
from holdfast.languages.python_types.files import Place
from holdfast.languages.session.partial import lacks, misspelt, part_of
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Fault, Trial

_NAME = re.compile(r"[`'\"](?P<name>\w+)[`'\"]")
_OUTSIDE = re.compile(
    r"(?:return|yield)\b.* outside|Invalid `(?:return|yield)` outside|can only be used within a function"
)
_CERTAIN = re.compile(r"has no member|has no attribute|is not defined on|[Cc]annot (?:resolve|find)")
"""What is there or not, whatever a name stands for."""
_RAISES = re.compile(r"\b(?:raises|assertRaises\w*|suppress)\(")
_IMPORTS = re.compile(r"^\s*(?:import|from)\s+\w", re.MULTILINE)
_STANDARD = """
argparse asyncio base64 collections contextlib csv dataclasses datetime enum functools glob hashlib importlib inspect
io itertools json logging math os pathlib pickle random re shutil socket sqlite3 struct subprocess sys tempfile
threading traceback typing unittest urllib uuid warnings
"""
_MODULES = frozenset(_STANDARD.split())
"""Modules of the standard library whose names nobody gives to anything else."""


def left_to_readers(unit: Unit, told: Sequence[tuple[Place, Reported]], checker: Checker) -> Trial | None:
    """Return the trial of an example about which nothing worse is told; ``None`` where something is.

    A name that is a slip of another, and a module that an example with imports uses and does not import, are worse.
    """
    names: list[tuple[Fault, str]] = []
    outside: list[Fault] = []
    rest: list[Fault] = []
    for place, one in sorted(told, key=lambda each: each[0][1:]):
        found = _NAME.search(one.message)
        fault = Fault(place.line, place.column, one.message)
        if one.rule in checker.undefined and found:
            names.append((fault, found["name"]))
        elif _OUTSIDE.search(one.message):
            outside.append(fault)
        elif _CERTAIN.search(one.message):
            return None
        else:
            rest.append(fault)
    for fault, name in names:
        if slip := _slip(unit, name):
            remedy = 'mend it, or say why it is shown: ignore="why"'
            return Trial(Outcome.BROKEN, Level.TYPED, Fault(fault.line, fault.column, slip), slip, remedy)
    if names:
        # What else is said may follow from what they are: a decorator that makes an ``__init__``, say.
        return lacks([name for _, name in names], names[0][0], Level.TYPED, setup="python")
    return part_of("a function", outside[0]) if not rest else None


def guarded(text: str) -> set[int]:
    """Return the lines of a text, from 1, on which something is meant to fail: it is caught there."""
    try:
        tree = ast.parse(text)
    except NO_PYTHON:
        return set()
    found: set[int] = set()
    for node in ast.walk(tree):
        inside: list[ast.stmt] = []
        if isinstance(node, ast.Try) and node.handlers:
            inside = node.body
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            inside = node.body if any(_RAISES.search(ast.unparse(one.context_expr)) for one in node.items) else []
        for one in inside:
            found |= set(range(one.lineno, (one.end_lineno or one.lineno) + 1))
    return found


def _slip(unit: Unit, name: str) -> str:
    if meant := misspelt(name, unit):
        return f"`{name}` is not defined; did you mean `{meant}`?"
    own = source_of(unit.example).text
    if name in _MODULES and _IMPORTS.search(own) and re.search(rf"(?<![\w.]){name}\.\w", own):
        return f"it uses the module {name} and does not import it"
    return ""
