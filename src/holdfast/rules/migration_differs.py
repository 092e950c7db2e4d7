"""What a migration guide shows as before and after does not start, or does not answer the same.

`holdfast verify` starts both sides in the sandbox, sends them the guide's requests, and compares what they answer: status,
some headers, bodies by structure, OpenAPI documents. A difference that the guide does not declare breaks the claim of its
request; a declared one that no request shows is stale. How a guide is written, and what counts as the same, is told in
`docs/migration-guides.md`.

Declare what is meant in a table or a list below "Differences", which `holdfast verify --update differences` writes; or
waive it for a section: `<!-- holdfast: waive migration-differs because the port is not finished -->`.

```verdict
```
"""

from holdfast.model.obligation import obligation

OBLIGATION = obligation("- - E -")
