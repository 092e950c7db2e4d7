"""A page on the web has moved for good, and the link still leads to where it was.

`holdfast verify --online` answers under this name where a server redirects permanently (301, 308) and the page is there.
`holdfast verify --online --update links` writes the new address in place of the old one. A temporary redirect says
nothing, and neither does one that leads from a page to a front page: that is how many sites say "gone".

```verdict
```
"""

from holdfast.model.obligation import obligation

OBLIGATION = obligation("n n n n")
