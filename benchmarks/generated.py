"""Generated design documents: as many as wanted, all different, a third of them with something that does not hold."""

import random
from pathlib import Path

_TEMPLATE = """# NNNN: [Title]

**Status:** [Draft | Active | Superseded]
**Date:** YYYY-MM-DD
**Owner:** [Name]

## Context

[Why this is needed]

## Decision

[What is decided]

## Consequences

- [What follows]

## Alternatives

[What else was looked at]

## Open questions

None
"""
_WORDS = (
    "cache",
    "request",
    "queue",
    "schema",
    "latency",
    "budget",
    "worker",
    "index",
    "token",
    "batch",
    "retry",
    "shard",
    "write",
    "read",
    "path",
    "signal",
    "storage",
    "deadline",
    "replica",
    "reader",
    "owner",
    "contract",
    "event",
    "stream",
    "limit",
    "window",
    "cost",
    "bound",
    "state",
    "change",
    "review",
)


def write_corpus(folder: Path, count: int) -> None:
    """Write a template, an index page and ``count`` documents of about three kilobytes."""
    docs = folder / "docs"
    docs.mkdir(parents=True, exist_ok=True)
    (docs / "0000-template.md").write_text(_TEMPLATE)
    chance = random.Random(count)
    names = [f"{number:06}-{chance.choice(_WORDS)}-{chance.choice(_WORDS)}.md" for number in range(1, count + 1)]
    for number, name in enumerate(names, 1):
        (docs / name).write_text(document(number, names, chance))
    (docs / "README.md").write_text("# Index\n\n" + "".join(f"- [{name}]({name})\n" for name in names))


def document(number: int, names: list[str], chance: random.Random, size: int = 3000) -> str:
    """Return the text of a document of at least ``size`` characters."""
    faulty = number % 3 == 0
    head = f"# {number:06}: {_title(chance)}\n\n**Status:** {'' if faulty else 'Active'}\n**Date:** 2024-05-17\n**Owner:** Ada\n"
    other = chance.choice(names) if names else "README.md"
    body = []
    while sum(map(len, body)) < size:
        body.append(
            f"### {_title(chance)}\n\n{_prose(chance)} See [{other}]({other}) and `{chance.choice(_WORDS)}`.\n\n"
            f"- {_prose(chance, 8)}\n- **{_title(chance)}:** {_prose(chance, 12)}\n\n"
            f"| {_title(chance)} | Value |\n|---|---|\n| {chance.choice(_WORDS)} | {chance.randint(1, 900)} ms |\n\n"
            f"```python\nprint({chance.randint(1, 9)})\n```\n"
        )
    parts = {
        "Context": "\n".join(body),
        "Decision": _prose(chance, 60),
        "Consequences": f"- {_prose(chance, 10)}\n- {_prose(chance, 10)}",
        "Alternatives": "TBD" if faulty else _prose(chance, 40),
        "Open questions": "None",
    }
    return head + "".join(f"\n## {name}\n\n{text}\n" for name, text in parts.items())


def _title(chance: random.Random) -> str:
    return " ".join(chance.choices(_WORDS, k=3)).capitalize()


def _prose(chance: random.Random, words: int = 30) -> str:
    return " ".join(chance.choices(_WORDS, k=words)).capitalize() + "."
