"""A document names a library, or a version of one, that its registry does not have.

`holdfast verify --online` asks the registries and proxies that pip, npm, Cargo, Go and Maven are configured with, and
answers under this name where one of them certainly has no such package, or no version that the document could mean. Names
that are private are asked at their own registry alone. `docs/online.md` tells the rest.

```verdict
```
"""

from holdfast.model.obligation import obligation

OBLIGATION = obligation("- n E -")
