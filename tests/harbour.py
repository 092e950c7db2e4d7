"""A small project with everything that the pages show: statuses, tasks with dates, targets, examples, links, pictures, a diagram."""

from pathlib import Path

from gitrepo import Repo

TEMPLATE = """# [Title]

**Date:** [YYYY-MM-DD]
**Status:** [Draft | Active | Superseded]
**Related:** [Links]

## Context

[Why]

## Decision

[What]

## Performance

| Metric | Target | Actual |
|---|---|---|
| [Metric] | [Target] | [Value] |

## Plan

### Phase 1 ([Month Year])

- [ ] [Task]

## Open questions

- [ ] [Question]
"""
KELP = """# Kelp beds

**Date:** 2024-01-05
**Status:** Active
**Related:** [Tides](02-tides.md), [Anchors](03-anchors.md)

## Context

The beds are counted by hand, and nobody knows $\\frac{a}{b}$ of them. See [the tide tables](02-tides.md#context).

![the beds from above](beds.svg)

- [x] a ticked line
- [ ] an open line

> [!WARNING]
> Do not anchor here.

## Decision

We count with a net.

```python
assert 1 + 1 == 2
print("beds")
#> beds
```

```mermaid
flowchart LR
  a[Net] --> b[Count]
```

## Performance

| Metric | Target | Actual | Notes |
|---|---|---|---|
| Count, p99 | < 20 ms | 31 ms | by hand |
| Beds | ≥ 4 beds | 12 beds | bench:bench/counts.json#$.beds |

## Plan

### Phase 1 (January 2024)

- [x] sew the net
- [ ] teach the crew

### Phase 2 (January 2031)

- [ ] count again

## Open questions

- [ ] Who pays for the net?
"""
PLAIN = """# {title}

**Date:** 2024-01-05
**Status:** {status}
**Related:** {related}

## Context

{context}

## Decision

We do it.

## Performance

| Metric | Target | Actual |
|---|---|---|
| Boats | > 4 boats | 12 boats |

## Plan

### Phase 1 (March 2024)

- [x] do it

## Open questions

None
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"/></svg>'
FILES = {
    "docs/design/TEMPLATE.md": TEMPLATE,
    "docs/design/01-kelp.md": KELP,
    "docs/design/02-tides.md": PLAIN.format(
        title="Tides",
        status="Active",
        related="[Kelp beds](01-kelp.md)",
        context="The water comes and goes twice a day.",
    ),
    "docs/design/03-anchors.md": PLAIN.format(
        title="Anchors",
        status="Superseded by [Moorings](04-moorings.md)",
        related="[Tides](02-tides.md)",
        context="Anchors drag.",
    ),
    "docs/design/04-moorings.md": PLAIN.format(
        title="Moorings",
        status="Draft",
        related="[Anchors](03-anchors.md), [a lost one](05-lost.md)",
        context="Moorings hold.",
    ),
    "docs/design/beds.svg": SVG,
    "bench/counts.json": '{"beds": 3}\n',
    "docs/design/README.md": "# Designs\n\n- [Kelp beds](01-kelp.md)\n- [Tides](02-tides.md)\n- [Anchors](03-anchors.md)\n- [Moorings](04-moorings.md)\n",
}
DOCUMENT = "documents/docs/design/01-kelp.html"
ADDRESSES = (
    "", "search.html", "search.html?q=water", "graph.html", "timeline.html", "metrics.html", "changes.html?from=HEAD~1", "templates.html",
    DOCUMENT, "documents/docs/design/04-moorings.html", "templates/docs/design/TEMPLATE.html",
)  # fmt: skip
"""One of each kind of page."""


def harbour(root: Path) -> Path:
    """Write the project into a folder, in two commits."""
    repo = Repo(root)
    repo.commit({path: text.replace("- [x] sew", "- [ ] sew") for path, text in FILES.items()})
    repo.commit({"docs/design/01-kelp.md": KELP, "bench/counts.json": '{"beds": 12}\n'})
    return root
