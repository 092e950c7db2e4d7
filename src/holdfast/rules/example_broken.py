"""An example does not hold: it does not parse, does not compile, fails, or prints something else.

`holdfast verify` tries the examples of living documents in a sandbox, as far as their Status asks, and answers
under this name. `holdfast check` runs nothing and says only which examples would have to be tried again,
because they, or a file they rest on, changed since.

An author who knows better says so at the example (`no_run`, `ignore="why"`), or waives it for a section:
`<!-- holdfast: waive example-broken because the client is not released yet -->`.

```verdict
```
"""

from holdfast.model.obligation import obligation

OBLIGATION = obligation("W E E -")
