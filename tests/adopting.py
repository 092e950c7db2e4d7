"""Repositories as other tools leave them, and pages whose commands are run in them."""

import os
import subprocess
import sys
from pathlib import Path

from gitrepo import Repo
from holdfast.languages.session.matching import differs

ADR_TEMPLATE = """# NUMBER. TITLE

Date: DATE

## Status

STATUS

## Context

What makes a decision necessary,
and what pulls in which direction.

## Decision

What we do about it.

## Consequences

What becomes easier, and what becomes harder.
"""
MADR_TEMPLATE = """---
# These are optional metadata elements. Feel free to remove any of them.
status: "{proposed | rejected | accepted | deprecated | … | superseded by ADR-0123}"
date: {YYYY-MM-DD when the decision was last updated}
decision-makers: {list everyone involved in the decision}
---

# {short title, representative of solved problem and found solution}

## Context and Problem Statement

{Describe the context and problem statement in two to three sentences.}

<!-- This is an optional element. Feel free to remove. -->
## Decision Drivers

* {decision driver 1}

## Considered Options

* {title of option 1}
* {title of option 2}

## Decision Outcome

Chosen option: "{title of option 1}", because {justification}.

<!-- This is an optional element. Feel free to remove. -->
### Consequences

* Good, because {positive consequence}

<!-- This is an optional element. Feel free to remove. -->
## More Information

{Links to other decisions.}
"""


def adr(number: int, title: str, status: str = "Accepted", context: str = "The harbours disagree.") -> str:
    """Return a record as ``adr new`` leaves it, filled in."""
    return (
        f"# {number}. {title}\n\nDate: 2024-02-{number:02}\n\n## Status\n\n{status}\n\n## Context\n\n{context}\n\n"
        f"## Decision\n\nWe will do it.\n\n## Consequences\n\nIt is easier to see.\n"
    )


def madr(title: str, status: str = "accepted", outcome: str = "Decision Outcome", more: str = "") -> str:
    """Return a record in the form of MADR."""
    return (
        f"---\nstatus: {status}\ndate: 2024-03-04\n---\n\n# {title}\n\n## Context and Problem Statement\n\nIt is dark.\n\n"
        f'## Considered Options\n\n* Timers\n* Sensors\n\n## {outcome}\n\nChosen option: "Sensors", because of fog.\n{more}'
    )


def adr_tools(root: Path) -> Repo:
    """Return a repository that adr-tools could have made, with a link that leads nowhere."""
    repo = Repo(root)
    old, new = "0002-keep-the-timetable-on-paper.md", "0003-one-timetable-for-both-harbours.md"
    records = {
        "0001-record-architecture-decisions.md": adr(1, "Record architecture decisions"),
        old: adr(2, "Keep the timetable on paper", f"Superceded by [3. One timetable for both harbours]({new})"),
        new: adr(
            3, "One timetable for both harbours", f"Accepted\n\nSupercedes [2. Keep the timetable on paper]({old})"
        ),
        "0004-bells-ring-twice.md": adr(
            4, "Bells ring twice", context="After [2](0002-one-timetable.md), nobody rings.\nThe bell is `src/bell.py`."
        ),
        "0005-no-ferry-in-fog.md": adr(5, "No ferry in fog"),
    }
    repo.commit(
        {
            ".adr-dir": "doc/adr\n",
            "doc/adr/templates/template.md": ADR_TEMPLATE,
            "src/bell.py": "def ring(): ...\n",
            **{f"doc/adr/{name}": text for name, text in records.items()},
        }
    )
    return repo


def madr_project(root: Path, *, template: bool = True) -> Repo:
    """Return a repository with records of MADR, one of which lacks its outcome."""
    repo = Repo(root)
    files = {
        "0001-use-madr.md": madr("Use MADR"),
        "0002-lamps-by-sensor.md": madr("Lamps by sensor", more="\nSupersedes [timers](0003-lamps-by-timer.md).\n"),
        "0003-lamps-by-timer.md": madr("Lamps by timer", "superseded by [ADR-0002](0002-lamps-by-sensor.md)"),
        "0004-two-bells.md": madr("Two bells", outcome="What came of it"),
        **({"adr-template.md": MADR_TEMPLATE} if template else {}),
    }
    repo.commit({f"docs/decisions/{name}": text for name, text in files.items()})
    return repo


def sessions(page: Path) -> list[tuple[int, str, list[str]]]:
    """Return line, command and expected lines of every command of a page's console fences, in order."""
    found: list[tuple[int, str, list[str]]] = []
    inside = False
    for number, line in enumerate(page.read_text().splitlines(), 1):
        if line.startswith("```"):
            inside = line == "```console"
        elif inside and line.startswith("$ "):
            found.append((number, line.removeprefix("$ "), []))
        elif inside:
            found[-1][2].append(line)
    return found


def walk_through(page: Path, root: Path) -> list[str]:
    """Run the commands of a page one after the other, and return what is not as the page says."""
    faults = []
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    for number, command, expected in sessions(page):
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=root,
            env={**os.environ, "PATH": path},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        difference = differs(expected, done.stdout)
        if difference or done.returncode not in (0, 1):
            faults.append(f"{page.name}:{number}: $ {command}: {difference}\n{done.stdout}")
    return faults
