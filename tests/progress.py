"""A design project whose history is known, for the tests of what is read off git."""

from datetime import UTC, date, datetime
from pathlib import Path

from gitrepo import Repo

TEMPLATE = """# [Title]

**Date:** [YYYY-MM-DD]
**Status:** [Draft | Active | Deprecated | Research]

## Summary

[What it is about]

## Implementation

### Phase 1: [Name] (Timeline)
- [ ] Task 1

## Performance

| Metric | Target | Actual |
|---|---|---|
| [Metric] | [Target] | [Value] |

## Open Questions

- [ ] [Question 1 that needs to be resolved]
"""
PATH = "docs/design/01-ferry.md"


def ferry(
    *lines: str,
    phase: str = "Phase 1: Quay (Weeks 1-2)",
    questions: tuple[str, ...] = ("- [ ] Who rings the bell?",),
    status: str = "Draft",
    date: str = "2024-01-01",
    target: str = "< 50 ms",
    title: str = "Ferry",
    more: str = "",
) -> str:
    """Return a document with these tasks and questions."""
    tasks = "\n".join(lines or ("- [ ] Build the quay", "- [ ] Paint the boat", "- [ ] Hire a captain"))
    asked = "\n".join(questions)
    return (
        f"# {title}\n\n**Date:** {date}\n**Status:** {status}\n\n## Summary\n\nA ferry between two harbours.\n\n"
        f"## Implementation\n\n### {phase}\n{tasks}\n\n## Performance\n\n| Metric | Target | Actual |\n|---|---|---|\n"
        f"| Crossing | {target} | 40 ms |\n\n## Open Questions\n\n{asked}\n{more}"
    )


def project(root: Path, first: str = "") -> Repo:
    """Return a repository with the template and one document, committed on 2024-01-01."""
    repo = Repo(root)
    repo.commit({"docs/design/TEMPLATE.md": TEMPLATE, PATH: first or ferry(), "docs/design/02-bridge.md": ferry(
        "- [ ] Draw the bridge", title="Bridge", status="Active", questions=("None.",)
    )})  # fmt: skip
    return repo


def day(seconds: int) -> date:
    """Return the day of a moment, in UTC."""
    return datetime.fromtimestamp(seconds, UTC).date()
