"""A file of the corpus cannot be read, or only in part.

A link that loops, a pipe with a Markdown name, a file that vanished or that one may not open: the
others are checked, and this one is said to be unproven, never green.

```verdict
```
"""

from holdfast.model.obligation import obligation

OBLIGATION = obligation("E E E E E E")
