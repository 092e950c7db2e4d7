"""Results made of hostile texts, and strict readers of what the formats make of them."""

import json
import re
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import xmlschema

from holdfast.formats import View, renderer
from holdfast.model.edit import Edit, Fix
from holdfast.model.outcome import Outcome
from holdfast.model.result import Crash, Examined, Result, Understood
from holdfast.model.role import Role
from holdfast.model.severity import Limit, Severity
from holdfast.model.span import Position, Span
from holdfast.model.verdict import Origin, Verdict

ROOT = Path(__file__).parent.parent
SCHEMAS = Path(__file__).parent / "schemas"
COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def verdict(
    found: str = "it is not there",
    path: str = "docs/a.md",
    *,
    slug: str = "link-broken",
    outcome: Outcome = Outcome.BROKEN,
    severity: Severity = Severity.ERROR,
    line: int = 1,
    remedy: str = "mend it",
    **more: Any,
) -> Verdict:
    """Return a verdict about the first bytes of a file."""
    return Verdict(slug, outcome, severity, path, Span(0, 0), Position(line, 1), found, remedy, **more)


def result(
    root: str, *verdicts: Verdict, crashes: tuple[Crash, ...] = (), title: str = "A", proven: bool = True
) -> Result:
    """Return a result about the files that the verdicts name, and one document that holds."""
    paths = sorted({*(one.path for one in verdicts), "docs/holds.md"})
    return Result(
        root=root,
        configured="",
        fail_on=Limit.ERROR,
        understood=(
            Understood("docs", ("docs/TEMPLATE.md",), ("adr",), ("0" * 12,), len(paths), (), False, True, 1, "date"),
        ),
        unused=(),
        documents=tuple(Examined(path, "adr", title, title, Role.ACTIVE, True, "0" * 12, proven) for path in paths),
        verdicts=tuple(sorted(verdicts, key=lambda one: (one.path, one.position))),
        crashes=crashes,
    )


def hostile(root: str, text: str, name: str) -> Result:
    """Return a result in which every text that comes from a document is the same."""
    told: dict[str, Any] = {"remedy": text or "x", "requirement": Origin(name, 1, text)}
    return result(
        root,
        verdict(text, name, **told),
        verdict(text, name, severity=Severity.NOTE, fix=Fix((Edit(Span(0, 0), text),)), **told),
        verdict(text, outcome=Outcome.WAIVED, reason=text, **told),
        verdict(text, outcome=Outcome.UNPROVEN, severity=Severity.WARNING, detail=(text, f"+{text}"), **told),
        crashes=(Crash("link-broken", name, text, text),),
        title=text,
    )


def rendered(form: str, found: Result, **view: Any) -> str:
    """Return what a format makes of a result, as it is written."""
    return "".join(f"{line}\n" for line in renderer(form)(found, View(**view)))


def read_sarif(text: str) -> Any:
    """Return the one run of a log that is valid against the schema of OASIS."""
    log = json.loads(text)
    _validator().validate(log)
    (run,) = log["runs"]
    return run


def read_junit(text: str) -> ET.Element:
    """Return the root of a report that is valid against the schema of Jenkins."""
    _junit().validate(text)
    return ET.fromstring(text)


def read_github(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Return kind, properties and message of each line, read as GitHub's runner reads it."""
    found = []
    for line in text.split("\n")[:-1]:
        match = COMMAND.fullmatch(line)
        assert match, line
        properties = dict(one.split("=", 1) for one in match[2].split(","))
        found.append((match[1], {name: _plain(value) for name, value in properties.items()}, _plain(match[3])))
    return found


def _plain(text: str) -> str:
    for code, char in (("%2C", ","), ("%3A", ":"), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, char)
    return text


@cache
def _validator() -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(json.loads((SCHEMAS / "sarif-2.1.0.json").read_text()))


@cache
def _junit() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd")
