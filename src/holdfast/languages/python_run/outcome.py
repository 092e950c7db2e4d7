"""From what the warden saw of a step to the trial of an example."""

import os
import re
import signal
from typing import Any

from holdfast.languages.python_run.compare import compared, shown
from holdfast.languages.python_run.environment import Environment
from holdfast.languages.python_run.source import source_of
from holdfast.languages.python_run.wants import wanting
from holdfast.model.example import Example, Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Fault, Trial

DISTRIBUTIONS = {
    "Crypto": "pycryptodome",
    "PIL": "Pillow",
    "attr": "attrs",
    "bs4": "beautifulsoup4",
    "cv2": "opencv-python",
    "dateutil": "python-dateutil",
    "dotenv": "python-dotenv",
    "git": "GitPython",
    "google": "protobuf",
    "jose": "python-jose",
    "jwt": "PyJWT",
    "serial": "pyserial",
    "sklearn": "scikit-learn",
    "skimage": "scikit-image",
    "yaml": "PyYAML",
}
"""Modules whose distribution has another name."""
_NETWORK = re.compile(
    r"\[Errno -[23]\]|name resolution|Name or service not known|nodename nor servname|Network is unreachable|"
    r"\[Errno 101\]|\[Errno 111\]|Connection refused|All connection attempts failed|Cannot assign requested address"
)
_HOST = re.compile(r"(?:host=|resolve |connect to )['\"]?(?P<host>[\w.-]+\.\w+)")
_WANTS = 'let it make what it needs, or say why it is not run: no_run="why"'
_MEND = 'mend it, or say why it is not run: no_run="why"'
_ENDS = {
    "forged": (Outcome.BROKEN, "it spoke on a channel that is not its own, and was not seen at its end", _MEND),
    "flood": (Outcome.BROKEN, "it was stopped after 16 MiB of output", "let it print less"),
    "lost": (Outcome.BROKEN, "it ended the process that examples are started from", _MEND),
}


def missing_module(module: str, environment: Environment, root: str, level: Level) -> Trial:
    """Return the trial of an example that needs a distribution which is not installed."""
    top = module.partition(".")[0]
    python = environment.python
    inside = python.startswith(root.rstrip("/") + "/")
    pip = f"{os.path.relpath(python, root) if inside else python} -m pip install {DISTRIBUTIONS.get(top, top)}"
    return Trial(Outcome.UNPROVEN, level, found=f"it needs the module {top}, which is not installed", remedy=pip)


def relative(module: str, level: Level) -> Trial:
    """Return the trial of an example that imports from a package around it, which no example has."""
    found = f"it imports {module or 'from a package'} relative to a package, and an example is in none"
    return Trial(Outcome.UNPROVEN, level, found=found, remedy="import it by its full name")


def is_missing(module: str, environment: Environment) -> bool:
    """Tell whether a module that was not found is somebody else's and simply not installed."""
    top = module.partition(".")[0]
    return bool(top) and not environment.own(top) and not environment.has(top)


