"""A document names another version of a library than the repository uses.

`holdfast verify` compares the libraries that living documents name with a version (items below a heading such as
"Libraries/Crates" or "Dependencies", items of which the template asks a version, tables with a column for it) with the
lock files and manifests of the repository, and answers under this name with the file and line that say otherwise.

"0.7" is true where 0.7.3 is locked, and so is what a manifest says word for word. A library that the repository does not
use at all, or only through another one, is no claim about it. `docs/libraries.md` tells the rest.

```verdict
```
"""

from holdfast.model.obligation import obligation

OBLIGATION = obligation("- n E -")
