"""It is not known which version of the template the documents were written from.

Documents are held to the template of their time, which git tells. In a shallow clone, and outside of
git, what the template demanded back then cannot be found out: what depends on it is unproven, is
said once, and does not fail. Fetch the whole history, or choose `template-version = "latest"`.

```verdict
```
"""

from holdfast.model.obligation import obligation

OBLIGATION = obligation("n n n n n n")
