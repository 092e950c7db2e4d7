"""A change loosens what is demanded: it waives, weakens a status, lowers a severity or asks less in a template.

Reported only with `--policy-from REV`, where templates, configuration and permitted waivers are read
from that revision: a pull request is then judged by the rules it found, and what it would change about
them is listed for the reviewer. Nothing of it takes effect in that run.

```verdict
```
"""

from holdfast.model.obligation import obligation

OBLIGATION = obligation("W W W W W W")
