"""A waiver excuses something that holds.

It was needed once, or stands in the wrong section: a waiver covers the section it stands in, and the
whole document where it stands before the second heading. Left alone it would hide the next fault.

```template
# [Title]

**Status:** [Draft | Active]

## Context

[Why]

## Decision

[What]
```

```document
# Cache

**Status:** Active

## Context

<!-- holdfast: waive section-empty because the context is in the incident report -->

Reads are slow.

## Decision

<!-- holdfast: waive section-empty because it is taken on Friday -->
```

```verdict
7:1 section-empty holds here without this waiver
```
"""

from holdfast.model.obligation import obligation

OBLIGATION = obligation("n W W n")
