"""Decision records for small projects whose documents are kept true, and what one rule says of them."""

from collections.abc import Callable, Mapping
from pathlib import Path

from holdfast.engine.check import check
from samples import said

Project = Callable[..., Path]
ADR = "# [Title]\n\n**Status:** [Accepted | Superseded by NNNN]\n**Related:** [Links]\n\n## Context\n\n[Why]\n\n## Decision\n\n[What]\n"
LIVING = {"holdfast.toml": 'corpus = "living"\n', "docs/TEMPLATE.md": ADR}


def record(
    decision: str = "We do it.", *, status: str = "Accepted", title: str = "A decision", header: str = ""
) -> str:
    return f"# {title}\n\n**Status:** {status}\n{header}\n## Context\n\nReads are slow.\n\n## Decision\n\n{decision}\n"


def found(project: Project, files: Mapping[str, str], slug: str) -> list[tuple[str, str]]:
    """Lay files out below ``docs/`` beside a template, check, and return what one rule says."""
    root = project(
        {**LIVING, **{path if "/" in path or "." not in path else f"docs/{path}": text for path, text in files.items()}}
    )
    result = check(str(root))
    assert not result.crashes
    return said(result, slug)