class Judge:
    """Turns what was seen into trials."""

    def __init__(self, environment: Environment, root: str) -> None:
        """Take what decides whether a module is missing or wrong."""
        self.environment = environment
        self.root = root

    def trial(self, example: Example, seen: dict[str, Any], mark: str, timeout: float) -> Trial:
        """Return the trial of the example that a step ran."""
        end, output = seen["end"], str(seen["out"])
        seconds = float(seen.get("seconds", 0.0))
        if end == "reached":
            return self._reached(example, output, mark, seconds)
        text = output.replace(mark, "") + str(seen["err"]) + str(seen.get("text", ""))
        if end == "failed":
            outcome, found, remedy = self._failed(example, seen)
        elif end == "died":
            outcome, found, remedy = Outcome.BROKEN, _died(int(seen["status"])), _MEND
        elif end == "late":
            found = f"it was stopped after {timeout:g} s"
            outcome, remedy = Outcome.UNPROVEN, 'allow more with --timeout, or say why it is not run: no_run="why"'
        else:
            outcome, found, remedy = _ENDS[end]
        fault = _fault(example, seen, found) if outcome is Outcome.BROKEN or end == "failed" else None
        return Trial(outcome, Level.RAN, fault, found, remedy, text, seconds=seconds)

    def _reached(self, example: Example, output: str, mark: str, seconds: float) -> Trial:
        source = source_of(example)
        text = shown(source, output, mark)
        # As at a console, a session that shows nothing of what is printed is a list of instructions.
        shows = any(one.wanted for one in source.statements) if source.statements else example.expected
        if example.asked < Level.COMPARED or not shows:
            return Trial(Outcome.HOLDS, Level.RAN, output=text, seconds=seconds)
        fault = compared(example, source, output, mark)
        if fault is None:
            return Trial(Outcome.HOLDS, Level.COMPARED, output=text, seconds=seconds)
        remedy = "mend the example, or holdfast verify --update output"
        return Trial(Outcome.BROKEN, Level.COMPARED, fault, fault.message, remedy, text, seconds=seconds)

    def _failed(self, example: Example, seen: dict[str, Any]) -> tuple[Outcome, str, str]:
        name, message = str(seen.get("name", "")), " ".join(str(seen.get("message", "")).split())
        module = str(seen.get("module", ""))
        if name == "ModuleNotFoundError" and is_missing(module, self.environment):
            told = missing_module(module, self.environment, self.root, Level.RAN)
            return told.outcome, told.found, told.remedy
        if name == "ImportError" and "relative import" in message:
            told = relative("", Level.RAN)
            return told.outcome, told.found, told.remedy
        if wants := wanting(name, message, example):
            return Outcome.UNPROVEN, wants, _WANTS
        if name == "SystemExit":
            return Outcome.BROKEN, f"it left by sys.exit({message}) before its end", _MEND
        if "cannot be traced while" in message:
            return Outcome.UNPROVEN, f"it traces the interpreter: {message}", 'say so: no_run="it traces"'
        if message.startswith("[Errno 30]") or "readonly database" in message:
            remedy = "let it write below tempfile.gettempdir(), or say no_run"
            return Outcome.UNPROVEN, "it writes into the project, which is read-only while examples are tried", remedy
        if _NETWORK.search(f"{message} {seen.get('text', '')}"):
            return Outcome.UNPROVEN, f"it needs a network: {_brief(name, message)}", 'say so: no_run="needs a network"'
        return Outcome.BROKEN, f"{name}: {message}"[:300] if message else name, _MEND


def _brief(name: str, message: str) -> str:
    """Return what a failed connection says, without the errors that it wraps."""
    host = _HOST.search(message)
    return f"{name}: {host['host']}" if host else f"{name}: {message}"[:120]


def rests_on_failed(before: Example, trial: Trial) -> Trial:
    """Return the trial of an example that could not be tried, because one that it rests on did not come to its end."""
    found = f"it rests on the example on line {before.position.line}, which is {trial.outcome}: {trial.found}"
    settled = trial.settled or trial.outcome is Outcome.BROKEN
    return Trial(Outcome.UNPROVEN, Level.RAN, found=found, remedy="mend that one first", settled=settled)


def _fault(example: Example, seen: dict[str, Any], message: str) -> Fault | None:
    line = seen.get("line")
    if not isinstance(line, int):
        return None
    own = line - example.position.line + 1
    if not 0 < own <= len(example.lines):
        return None
    column = seen.get("column")
    margin = source_of(example).margin
    return Fault(own, (column if isinstance(column, int) and column > 0 else 1) + margin, message)


def _died(status: int) -> str:
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        try:
            name = signal.Signals(number).name
        except ValueError:
            name = f"signal {number}"
        return f"its process was ended by {name}"
    return f"its process ended by itself, with exit code {os.waitstatus_to_exitcode(status)}, before its end was seen"
