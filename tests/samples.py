"""Templates and documents for small projects, and short views of a result."""

from collections import Counter

from holdfast.model.result import Result

SECTIONS = ("Context", "Decision", "Consequences")
TEXT = {
    "Context": "The ferry timetable is kept on paper and two harbours disagree about it.",
    "Decision": "We keep one timetable and let both harbours read it.",
    "Consequences": "The harbours must be on line before the first ferry leaves.",
    "Summary": "Tolls are settled once a night instead of at every gate.",
    "Motivation": "Queues at the gates grow faster than the traffic does.",
    "Proposal": "Gates write a tally, and one job settles the tallies at night.",
}


def template(*sections: str, status: str = "[Draft | Active | Deprecated]") -> str:
    """Return a template with a header of bold labels and the given sections."""
    body = "".join(f"\n## {name}\n\n[What to say about {name.lower()}]\n" for name in sections or SECTIONS)
    return f"# [Title]\n\n**Date:** [YYYY-MM-DD]\n**Status:** {status}\n{body}"


def document(title: str, *sections: str, status: str = "Active", date: str = "2025-02-03") -> str:
    """Return a document that holds against :func:`template` with the same sections."""
    header = f"**Date:** {date}\n" + (f"**Status:** {status}\n" if status else "")
    body = "".join(
        f"\n## {name}\n\n{TEXT.get(name, f'All that is known about {name.lower()}.')}\n"
        for name in sections or SECTIONS
    )
    return f"# {title}\n\n{header}{body}"


def nygard(number: int, title: str, status: str = "Accepted") -> str:
    """Return a decision record as adr-tools writes it."""
    body = "".join(f"\n## {name}\n\n{TEXT[name]}\n" for name in SECTIONS)
    return f"# {number}. {title}\n\nDate: 2024-05-{number:02}\n\n## Status\n\n{status}\n{body}"


def madr(title: str, status: str = "accepted") -> str:
    """Return a decision record in the form of MADR."""
    return (
        f"---\nstatus: {status}\ndate: 2024-06-07\n---\n\n# {title}\n\n"
        "## Context and Problem Statement\n\nLanterns burn through the night although nobody passes.\n\n"
        "## Considered Options\n\n* Timers\n* Sensors\n\n"
        "## Decision Outcome\n\nChosen option: sensors, because timers do not know the weather.\n"
    )


def notes(title: str) -> str:
    """Return free text that follows no template."""
    return f"# {title}\n\nThe gulls were loud today.\n\n## Morning walk\n\nFog until nine.\n\n## What we ate\n\nBread and herring.\n"


def index(*names: str) -> str:
    """Return an index page with a row for each file name."""
    return "# Index\n\n" + "".join(f"- [{name.removesuffix('.md')}]({name})\n" for name in names)


def paths(result: Result) -> list[str]:
    """Return the paths of the documents of a result, ordered."""
    return sorted(one.path for one in result.documents)


def sets(result: Result) -> dict[str, tuple[str, ...]]:
    """Return the templates of each set by its folder."""
    return {one.folder: one.templates for one in result.understood}


def slugs(result: Result) -> Counter[str]:
    """Return how often each rule spoke."""
    return Counter(one.slug for one in result.verdicts)


def said(result: Result, slug: str) -> list[tuple[str, str]]:
    """Return path and finding of each verdict of one rule."""
    return [(one.path, one.found) for one in result.verdicts if one.slug == slug]
