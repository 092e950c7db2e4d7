"""A document names a version of a library that a security advisory is about.

`holdfast verify` looks the version up in the advisories that `[verify.library] advisories` names: a file of the project in
the OSV format, or with `--online` a service. What counts is the version that the repository pins, or a full one that the
document says.

```verdict
```
"""

from holdfast.model.obligation import obligation

OBLIGATION = obligation("- n E -")
