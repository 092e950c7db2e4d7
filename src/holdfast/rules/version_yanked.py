"""A document names a version of a library that was taken back, or that its author calls deprecated.

`holdfast verify --online` answers under this name. What counts is the version that the repository pins where the document
speaks of that one, else the newest that the document could mean. PyPI and Cargo yank, Go retracts, npm deprecates.

```verdict
```
"""

from holdfast.model.obligation import obligation

OBLIGATION = obligation("- n W -")
