"""A waiver cannot be honoured: it names no rule, an unknown one, or gives no reason.

An excuse is part of the document, and whoever reads it later has to understand it; therefore the
reason is compulsory, and a waiver without one excuses nothing.

```template
# [Title]

**Status:** [Draft | Active]

## Context

[Why]
```

```document
# Cache

**Status:** Active

## Context

<!-- holdfast: waive section-empty -->
```

```verdict
7:1 the waiver of section-empty gives no reason and is void
```
"""

from holdfast.model.obligation import obligation

OBLIGATION = obligation("E E E E E E")
