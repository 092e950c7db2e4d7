"""A link leads to a place in a page on the web that the page does not have.

`holdfast verify --online` answers under this name where an HTML page has no element with the `id` that the link names, and
no `<a>` of that name. Where scripts make the page, that cannot be told, and it is unproven. Fragments that programs read
(`#L10`, `#!/route`, `#:~:text=`) are no anchors.

```verdict
```
"""

from holdfast.model.obligation import obligation

OBLIGATION = obligation("n W W n")
